import {
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomState,
  None,
  processAuthorizationCodeResponse,
  protectedResourceRequest,
  validateAuthResponse,
} from "oauth4webapi";

export const open = ({ base, clientId }) => ({
  server: {
    issuer: base,
    authorization_endpoint: `${base}/oauth2/v1/authorize`,
    token_endpoint: `${base}/oauth2/v1/access_token`,
  },
  client: { client_id: clientId },
});

export const begin = async ({ server, client }, { redirectUri, scope }) => {
  const [state, verifier] = [generateRandomState(), generateRandomCodeVerifier()];
  sessionStorage.setItem("sign-in", JSON.stringify({ state, verifier }));
  const url = new URL(server.authorization_endpoint);
  const parameters = {
    response_type: "code",
    client_id: client.client_id,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  location.assign(url);
};

export const finish = async ({ server, client }, { redirectUri }) => {
  const { state, verifier } = JSON.parse(sessionStorage.getItem("sign-in"));
  const parameters = validateAuthResponse(server, client, new URL(location.href), state);
  sessionStorage.removeItem("sign-in");
  history.replaceState(null, "", location.pathname);
  const answer = await authorizationCodeGrantRequest(server, client, None(), parameters, redirectUri, verifier);
  const { access_token: token } = await processAuthorizationCodeResponse(server, client, answer);
  return (url) => protectedResourceRequest(token, "GET", new URL(url));
};

export const given = ({ server, client }, url, state) => validateAuthResponse(server, client, new URL(url), state);
