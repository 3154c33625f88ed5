// What npm would publish: what is in the tarball, what must not be, and how tools that know other resolvers see it.
// `node xtask/tarball.js TARBALL`; with `--library-as-it-comes` for a module that is not the one to publish, since the
// standard library was not built along with it.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

import { check, run } from "./check.js";
import { sourceFiles } from "./panics.js";
import { version } from "./version.js";

/**
 * Each file, and how many bytes it may have as it is. What is downloaded is judged after compression, by `size.js`; these
 * tell what slips in, or grows without a reason.
 */
const FILES = {
  "API.md": 95_000,
  "LICENSE-APACHE": 11_000,
  "LICENSE-MIT": 1_100,
  "README.ko.md": 6_000,
  "README.md": 8_500,
  "dist/capture.js": 2_300,
  "dist/coolsms-oauth2-explain.js": 8_000,
  "dist/coolsms-oauth2.js": 52_000,
  "dist/coolsms-oauth2.wasm": 21_000,
  "dist/development/coolsms-oauth2.js": 95_000,
  "dist/development/coolsms-oauth2.wasm": 25_000,
  "dist/development/index.js": 32_000,
  "dist/development/shared.js": 65_000,
  "dist/development/testing.js": 9_000,
  "dist/development/wasm.js": 2_000,
  "dist/explain.js": 8_000,
  "dist/index.js": 30_000,
  "dist/react.js": 2_300,
  "dist/shared.js": 25_000,
  "dist/sri.json": 310,
  "dist/svelte.js": 2_100,
  "dist/testing.js": 5_500,
  "dist/types/client.d.ts": 1_000,
  "dist/types/entries/api.d.ts": 6_000,
  "dist/types/entries/capture.d.ts": 400,
  "dist/types/entries/explain-script.d.ts": 700,
  "dist/types/entries/explain.d.ts": 2_500,
  "dist/types/entries/index.d.ts": 500,
  "dist/types/entries/react.d.ts": 6_500,
  "dist/types/entries/script.d.ts": 800,
  "dist/types/entries/svelte.d.ts": 6_000,
  "dist/types/entries/testing.d.ts": 6_000,
  "dist/types/entries/vue.d.ts": 6_000,
  "dist/types/entries/wasm.d.ts": 500,
  "dist/types/error.d.ts": 7_000,
  "dist/types/error_code.d.ts": 7_000,
  "dist/types/frameworks/scopes.d.ts": 1_000,
  "dist/types/frameworks/store.d.ts": 2_500,
  "dist/types/module/fetched.d.ts": 1_100,
  "dist/types/types.d.ts": 22_000,
  "dist/vue.js": 2_300,
  "dist/wasm.js": 1_100,
  "openapi.json": 13_000,
  "package.json": 3_400,
};

const root = resolve(import.meta.dirname, "..");
/** What tells of the machine that built it: where machines keep people's files, and where this one does. */
const TRACES = ["/home/", "/root/", "/Users/", "\\Users\\", "/runner/", root, homedir()];

const [tarball, asItComes] = process.argv.slice(2);
const folder = join(root, "target/npm/unpacked");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
execFileSync("tar", ["--strip-components=1", "-xzf", tarball, "-C", folder]);
const all = readdirSync(folder, { recursive: true }).filter((file) => statSync(join(folder, file)).isFile());

function refuse(problems) {
  if (problems.length > 0) throw new Error(problems.join("; "));
}

check("one version", version);

check("files and their sizes", () => {
  const problems = Object.keys(FILES)
    .filter((file) => !all.includes(file))
    .map((file) => `${file} is missing`);
  for (const file of all.sort()) {
    const { size } = statSync(join(folder, file));
    console.log(`${`${size}`.padStart(9)}  ${file}`);
    if (!(file in FILES)) problems.push(`${file} does not belong there`);
    else if (size > FILES[file]) problems.push(`${file} has ${size} bytes, of ${FILES[file]} that it may have`);
  }
  refuse(problems);
});

check("no traces of this machine", () => {
  const found = all.flatMap((file) => {
    const bytes = readFileSync(join(folder, file));
    return TRACES.filter((trace) => bytes.includes(trace)).map((trace) => `${file} holds ${trace}`);
  });
  const sources = sourceFiles(readFileSync(join(folder, "dist/coolsms-oauth2.wasm")));
  if (asItComes) console.log(`not the module to publish: its library came as it is, and names ${sources.length} files`);
  else found.push(...sources.map((file) => `the module names ${file}`));
  refuse(found);
});

// Nothing that publint says is ignored.
const bin = join(import.meta.dirname, "node_modules/.bin");
check("publint", () => run(join(bin, "publint"), "run", "--strict", "--pack=false", folder));

// `esm-only` leaves out two ways of resolving: that of TypeScript before 4.7 (`node10`), which knows no `exports`, so that it
// finds the default entry by `main` and `types` (`tests/types` compiles with it) and `coolsms-oauth2/wasm` not at all; and
// `require` from CommonJS, since the package is an ES module. The WebAssembly file and the scripts have no types.
const options = ["--profile", "esm-only", "--no-emoji", "--no-color", "--exclude-entrypoints"];
const untyped = ["./coolsms-oauth2.wasm", "./coolsms-oauth2.js", "./coolsms-oauth2-explain.js"];
check("are the types wrong", () => run(join(bin, "attw"), tarball, ...options, ...untyped));
