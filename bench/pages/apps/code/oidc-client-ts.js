import { OidcClient, UserManager } from "oidc-client-ts";

const settingsOf = ({ base, clientId, redirectUri, scope }) => ({
  authority: base,
  metadata: {
    issuer: base,
    authorization_endpoint: `${base}/oauth2/v1/authorize`,
    token_endpoint: `${base}/oauth2/v1/access_token`,
  },
  client_id: clientId,
  redirect_uri: redirectUri,
  scope,
});

export const open = (facts) => new UserManager(settingsOf(facts));

export const begin = (manager) => manager.signinRedirect();

export const finish = async (manager) => {
  const { access_token: token } = await manager.signinRedirectCallback();
  history.replaceState(null, "", location.pathname);
  return (url) => fetch(url, { headers: { Authorization: `Bearer ${token}` } });
};

let client;
/** What a `UserManager` has inside, for an app that does the steps one by one. */
const clientOf = (facts) => (client ??= new OidcClient(settingsOf(facts)));
export const save = async (manager, facts) => {
  const { state } = await clientOf(facts).createSigninRequest({});
  return state.id;
};
export const take = (manager, url, facts) => clientOf(facts).readSigninResponseState(url, true);
