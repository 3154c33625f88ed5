import { Auth0Client } from "@auth0/auth0-spa-js";

export const open = ({ base, clientId, redirectUri, scope }) =>
  new Auth0Client({ domain: base, clientId, authorizationParams: { redirect_uri: redirectUri, scope } });

export const begin = (client) => client.loginWithRedirect();

export const finish = async (client) => {
  await client.handleRedirectCallback();
  history.replaceState(null, "", location.pathname);
  const token = await client.getTokenSilently();
  return (url) => fetch(url, { headers: { Authorization: `Bearer ${token}` } });
};
