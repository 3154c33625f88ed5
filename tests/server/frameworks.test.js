// What the entries for frameworks share, in as much of a page as it asks for: the plugin and the guard of Vue are the thinnest
// around it.
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { install } from "./installed.js";

globalThis.window = globalThis;
const load = install("frameworks");
const { sessionGuard, sessionPlugin } = await load("coolsms-oauth2/dist/vue.js");
const { createTestClient } = await load("coolsms-oauth2/dist/testing.js");

const start = (client, navigate) => {
  const app = { provide() {}, mount() {} };
  sessionPlugin(app, { client, navigate });
  app.mount();
};

test("navigation_that_throws_is_reported_and_the_guard_guards_all_the_same", async (context) => {
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
  const guard = sessionGuard(client);
  await guard({ fullPath: "/account" });
  assert.deepEqual([places, client.redirects], [["/account"], []]);
  await client.signOut();
  guard({ fullPath: "/account" });
  await turn();
  assert.equal(client.redirects.length, 1);
});

test("guard_waits_for_other_tabs_each_time_that_they_are_asked", async () => {
  const client = createTestClient({ session: null });
  start(client, assert.fail);
  await turn();
  // As after a return from the back/forward cache.
  const later = createTestClient({ status: "unknown" });
  const { getStatus, getSession, ready } = later;
  Object.assign(client, { getStatus, getSession, ready });
  const passed = sessionGuard(client)({ fullPath: "/account" });
  await turn();
  later.setSession({});
  await passed;
  assert.deepEqual(client.redirects, []);
});

test("guard_leaves_once_and_not_again_after_a_failure", async () => {
  const client = createTestClient({ session: null });
  let attempts = 0;
  client.signInWithRedirect = async () => {
    attempts++;
    await turn();
    throw new Error("of the browser");
  };
  const guard = sessionGuard(client);
  await Promise.all([guard({ fullPath: "/a" }), guard({ fullPath: "/b" })]);
  await guard({ fullPath: "/a" });
  assert.equal(attempts, 1);
});
