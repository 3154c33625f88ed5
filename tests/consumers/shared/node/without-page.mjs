// What a server can do with the package: all functions that need no page. The test says where the sandbox is, and gives
// a token for it.
import assert from "node:assert/strict";

const { SANDBOX, TOKEN } = process.env;
const APP = { clientId: "sandbox-demo", redirectUri: "https://app.example/", scope: "users:read cash:read" };

/** Who the token belongs to. */
export async function account({ apiError, buildAuthorizeUrl, callApi, coolsms, createClient, parseAuthorizationResponse }) {
  const provider = coolsms({ base: SANDBOX });
  const page = await fetch(buildAuthorizeUrl({ ...APP, redirectUri: "http://127.0.0.1/", provider, state: "nonce" }));
  assert.equal(page.status, 200, "the sandbox takes the address of a sign-in");
  const { accessToken } = parseAuthorizationResponse(`${APP.redirectUri}#access_token=${TOKEN}&state=nonce`, provider);
  assert.equal(accessToken, TOKEN);
  const { errorCode } = await apiError(await fetch(`${SANDBOX}/nowhere`));
  assert.equal(errorCode, "ResourceNotFound");
  const client = createClient({ ...APP, provider });
  assert.equal(client.getSession(), null);
  await assert.rejects(client.signInWithRedirect(), { name: "OAuthError", code: "no_browser" });

  const get = async (path) => (await callApi(SANDBOX + path, accessToken, { apiOrigins: [SANDBOX] })).json();
  const [member, cash] = await Promise.all([get("/users/v1/member"), get("/cash/v1/balance")]);
  return `Hello, ${member.name}. Your balance is ${cash.balance} won.`;
}
