import Keycloak from "keycloak-js";

export const open = ({ base, clientId }) => new Keycloak({ url: base, realm: "coolsms", clientId });

/** Without the frame that looks whether the member is still signed in: no other library here has one. */
const start = (keycloak, { redirectUri, scope }) =>
  keycloak.didInitialize || keycloak.init({ responseMode: "query", checkLoginIframe: false, redirectUri, scope });

export const begin = async (keycloak, facts) => {
  await start(keycloak, facts);
  await keycloak.login();
};

/** It takes the response out of the address itself. */
export const finish = async (keycloak, facts) => {
  await start(keycloak, facts);
  return (url) => fetch(url, { headers: { Authorization: `Bearer ${keycloak.token}` } });
};
