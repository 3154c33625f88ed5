// `coolsms-oauth2/testing`: its client beside the real one, which is signed in to in as much of a page as it asks for.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { coolsms, createClient, OAuthError } from "../../pkg/dist/index.js";
import { createTestClient, oauthError } from "../../pkg/dist/testing.js";
import * as withFile from "../../pkg/dist/wasm.js";
import { openPage } from "./page.js";

const redirectUri = "https://app.example/callback";
const CHALLENGE = { "WWW-Authenticate": 'Bearer error="insufficient_scope", scope="users:read"' };
/** What the API answers, to either client. */
const answers = {
  "GET /users/v1/member": { name: "Hong" },
  "GET /users/v1/accounts/:accountId": () => new Response(null, { status: 403, headers: CHALLENGE }),
  "GET /refused": () => new Response(null, { status: 401 }),
};

/** The real client, signed in with one scope, or by nobody. */
async function realClient(isSignedIn) {
  openPage(redirectUri);
  const leaving = new EventTarget();
  location.assign = (url) => {
    const state = new URL(url).searchParams.get("state");
    location.hash = `#access_token=t&token_type=Bearer&expires_in=3600&scope=users:read&state=${state}`;
    document.URL = location.href = redirectUri + location.hash;
    leaving.dispatchEvent(new Event("pagehide"));
  };
  // A page that is hidden waits for the provider's no more.
  globalThis.addEventListener = (...args) => leaving.addEventListener(...args);
  globalThis.fetch = async (request) => {
    const { pathname } = new URL(request.url);
    const [, answer] = Object.entries(answers).find(([call]) => pathname.startsWith(call.slice(4).split(":")[0]));
    return typeof answer === "function" ? answer() : Response.json(answer);
  };
  const provider = { ...coolsms(), jwtAccessToken: undefined };
  const clientId = `app-${isSignedIn}`;
  const client = createClient({ clientId, redirectUri, scope: "users:read", provider, shareAcrossTabs: false });
  if (isSignedIn) {
    await Promise.race([once(leaving, "pagehide"), client.signInWithRedirect()]);
    await client.handleRedirectCallback();
  }
  return client;
}

/** An error as an app sees it, but for its message, which is not the same in the build for development. */
const seen = (error) => {
  assert.ok(error instanceof OAuthError, String(error));
  return { ...error, response: error.response?.status };
};
const refusal = (promise) => promise.then(assert.fail, seen);

const CALLS = {
  member_without_a_session: [false, (client) => client.fetch("/users/v1/member")],
  token_without_a_session: [false, (client) => client.getAccessToken()],
  call_without_its_scope: [true, (client) => client.fetch("/cash/v1/balance?of=me")],
  call_without_the_scope_it_names: [true, (client) => client.fetch("/other", { scope: "a users:read b" })],
  call_to_another_origin: [true, (client) => client.fetch("https://other.example/cash")],
  call_whose_token_the_api_refuses: [true, (client) => client.fetch("/refused")],
  call_whose_scope_the_api_refuses: [true, (client) => client.fetch("/users/v1/accounts/7")],
  refresh_without_a_refresh_token: [true, (client) => client.refresh()],
  request_for_no_scope: [true, (client) => client.requestScopes(" ")],
};

for (const [name, [isSignedIn, call]] of Object.entries(CALLS)) {
  test(`test_client_refuses_as_the_real_one_does_${name}`, async (context) => {
    const real = await realClient(isSignedIn);
    context.after(() => real.dispose());
    const scopes = "users:read";
    const client = createTestClient({ scopes, session: isSignedIn ? {} : null, fetch: answers });
    for (const it of [real, client]) assert.equal(it.getSession() !== null, isSignedIn);
    assert.deepEqual(await refusal(call(client)), await refusal(call(real)));
    assert.deepEqual(client.missingScopes("users:read b"), real.missingScopes("users:read b"));
    assert.deepEqual(
      Object.keys(real).filter((member) => !(member in client)),
      [],
    );
  });
}

test("test_client_answers_from_the_table_and_records_the_call", async () => {
  const client = createTestClient({ fetch: { ...answers, "POST /a/:id/c": (request) => request.text() } });
  assert.deepEqual(await (await client.fetch("/users/v1/member")).json(), { name: "Hong" });
  assert.deepEqual(await (await client.fetch("/users/v1/member")).json(), { name: "Hong" });
  assert.equal(await (await client.fetch("/a/7/c", { method: "POST", body: "sent" })).json(), "sent");
  assert.deepEqual(client.calls.map(({ method, url }) => `${method} ${url}`).slice(1), [
    "GET https://api.coolsms.co.kr/users/v1/member",
    "POST https://api.coolsms.co.kr/a/7/c",
  ]);
  assert.equal(client.calls[0].headers.get("Authorization"), "Bearer test-token");
  assert.match((await client.fetch("/a/7").catch((error) => error)).message, /no answer to GET \/a\/7/);
});

test("test_client_takes_both_origins_of_coolsms_for_one_api_and_no_other", async () => {
  const client = createTestClient({ fetch: answers });
  assert.equal((await client.fetch("https://api.solapi.com/users/v1/member")).status, 200);
  const elsewhere = createTestClient({ fetch: answers, apiBase: "https://proxy.example/api" });
  for (const url of ["https://api.solapi.com.example/x", "http://api.solapi.com/x", "//api.example/x"]) {
    assert.equal((await refusal(client.fetch(url))).code, "origin_not_allowed", url);
  }
  assert.equal((await refusal(elsewhere.fetch("https://api.solapi.com/x"))).code, "origin_not_allowed");
});

