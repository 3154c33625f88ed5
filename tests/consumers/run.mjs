// `cargo xtask consumers`: apps that install the packed package, each with tools of its own, are built, served and signed in to,
// one after the other, and a table is printed: `node tests/consumers/run.mjs TARBALL NAME…`, or `--quick` for those whose tools
// are installed in a moment; without a name, all. One that fails does not keep the next from its turn.
//
//   pkg/ -- npm pack --> coolsms-oauth2-….tgz ────────────────────────────┐
//   pkg/README.md -- the recipes ─┐                                       │
//   tests/consumers/shared/ ──────┼─> target/consumers/<name> -- npm install, build --> pages -- a browser --> passed
//   tests/consumers/<name>/ ──────┤
//   tests/consumers/apps.mjs ─────┘
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

import { APPS, BEFORE } from "./apps.mjs";

const here = import.meta.dirname;
const target = resolve(here, "../../target");
const [tarball, ...wanted] = process.argv.slice(2);
const { PATH: path } = process.env;

const all = Object.keys(APPS);

function chosen() {
  if (wanted.includes("--quick")) return all.filter((name) => APPS[name].quick);
  const unknown = wanted.find((name) => !all.includes(name));
  if (unknown) throw new Error(`there is no consumer \`${unknown}\`; there are: ${all.join(" ")}`);
  return wanted.length > 0 ? wanted : all;
}

/** Puts the Node.js first that the consumer's tools need, where it names one. It is installed once, and stays. */
function useItsNode(name) {
  process.env.PATH = path;
  if (!APPS[name].node) return;
  const node = `node@${APPS[name].node}`;
  const folder = join(target, "consumers", node);
  if (!existsSync(join(folder, "node_modules/.bin/node"))) {
    mkdirSync(folder, { recursive: true });
    act(name, "installing Node.js", "npm", "install", "--no-save", `--before=${BEFORE}`, "--prefix", folder, node);
  }
  process.env.PATH = join(folder, "node_modules/.bin") + delimiter + path;
}

/** Runs a step, and returns the last line that it printed. */
function act(name, doing, program, ...args) {
  console.log(`${name.padEnd(26)} ${doing} …`);
  const file = join(target, "xtask", `consumers-${name}-${doing.replaceAll(" ", "-")}.log`);
  const log = openSync(file, "w");
  const { status, error } = spawnSync(program, args, { stdio: ["ignore", log, log] });
  closeSync(log);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  if (status !== 0) throw new Error(`${error ?? lines.slice(-15).join("\n  ")}\n  (all of it: ${file})`);
  return lines.at(-1);
}

/** From nothing to a sign-in. Returns the version of its tool, and what the package adds to its pages. */
function take(name) {
  useItsNode(name);
  const build = (...args) => JSON.parse(act(name, ...args));
  const builder = join(here, "build.mjs");
  const { version, bytes } = build("building", process.execPath, builder, name, tarball);
  const visit = ["run", "--quiet", "--package", "browser", "--bin", "consumer", "--", join(target, "consumers", name)];
  act(name, "signing in", process.env.CARGO ?? "cargo", ...visit);
  if (bytes === null) return { version, added: "–" };
  return {
    version,
    added: bytes - build("building without the package", process.execPath, builder, name, "--without").bytes,
  };
}

const rows = [["consumer", "version", "passed", "added", "seconds"]];
mkdirSync(join(target, "xtask"), { recursive: true });
for (const name of chosen()) {
  console.log();
  const started = performance.now();
  let row = ["–", "NO", "–"];
  try {
    const { version, added } = take(name);
    row = [version, "yes", added];
    console.log(`test ${name} ... ok`);
  } catch (error) {
    console.log(`error: ${error.message}\ntest ${name} ... FAILED`);
    process.exitCode = 1;
  }
  // Some hundred megabytes each; what was built stays where something failed.
  const folder = join(target, "consumers", name);
  rmSync(row[1] === "yes" ? folder : join(folder, "node_modules"), { recursive: true, force: true });
  rows.push([name, ...row, ((performance.now() - started) / 1000).toFixed(1)]);
}
console.log();
for (const [name, version, passed, added, seconds] of rows) {
  const end = `${added}`.padStart(7) + seconds.padStart(9);
  console.log(name.padEnd(24) + version.padEnd(24) + passed.padEnd(8) + end);
}
console.log("added: bytes after brotli, of the same pages with the package and without it");
