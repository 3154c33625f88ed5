// Tests of what the workflows at GitHub may do; `cargo xtask test --only server` runs them.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../.github/workflows/", import.meta.url);
const files = readdirSync(folder);
const read = (file) => readFileSync(new URL(file, folder), "utf8");

/** The jobs of a workflow: its text from one line with two spaces before a name to the next. */
const jobsOf = (workflow) =>
  workflow
    .slice(workflow.indexOf("\njobs:\n"))
    .split(/\n(?= {2}[\w-]+:\n)/)
    .slice(1);

test("every action is named by its commit, with the version beside it", () => {
  for (const file of files) {
    const used = read(file).match(/\buses:.*/g);
    assert.ok(used.length > 0, file);
    for (const action of used) assert.match(action, /^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, file);
  }
});

test("no workflow may write, and the job that publishes may do nothing else and gets only what was packed", () => {
  for (const file of files) {
    const workflow = read(file);
    assert.match(workflow, /^permissions:( \{\}|\n {2}contents: read\n)/m, file);
    const writing = jobsOf(workflow).filter((job) => /: write\b/.test(job));
    assert.equal(writing.length, file === "release.yml" ? 1 : 0, file);
    for (const job of writing) {
      assert.match(job, /\n {4}permissions:\n {6}id-token: write\b.*\n {4}steps:/);
      assert.match(job, /\n {4}needs: test\n/);
      assert.doesNotMatch(job, /checkout|actions\/cache|cargo|\.ci\/run|npm (ci|install|i|exec|run)\b|npx/);
      assert.match(job, /npm publish \.\/package\.tgz --ignore-scripts /);
    }
  }
});
