import { generateCodeVerifier, OAuth2Client } from "@badgateway/oauth2-client";

export const open = ({ base, clientId }) =>
  new OAuth2Client({
    server: base,
    clientId,
    authorizationEndpoint: "/oauth2/v1/authorize",
    tokenEndpoint: "/oauth2/v1/access_token",
  });

export const begin = async (client, { redirectUri, scope }) => {
  const [state, codeVerifier] = [crypto.randomUUID(), await generateCodeVerifier()];
  sessionStorage.setItem("sign-in", JSON.stringify({ state, codeVerifier }));
  location.assign(
    await client.authorizationCode.getAuthorizeUri({ redirectUri, state, codeVerifier, scope: scope.split(" ") }),
  );
};

export const finish = async (client, { redirectUri }) => {
  const signIn = JSON.parse(sessionStorage.getItem("sign-in"));
  const pending = client.authorizationCode.getTokenFromCodeRedirect(location.href, { redirectUri, ...signIn });
  sessionStorage.removeItem("sign-in");
  history.replaceState(null, "", location.pathname);
  const { accessToken } = await pending;
  return (url) => fetch(url, { headers: { Authorization: `Bearer ${accessToken}` } });
};

export const given = (client, url, state) => client.authorizationCode.validateResponse(url, { state });
