// No library: the least that exchanging a code with PKCE takes. The floor.
import { challengeOf, random } from "../pkce.js";

export const open = (facts) => facts;

export const begin = async ({ base, clientId, redirectUri, scope }) => {
  const [state, verifier] = [random(), random()];
  sessionStorage.setItem("sign-in", JSON.stringify({ state, verifier }));
  const query = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: await challengeOf(verifier),
    code_challenge_method: "S256",
  });
  location.assign(`${base}/oauth2/v1/authorize?${query}`);
};

export const finish = async ({ base, clientId, redirectUri }) => {
  const response = new URLSearchParams(location.search);
  const { state, verifier } = JSON.parse(sessionStorage.getItem("sign-in"));
  if (response.get("state") !== state) throw new Error("another state");
  sessionStorage.removeItem("sign-in");
  history.replaceState(null, "", location.pathname);
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    code: response.get("code"),
    redirect_uri: redirectUri,
    client_id: clientId,
    code_verifier: verifier,
  });
  const answer = await fetch(`${base}/oauth2/v1/access_token`, { method: "POST", body });
  const { access_token: token } = await answer.json();
  return (url) => fetch(url, { headers: { Authorization: `Bearer ${token}` } });
};

export const given = (client, url, state) => {
  const response = new URL(url).searchParams;
  if (response.get("state") !== state) throw new Error("another state");
  return response.get("code");
};

export const save = () => {
  const state = random();
  sessionStorage.setItem(state, "waits");
  return state;
};
export const take = (client, url) => {
  const response = new URL(url).searchParams;
  const state = response.get("state");
  if (sessionStorage.getItem(state) === null) throw new Error("another state");
  sessionStorage.removeItem(state);
  return response.get("code");
};
