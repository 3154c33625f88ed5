// After many calls with hostile arguments under hostile built-ins the package works as before, and its memory and stack are as
// they were. `hostile_calls.js` makes more of them, by hand.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

test("[S39] hostile_calls_leave_the_package_as_it_was", () => {
  const program = join(import.meta.dirname, "hostile_calls.js");
  const told = JSON.parse(execFileSync(process.execPath, [program], { encoding: "utf8" }));
  assert.equal(told.calls, 20_000);
  assert.equal(told.well, told.good);
  assert.ok(told.good >= 20);
  assert.equal(told.stackGrowth, 0, "in bytes");
  // The longest texts differ from run to run: a few pages of 64 KiB.
  assert.ok(told.memoryGrowth <= 8 * 65_536, `${told.memoryGrowth} bytes`);
});
