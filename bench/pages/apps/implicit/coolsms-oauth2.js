import { coolsms, createClient, generateState, parseAuthorizationResponse, verifyState } from "coolsms-oauth2";

export const open = ({ base, clientId, redirectUri, scope }) =>
  createClient({ clientId, redirectUri, scope, provider: coolsms({ base }) });

export const begin = (client) => client.signInWithRedirect();

export const finish = async (client) => {
  await client.handleRedirectCallback();
  return client.fetch;
};

export const given = (client, url, state) => {
  const response = parseAuthorizationResponse(url);
  if (response.state !== state) throw new Error("another state");
  return response.accessToken;
};

const binding = ({ clientId, redirectUri }) => ({ clientId, redirectUri });
export const save = (client, facts) => generateState(binding(facts));
export const take = (client, url, facts) => {
  const response = parseAuthorizationResponse(url);
  verifyState(response.state, binding(facts));
  return response.accessToken;
};
