import ClientOAuth2 from "client-oauth2";

export const open = ({ base, clientId, redirectUri, scope }) =>
  new ClientOAuth2({
    clientId,
    redirectUri,
    authorizationUri: `${base}/oauth2/v1/authorize`,
    scopes: scope.split(" "),
  });

export const begin = async (client) => {
  const state = crypto.randomUUID();
  sessionStorage.setItem("state", state);
  location.assign(client.token.getUri({ state }));
};

export const finish = async (client) => {
  const token = await client.token.getToken(location.href, { state: sessionStorage.getItem("state") });
  sessionStorage.removeItem("state");
  history.replaceState(null, "", location.pathname);
  return (url) => {
    const { headers } = token.sign({ method: "GET", url });
    return fetch(url, { headers });
  };
};

export const given = (client, url, state) => client.token.getToken(url, { state });
