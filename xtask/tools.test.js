// Tests of what the scripts beside this one judge; `cargo xtask test --only server` runs them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { blocks } from "../tests/support/readme.mjs";
import { sourceFiles } from "./panics.js";
import { judge, judgeEntry } from "./size.js";
import { stack } from "./stack.js";
import { released } from "./version.js";

test("a byte too many fails where the tool chain is that of the budget", () => {
  const budget = { defaultEntry: 100, goal: 50, toolChain: "rustc 1.95.0" };
  assert.match(judge(budget, 100, "rustc 1.95.0"), /100 of its budget/);
  assert.throws(() => judge(budget, 101, "rustc 1.95.0"), /1 bytes over/);
  assert.match(judge(budget, 101, "rustc 1.96.0"), /not judged/);
  const own = JSON.parse(readFileSync(new URL("budget.json", import.meta.url), "utf8"));
  assert.match(judge(own, 0, own.toolChain), /budget/);
  judgeEntry({ capture: 100 }, "capture", 100);
  judgeEntry({ capture: 100 }, "index", 101);
  assert.throws(() => judgeEntry({ capture: 100 }, "capture", 101), /1 bytes over/);
});

test("a path is found wherever it stands in the module", () => {
  const module = "\0asm\x01is out of boundssrc/protocol/form.rssrc/protocol/scope.rs\0\xffsrc/protocol/form.rs\0";
  assert.deepEqual(sourceFiles(Buffer.from(module, "latin1")), ["src/protocol/form.rs", "src/protocol/scope.rs"]);
  assert.deepEqual(sourceFiles(Buffer.from("/home/a/src/client/call.rs")), ["src/client/call.rs"]);
  assert.deepEqual(sourceFiles(Buffer.from("src/protocol/ is a room; lib.rs")), []);
});

test("the deepest call is the sum of what its functions take", () => {
  const called = (name, taken, ...calls) =>
    ` (func ${name} (param $0 i32)\n  (global.set $global$0 (i32.sub (global.get $global$0) (i32.const ${taken})))\n` +
    `${calls.map((it) => `  (call ${it})\n`).join("")} )\n`;
  const of = (...functions) => stack(`(global $global$0 (mut i32) (i32.const 1024))\n${functions.join("")}`);
  const leaf = " (func $leaf\n  (nop)\n )\n";
  assert.deepEqual(of(called("$a", 48, "$b", "$leaf"), called("$b", 64, "$leaf"), leaf), { deepest: 112, size: 1024 });
  assert.deepEqual(of(leaf), { deepest: 0, size: 1024 });
  assert.throws(() => of(called("$a", 16, "$b"), called("$b", 16, "$a")), /calls itself/);
  assert.throws(() => of(" (func $a\n  (global.set $global$0 (local.get $0))\n )\n"), /unknown way/);
  assert.throws(() => of(" (func $a\n  (call_indirect $0 (type $0))\n )\n"), /nobody can name/);
});

test("what was unreleased gets the version and its day", () => {
  const text = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- This.\n\n## [0.1.0] - 2026-01-02\n\n- That.\n";
  const expected = text.replace("### Added", "## [0.2.0] - 2026-03-01\n\n### Added");
  assert.equal(released(text, "0.2.0", "2026-03-01"), expected);
});

test("nothing is released without entries, or twice", () => {
  const refused = (text) => assert.throws(() => released(text, "0.2.0", "2026-03-01"), /CHANGELOG.md/);
  refused("# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-02\n\n- That.\n");
  refused("# Changelog\n");
  refused("## [Unreleased]\n\n- This.\n\n## [0.2.0] - 2026-01-02\n\n- That.\n");
});

test("blocks of a README are given as they are", () => {
  const readme =
    "# A\n\n## One\n\n```sh\nls\n```\n\n```js\na();\n\nb();\n```\n\n```js\nc();\n```\n\n## Two\n\n```js\nd();\n```\n";
  assert.deepEqual(blocks(readme, "## One", "js"), ["a();\n\nb();\n", "c();\n"]);
  assert.deepEqual(blocks(readme, "## Two", "js"), ["d();\n"]);
  assert.deepEqual(blocks(readme, "## Two", "html"), []);
  assert.throws(() => blocks(readme, "## Three", "js"));
});
