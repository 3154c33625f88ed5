// The package where there is no page, as on a server that renders one: it can be imported, and what needs a page says so.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import * as inline from "../../pkg/dist/index.js";
import * as withFile from "../../pkg/dist/wasm.js";

const config = { clientId: "app", redirectUri: "https://app.example/callback", scope: "users:read cash:read" };
const ENTRIES = { inline, with_file: withFile };

for (const [name, { createClient, OAuthError }] of Object.entries(ENTRIES)) {
  const refusedFor = (code) => (error) => error instanceof OAuthError && error.code === code;

  test(`[S50] client_of_entry_${name}_is_signed_out_and_rejects_what_needs_a_page`, async () => {
    assert.equal(typeof window, "undefined");
    const client = createClient(config);
    assert.equal(client.getSession(), null);
    assert.deepEqual(client.missingScopes("a b"), ["a", "b"]);
    for (const method of ["signInWithRedirect", "handleRedirectCallback", "getAccessToken", "fetch", "signOut"]) {
      await assert.rejects(client[method](), refusedFor("no_browser"), method);
    }
    client.subscribe(assert.fail)();
    client.dispose();
  });
}

test("[S50] functions_that_need_no_page_work", async () => {
  const { buildAuthorizeUrl, parseAuthorizationResponse, apiError } = inline;
  const url = new URL(buildAuthorizeUrl({ ...config, state: "abc" }));
  assert.equal(url.searchParams.get("state"), "abc");
  const response = parseAuthorizationResponse("https://app.example/callback#access_token=t&state=abc");
  assert.equal(response.accessToken, "t");
  const error = await apiError(new Response('{"errorCode":"Busy"}', { status: 503 }));
  assert.deepEqual({ ...error }, { status: 503, errorCode: "Busy" });
});

test("[S50] functions_that_need_a_page_say_no_browser", () => {
  const { generateState, parseAuthorizationResponse, verifyState, OAuthError } = inline;
  for (const call of [
    () => generateState(config),
    () => verifyState("abc", config),
    () => parseAuthorizationResponse(),
  ]) {
    assert.throws(call, (error) => error instanceof OAuthError && error.code === "no_browser");
  }
});

test("an input that cannot be read is refused, and half of a surrogate pair has a form in a URL", () => {
  const { buildAuthorizeUrl, OAuthError } = inline;
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  const get = () => {
    throw new Error("of the app");
  };
  const request = { ...config, state: "abc" };
  for (const odd of [
    proxy,
    { ...request, scope: proxy },
    { ...request, scope: new Proxy([], { get }) },
    Object.defineProperty({ ...request }, "scope", { enumerable: true, get }),
  ]) {
    assert.throws(
      () => buildAuthorizeUrl(odd),
      (error) => error instanceof OAuthError && error.code === "invalid_request",
    );
  }
  const url = buildAuthorizeUrl({ ...request, params: { "half\ud800": "pair\udc00" } });
  assert.equal(new URL(url).searchParams.get("half\ufffd"), "pair\ufffd");
});

/** What a module does in a process of its own, before which `prepare` has run. */
const inProcess = (prepare, module) =>
  execFileSync(process.execPath, ["--input-type=module", "--eval", `${prepare};${module}`], {
    cwd: import.meta.dirname,
    encoding: "utf8",
  }).trim();

test("[S50] import_needs_no_text_decoder", () => {
  const prepare = "for (const it of ['TextDecoder', 'TextEncoder', 'BroadcastChannel']) delete globalThis[it]";
  assert.equal(
    inProcess(prepare, "console.log(typeof (await import('../../pkg/dist/index.js')).createClient)"),
    "function",
  );
});

test("[S50] nothing_starts_at_module_level", () => {
  const prepare = "globalThis.WebAssembly = undefined";
  const module = `
    const { coolsms, createClient } = await import("../../pkg/dist/index.js");
    const provider = coolsms({ base: "https://proxy.example" });
    const client = createClient({ ...${JSON.stringify(config)}, provider });
    console.log(client.getStatus());
  `;
  assert.equal(inProcess(prepare, module), "unknown");
});

test("[S50] settings_are_read_as_soon_as_they_are_asked_for", () => {
  const { coolsms } = inline;
  assert.equal(coolsms({ base: "https://proxy.example/" }).apiBase, "https://proxy.example");
  assert.ok("tokenEndpoint" in coolsms());
  assert.equal({ ...coolsms(), id: "other" }.responseType, "token");
  assert.equal(JSON.parse(JSON.stringify(coolsms())).id, "coolsms");
});
