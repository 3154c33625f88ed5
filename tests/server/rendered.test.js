// The entries for frameworks where there is no page, as on a server that renders one. What they do in a page is shown by the
// apps of `tests/consumers`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { install } from "./installed.js";

const load = install("rendered");
const { createElement } = (await load("react/index.js")).default;
const { renderToString } = (await load("react-dom/server.node.js")).default;
const svelte = await load("svelte/src/server/index.js");
const { createSSRApp, unref } = await load("vue/index.mjs");
const vueServer = await load("vue/server-renderer/index.mjs");
const { createClient } = await load("coolsms-oauth2/dist/index.js");
const [ofReact, ofSvelte, ofVue] = await Promise.all(
  ["react", "svelte", "vue"].map((name) => load(`coolsms-oauth2/dist/${name}.js`)),
);

const client = createClient({ clientId: "app", redirectUri: "/" });
const PARTS = ["useClient", "useSession", "useScopes"];

/** Each has a way to render a component that does something, below what provides the client or without that. */
const FRAMEWORKS = {
  react: {
    entry: ofReact,
    scope: "cash:read",
    parts: [...PARTS, "RequireSession"],
    missing: "no <SessionProvider> above this component",
    render: (act, isProvided) => renderToString(isProvided ? inReact(createElement(act)) : createElement(act)),
    guard: () => ofReact.requireSession(client, { request: { url: "https://app.example/account" } }),
  },
  svelte: {
    entry: ofSvelte,
    scope: () => "cash:read",
    missing: "no provideSession() above this component",
    render: (act, isProvided) =>
      // As Svelte compiles components for a server; they are rendered when the result is read.
      svelte.render((renderer) => {
        renderer.component(() => {
          if (isProvided) ofSvelte.provideSession(client, assert.fail);
          renderer.component(act);
        });
      }).body,
    guard: () => ofSvelte.requireSession(client, { url: new URL("https://app.example/account") }),
  },
  vue: {
    entry: ofVue,
    scope: () => "cash:read",
    missing: "no app.use(sessionPlugin) in this app",
    render: (act, isProvided) => {
      const app = createSSRApp({ setup: () => void act(), render: () => "" });
      if (isProvided) app.use(ofVue.sessionPlugin, { client, navigate: assert.fail });
      app.config.warnHandler = () => {};
      return vueServer.renderToString(app);
    },
    guard: () => ofVue.sessionGuard(client)({ fullPath: "/account" }),
  },
};

const inReact = (child) => createElement(ofReact.SessionProvider, { client, navigate: assert.fail }, child);

for (const [name, { entry, scope, parts = PARTS, missing, render, guard }] of Object.entries(FRAMEWORKS)) {
  test(`[S50] ${name}_renders_an_unknown_status_and_no_missing_scope`, async () => {
    let seen;
    const look = () => {
      const { status, session, error } = entry.useSession();
      // What Vue gives are references.
      seen = [...[status, session, error, entry.useScopes(scope).missing].map(unref), entry.useClient() === client];
      return null;
    };
    await render(look, true);
    assert.deepEqual(seen, ["unknown", null, null, [], true]);
  });

  test(`[S50] ${name}_guard_of_routes_lets_everybody_pass_since_the_browser_asks_again`, async () => {
    assert.equal(await guard(), name === "vue" ? undefined : null);
  });

  for (const part of parts) {
    test(`${name}_${part}_without_a_client_says_what_is_missing`, async () => {
      const message = `coolsms-oauth2/${name}: ${missing}`;
      await assert.rejects(async () => render(() => entry[part]("a"), false), { name: "Error", message });
    });
  }
}

test("[S50] react_guard_renders_its_fallback_and_neither_what_it_guards_nor_the_way_in", () => {
  const guard = createElement(ofReact.RequireSession, { fallback: "wait", signedOut: () => "in" }, "secret");
  assert.equal(renderToString(inReact(guard)), "wait");
});
