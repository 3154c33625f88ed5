// No library: what splitting the fragment and comparing the state takes, and no more. The floor.

export const open = (facts) => facts;

const random = () => crypto.randomUUID();

export const begin = async ({ base, clientId, redirectUri, scope }) => {
  const state = random();
  sessionStorage.setItem("state", state);
  const query = new URLSearchParams({
    response_type: "token",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
  });
  location.assign(`${base}/oauth2/v1/authorize?${query}`);
};

export const finish = async () => {
  const response = new URLSearchParams(location.hash.slice(1));
  const state = sessionStorage.getItem("state");
  if (response.get("state") !== state) throw new Error("another state");
  sessionStorage.removeItem("state");
  history.replaceState(null, "", location.pathname);
  const token = response.get("access_token");
  return (url) => fetch(url, { headers: { Authorization: `Bearer ${token}` } });
};

export const given = (client, url, state) => {
  const response = new URLSearchParams(new URL(url).hash.slice(1));
  if (response.get("state") !== state) throw new Error("another state");
  return response.get("access_token");
};

export const save = () => {
  const state = random();
  sessionStorage.setItem(state, "waits");
  return state;
};
export const take = (client, url) => {
  const response = new URLSearchParams(new URL(url).hash.slice(1));
  const state = response.get("state");
  if (sessionStorage.getItem(state) === null) throw new Error("another state");
  sessionStorage.removeItem(state);
  return response.get("access_token");
};
