// `coolsms-oauth2/react` where there is no page. What it does in one is shown by the apps of `tests/consumers`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { install } from "./installed.js";

const load = install("react");
const { default: React } = await load("react/index.js");
const { default: server } = await load("react-dom/server.node.js");
const entry = await load("coolsms-oauth2/dist/react.js");
const { createClient } = await load("coolsms-oauth2/dist/index.js");
const { createElement } = React;

const client = createClient({ clientId: "app", redirectUri: "/" });
const Show = () => {
  const { status, session, error } = entry.useSession();
  const { missing } = entry.useScopes("cash:read");
  return JSON.stringify({ status, session, error, missing, isClient: entry.useClient() === client });
};

test("[S50] react_renders_an_unknown_status_and_no_missing_scope", () => {
  const app = createElement(entry.SessionProvider, { client, navigate: assert.fail }, createElement(Show));
  const shown = JSON.parse(server.renderToString(app).replaceAll("&quot;", '"'));
  assert.deepEqual(shown, { status: "unknown", session: null, error: null, missing: [], isClient: true });
});

test("[S50] react_guard_renders_its_fallback_and_neither_what_it_guards_nor_the_way_in", () => {
  const guard = createElement(entry.RequireSession, { fallback: "wait", signedOut: () => "in" }, "secret");
  const app = createElement(entry.SessionProvider, { client, navigate: assert.fail }, guard);
  assert.equal(server.renderToString(app), "wait");
});

test("[S50] react_loader_lets_everybody_pass_since_the_browser_asks_again", async () => {
  assert.equal(await entry.requireSession(client, { request: { url: "https://app.example/account" } }), null);
});

for (const part of ["useClient", "useSession", "useScopes", "RequireSession"]) {
  test(`react_${part}_outside_the_provider_says_what_is_missing`, () => {
    const Outside = () => entry[part]({}) ?? null;
    assert.throws(() => server.renderToString(createElement(Outside)), {
      name: "Error",
      message: "coolsms-oauth2/react: no <SessionProvider> above this component",
    });
  });
}
