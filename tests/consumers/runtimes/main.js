// Runs the app's module by each runtime, and prints who the token belongs to.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync } from "node:fs";
import { Miniflare } from "miniflare";

const expected = { session: null, status: "unknown", code: "no_browser", isExplained: true, compiled: 0 };

/** The program of a package that has one for each platform; install scripts would only have linked it. */
const program = (scope, path) => {
  const [platform] = readdirSync(`node_modules/${scope}`);
  const file = `node_modules/${scope}/${platform}/${path}`;
  chmodSync(file, 0o755);
  return file;
};
const RUNTIMES = {
  node: [process.execPath, []],
  bun: [program("@oven", "bin/bun"), []],
  deno: [program("@deno", "deno"), ["run", "--quiet"]],
};
for (const [name, [file, options]] of Object.entries(RUNTIMES)) {
  const said = execFileSync(file, [...options, "started.js"], { encoding: "utf8" });
  assert.deepEqual(JSON.parse(said), expected, name);
}

const edge = new Miniflare({ modules: true, scriptPath: "bundled.js", compatibilityDate: "2026-01-01" });
assert.deepEqual(await (await edge.dispatchFetch("http://localhost/")).json(), expected, "workerd");
await edge.dispose();

await import("./account.mjs");