test("test_client_makes_no_call_that_was_aborted_before", async () => {
  const client = createTestClient({ fetch: answers });
  const signal = AbortSignal.abort(new Error("gone"));
  await assert.rejects(client.fetch("/users/v1/member", { signal }), /gone/);
  await assert.rejects(client.fetch(new Request("https://api.coolsms.co.kr/users/v1/member", { signal })), /gone/);
  await null;
  assert.deepEqual(client.calls, []);
});

test("test_client_answers_with_a_function_an_error_or_a_response", async () => {
  const whole = createTestClient({ fetch: ({ url }) => new URL(url).pathname, apiBase: "https://proxy.example/api" });
  assert.equal(await (await whole.fetch("/x")).json(), "/api/x");
  const response = new Response("once", { status: 503 });
  const client = createTestClient({ fetch: { "GET /down": response, "GET /off": oauthError("network_error") } });
  for (const _ of [1, 2]) assert.equal(await (await client.fetch("/down")).text(), "once");
  assert.equal((await refusal(client.fetch("/off"))).code, "network_error");
});

test("test_client_tells_its_listeners_of_every_change_until_it_is_disposed_of", async () => {
  const client = createTestClient({ scopes: "users:read", session: { refreshable: true } });
  const heard = [];
  const stop = client.subscribe((reason) => heard.push(reason?.code ?? client.getStatus()));
  const { id } = client.getSession();
  assert.equal((await client.refresh()).id, id);
  await client.signOut();
  client.setSession({ scope: ["cash:read"] });
  client.setSession(null, oauthError("login_required"));
  assert.deepEqual(heard, ["signed_in", "signed_out", "signed_in", "login_required"]);
  stop();
  client.subscribe(assert.fail);
  client.dispose();
  client.setSession({});
});

test("test_client_signs_in_again_in_a_popup_and_records_a_redirect", async () => {
  const client = createTestClient({ scopes: "users:read", grant: (scope) => scope.filter((word) => word !== "b") });
  assert.deepEqual(client.missingScopes("users:read a b"), ["a", "b"]);
  const { session, appState } = await client.requestScopes("a b", { via: "popup", appState: { draft: 1 } });
  assert.deepEqual([session.scope, appState, client.getSession()], [["users:read", "a"], { draft: 1 }, session]);
  client.requestScopes("b", { appState: 1 });
  client.signInWithRedirect({ returnTo: "/account" });
  await null;
  assert.deepEqual(client.redirects, [{ appState: 1, scope: ["users:read", "a", "b"] }, { returnTo: "/account" }]);
  await assert.rejects(client.signInWithPopup({ signal: AbortSignal.abort(new Error("gone")) }), /gone/);
});

test("test_client_waits_as_long_as_its_status_is_unknown", async () => {
  const client = createTestClient({ status: "unknown", fetch: answers });
  assert.deepEqual([client.getStatus(), client.getSession()], ["unknown", null]);
  const answer = client.fetch("/users/v1/member");
  client.setSession({});
  await client.ready();
  assert.equal((await answer).status, 200);
});

test("test_client_comes_back_with_what_the_test_says", async () => {
  assert.equal(await createTestClient().handleRedirectCallback(), null);
  const back = createTestClient({ callback: { returnTo: "/account", appState: { a: 1 } } });
  const result = await back.handleRedirectCallback();
  assert.deepEqual(result, { returnTo: "/account", appState: { a: 1 }, session: back.getSession() });
  assert.equal(back.handleRedirectCallback(), back.handleRedirectCallback());
  const denied = oauthError("authorization_error", {
    error: "access_denied",
    returnTo: "/account",
    appState: { a: 1 },
  });
  await assert.rejects(createTestClient({ callback: denied }).handleRedirectCallback(), denied);
});

test("test_client_ends_a_session_by_the_clock_of_the_test", (context) => {
  context.mock.timers.enable({ apis: ["Date"] });
  const client = createTestClient({ session: { expiresAt: 1000 } });
  assert.equal(client.getStatus(), "signed_in");
  context.mock.timers.tick(1000);
  assert.deepEqual([client.getStatus(), client.missingScopes("a")], ["signed_out", ["a"]]);
});

test("errors_for_tests_are_instances_of_the_one_class", () => {
  const appState = { draft: 1 };
  const error = oauthError("insufficient_scope", { missingScopes: ["a"], appState, message: "no" });
  for (const one of [OAuthError, withFile.OAuthError, Error]) assert.ok(error instanceof one);
  assert.deepEqual({ ...error }, { code: "insufficient_scope", missingScopes: ["a"], appState });
  assert.deepEqual([error.name, error.message, oauthError("timeout").message], ["OAuthError", "no", "timeout"]);
});

test("[S50] testing_starts_no_module_and_no_timer_and_leaves_nothing_open", () => {
  const program = `
    const refuse = function () { throw new Error("started"); };
    WebAssembly.Instance = WebAssembly.Module = globalThis.BroadcastChannel = refuse;
    globalThis.setTimeout = globalThis.setInterval = refuse;
    const { createTestClient } = await import("../../pkg/dist/testing.js");
    const client = createTestClient({ fetch: { "GET /x": 7 } });
    client.subscribe(() => {});
    client.signInWithRedirect();
    console.log(await (await client.fetch("/x")).json());
  `;
  const args = ["--input-type=module", "--eval", program];
  const said = execFileSync(process.execPath, args, { cwd: import.meta.dirname, encoding: "utf8", timeout: 20_000 });
  assert.equal(said.trim(), "7");
});
