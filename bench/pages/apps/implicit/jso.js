// As bundlers find it; it wants core-js 2, which it does not name among its dependencies.
import { Fetcher, JSO } from "jso";

export const open = ({ base, clientId, redirectUri, scope }) =>
  new JSO({
    providerID: "coolsms",
    client_id: clientId,
    redirect_uri: redirectUri,
    authorization: `${base}/oauth2/v1/authorize`,
    response_type: "token",
    scopes: { request: scope.split(" ") },
  });

export const begin = (client) => client.getToken();

export const finish = async (client) => {
  client.callback();
  const fetcher = new Fetcher(client);
  return (url) => fetcher.fetch(url);
};

let last = 0;
export const save = (client) => {
  const state = `state-${++last}`;
  client.store.saveState(state, { providerID: "coolsms", scopes: [] });
  return state;
};
export const take = (client, url) => {
  const { access_token } = client.callback(url);
  // It keeps every token that it takes: without this, each call would be slower than the last.
  client.wipeTokens();
  return access_token;
};
