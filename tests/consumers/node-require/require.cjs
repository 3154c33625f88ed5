// `require` gives the ECMAScript module itself: Node.js can since 20.19 and 22.12. An older one is imitated by its
// option: there `require` refuses, and CommonJS code says `await import(…)`.
const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const CoolsmsOAuth2 = require("coolsms-oauth2");

const inOlderNode = (code) =>
  execFileSync(process.execPath, ["--no-experimental-require-module", "--eval", code], { encoding: "utf8" }).trim();

async function main() {
  assert.equal(CoolsmsOAuth2, await import("coolsms-oauth2"), "one module, however it is loaded");
  assert.equal(inOlderNode(`try { require("coolsms-oauth2") } catch ({ code }) { console.log(code) }`), "ERR_REQUIRE_ESM");
  assert.equal(inOlderNode(`import("coolsms-oauth2").then((all) => console.log(typeof all.createClient))`), "function");
  await import("./account.mjs");
}

main();
