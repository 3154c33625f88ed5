import { coolsms, createClient, generateState, parseAuthorizationResponse, verifyState } from "coolsms-oauth2";

/** As the other libraries do it: a code, exchanged by a form. */
const providerAt = (base) => ({ ...coolsms({ base }), responseType: "code", tokenRequest: "form" });
let provider;

export const open = ({ base, clientId, redirectUri, scope }) => {
  provider = providerAt(base);
  return createClient({ clientId, redirectUri, scope, provider });
};

export const begin = (client) => client.signInWithRedirect();

export const finish = async (client) => {
  await client.handleRedirectCallback();
  return client.fetch;
};

export const given = (client, url, state) => {
  const response = parseAuthorizationResponse(url, provider);
  if (response.state !== state) throw new Error("another state");
  return response.code;
};

const binding = ({ clientId, redirectUri }) => ({ clientId, redirectUri, responseType: "code" });
export const save = (client, facts) => generateState(binding(facts));
export const take = (client, url, facts) => {
  const response = parseAuthorizationResponse(url, provider);
  verifyState(response.state, binding(facts));
  return response.code;
};
