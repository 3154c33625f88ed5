// `coolsms-oauth2/vue` where there is no page. What it does in one is shown by the apps of `tests/consumers`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { install } from "./installed.js";

const load = install("vue");
const { createSSRApp } = await load("vue/index.mjs");
const { renderToString } = await load("vue/server-renderer/index.mjs");
const entry = await load("coolsms-oauth2/dist/vue.js");
const { createClient } = await load("coolsms-oauth2/dist/index.js");

const client = createClient({ clientId: "app", redirectUri: "/" });
const rendered = (setup, uses = true) => {
  const app = createSSRApp({ setup, render: () => "" });
  if (uses) app.use(entry.sessionPlugin, { client, navigate: assert.fail });
  app.config.warnHandler = () => {};
  return renderToString(app);
};

test("[S50] vue_renders_an_unknown_status_and_no_missing_scope", async () => {
  let seen;
  await rendered(() => {
    const { status, session, error } = entry.useSession();
    const { missing } = entry.useScopes(() => "cash:read");
    seen = [status.value, session.value, error.value, missing.value, entry.useClient() === client];
  });
  assert.deepEqual(seen, ["unknown", null, null, [], true]);
});

test("[S50] vue_guard_lets_everybody_pass_since_the_browser_asks_again", async () => {
  assert.equal(await entry.sessionGuard(client)({ fullPath: "/account" }), undefined);
});

for (const part of ["useClient", "useSession", "useScopes"]) {
  test(`vue_${part}_without_the_plugin_says_what_is_missing`, async () => {
    await assert.rejects(
      rendered(() => void entry[part]("a"), false),
      {
        name: "Error",
        message: "coolsms-oauth2/vue: no app.use(sessionPlugin) in this app",
      },
    );
  });
}
