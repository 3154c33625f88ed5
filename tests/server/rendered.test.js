// The entries for frameworks: where there is no page, as on a server that renders one; and what they share, in as much of a page
// as that asks for. What each does in a page is shown by the apps of `tests/consumers`.
import assert from "node:assert/strict";
import { once } from "node:events";
import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { pathToFileURL } from "node:url";

// The package beside the frameworks, as npm would install them: a framework is found from the folder of the package, which a
// checkout does not have.
const root = resolve(import.meta.dirname, "../..");
const modules = join(root, "target/server/node_modules");
rmSync(modules, { recursive: true, force: true });
mkdirSync(modules, { recursive: true });
for (const framework of ["react", "react-dom", "vue", "svelte"]) {
  symlinkSync(join(root, "xtask/node_modules", framework), join(modules, framework));
}
for (const part of ["package.json", "dist"]) {
  cpSync(join(root, "pkg", part), join(modules, "coolsms-oauth2", part), { recursive: true });
}
const load = (path) => import(pathToFileURL(join(modules, path)));

const { createElement } = (await load("react/index.js")).default;
const { renderToString } = (await load("react-dom/server.node.js")).default;
const svelte = await load("svelte/src/server/index.js");
const { createSSRApp, unref } = await load("vue/index.mjs");
const vueServer = await load("vue/server-renderer/index.mjs");
const { createClient } = await load("coolsms-oauth2/dist/index.js");
const { createTestClient } = await load("coolsms-oauth2/dist/testing.js");
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

/** A test in a page: the plugin and the guard of Vue are the thinnest around what the entries share. */
const inPage = (name, check) =>
  test(name, async (context) => {
    globalThis.window = globalThis;
    context.after(() => delete globalThis.window);
    await check(context);
  });

const start = (client, navigate) => {
  const app = { provide() {}, mount() {} };
  ofVue.sessionPlugin(app, { client, navigate });
  app.mount();
};

inPage("navigation_that_throws_is_reported_and_the_guard_guards_all_the_same", async (context) => {
  // The runner takes what is reported for a failure of the test.
  const ofTheRunner = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  context.after(() => {
    for (const listener of ofTheRunner) process.on("unhandledRejection", listener);
  });
  const client = createTestClient({ callback: { returnTo: "/account" } });
  const thrown = new Error("of the router");
  const reported = once(process, "unhandledRejection");
  const places = [];
  start(client, (to) => {
    places.push(to);
    throw thrown;
  });
  assert.equal((await reported)[0], thrown);
  start(client, assert.fail);
  const guard = ofVue.sessionGuard(client);
  await guard({ fullPath: "/account" });
  assert.deepEqual([places, client.redirects], [["/account"], []]);
  await client.signOut();
  guard({ fullPath: "/account" });
  await turn();
  assert.equal(client.redirects.length, 1);
});

inPage("guard_waits_for_other_tabs_each_time_that_they_are_asked", async () => {
  const client = createTestClient({ session: null });
  start(client, assert.fail);
  await turn();
  // As after a return from the back/forward cache.
  const later = createTestClient({ status: "unknown" });
  const { getStatus, getSession, ready } = later;
  Object.assign(client, { getStatus, getSession, ready });
  const passed = ofVue.sessionGuard(client)({ fullPath: "/account" });
  await turn();
  later.setSession({});
  await passed;
  assert.deepEqual(client.redirects, []);
});

inPage("guard_leaves_once_and_not_again_after_a_failure", async () => {
  const client = createTestClient({ session: null });
  let attempts = 0;
  client.signInWithRedirect = async () => {
    attempts++;
    await turn();
    throw new Error("of the browser");
  };
  const guard = ofVue.sessionGuard(client);
  await Promise.all([guard({ fullPath: "/a" }), guard({ fullPath: "/b" })]);
  await guard({ fullPath: "/a" });
  assert.equal(attempts, 1);
});
