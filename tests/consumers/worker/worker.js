// What a page without a window of its own can do: everything but signing in.
import { apiError, buildAuthorizeUrl, callApi, coolsms, createClient, parseAuthorizationResponse } from "./coolsms-oauth2/index.js";

const BASE = "http://127.0.0.1:8401";
const APP = { clientId: "sandbox-demo", redirectUri: "https://app.example/", scope: "users:read" };

function expect(what, seen, expected) {
  if (seen !== expected) throw new Error(`${what}: ${seen} instead of ${expected}`);
}

async function withoutPage() {
  const provider = coolsms({ base: BASE });
  const address = new URL(buildAuthorizeUrl({ ...APP, provider, state: "nonce" }));
  expect("buildAuthorizeUrl", address.origin + address.searchParams.get("state"), `${BASE}nonce`);
  const response = parseAuthorizationResponse("https://app.example/#access_token=secret&state=nonce", provider);
  expect("parseAuthorizationResponse", response.accessToken, "secret");
  const refused = await apiError(await fetch(`${BASE}/nowhere`));
  expect("apiError", refused.errorCode, "ResourceNotFound");
  const client = createClient({ ...APP, provider });
  expect("getSession", client.getSession(), null);
  const { code } = await client.signInWithRedirect().catch((error) => error);
  expect("signInWithRedirect", code, "no_browser");
}

const get = async (path, token) => (await callApi(BASE + path, token, { apiOrigins: [BASE] })).json();

onmessage = async ({ data: token }) => {
  try {
    await withoutPage();
    const [member, cash] = await Promise.all(["/users/v1/member", "/cash/v1/balance"].map((path) => get(path, token)));
    postMessage(`Hello, ${member.name}. Your balance is ${cash.balance} won.`);
  } catch (error) {
    postMessage(String(error));
  }
};
