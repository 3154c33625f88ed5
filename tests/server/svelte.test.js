// `coolsms-oauth2/svelte` where there is no page. What it does in one is shown by the app `tests/consumers/sveltekit`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { install } from "./installed.js";

const load = install("svelte");
const { render } = await load("svelte/src/server/index.js");
const entry = await load("coolsms-oauth2/dist/svelte.js");
const { createClient } = await load("coolsms-oauth2/dist/index.js");

const client = createClient({ clientId: "app", redirectUri: "/" });
/** What a component below one that provides the client sees, as Svelte compiles components for a server. */
const seenBelow = (look, provides = true) => {
  let seen;
  const { body } = render((renderer) => {
    renderer.component(() => {
      if (provides) entry.provideSession(client, assert.fail);
      renderer.component(() => {
        seen = look();
      });
    });
  });
  assert.equal(typeof body, "string");
  return seen;
};

test("[S50] svelte_renders_an_unknown_status_and_no_missing_scope", () => {
  const seen = seenBelow(() => {
    const { status, session, error } = entry.useSession();
    return [status, session, error, entry.useScopes(() => "cash:read").missing, entry.useClient() === client];
  });
  assert.deepEqual(seen, ["unknown", null, null, [], true]);
});

test("[S50] svelte_guard_lets_everybody_pass_since_the_browser_asks_again", async () => {
  assert.equal(await entry.requireSession(client, { url: new URL("https://app.example/account") }), null);
});

for (const part of ["useClient", "useSession", "useScopes"]) {
  test(`svelte_${part}_without_the_context_says_what_is_missing`, () => {
    assert.throws(() => seenBelow(() => entry[part]("a"), false), {
      name: "Error",
      message: "coolsms-oauth2/svelte: no provideSession() above this component",
    });
  });
}
