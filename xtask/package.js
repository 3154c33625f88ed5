// From the wasm module and the glue that wasm-bindgen wrote into target/pkg/glue to the package in pkg/dist:
// `node xtask/package.js`, or with `--dev` readable, without optimisation.
//
//   target/pkg/glue/ -- short names, wasm-opt --> target/pkg/coolsms-oauth2.wasm -- encode --> target/pkg/bytes.js ─┐
//   pkg/src/ ------------------------------------------------------------------------------------------ esbuild ───┴─> pkg/dist/
//   pkg/src/ ---------------------------------------------------------------------------------------------- tsc ─────> pkg/dist/types/
//
// The same sources give the same bytes.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { buildSync } from "esbuild";

import { measure } from "./measure.js";

const WASM = "coolsms-oauth2.wasm";
const SCRIPT = "coolsms-oauth2.js";
/** The entries that a bundler or a browser imports, and what they share. */
const MODULES = ["index.js", "shared.js", "wasm.js"];
/** The declarations that those of the entries import, and their own. All others describe internals. */
const DECLARATIONS = ["client", "entries/api", "entries/index", "entries/wasm", "error", "module/fetched", "types"].map(
  (name) => `${name}.d.ts`,
);

/** What makes it small. A second round finds what the first has laid open, and that most functions change nothing. */
const SMALL = ["-Oz", "--generate-global-effects", "-Oz"];
const STRIP = ["--strip-debug", "--strip-producers", "--strip-target-features"];
/**
 * The features that rustc uses by default for this target, which every supported browser has. By name, since
 * `--all-features` makes wasm-opt write modules that browsers refuse.
 */
const FEATURES = [
  "bulk-memory",
  "bulk-memory-opt",
  "call-indirect-overlong",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
].map((feature) => `--enable-${feature}`);

const root = resolve(import.meta.dirname, "..");
const entry = (name) => join(root, "pkg/src/entries", `${name}.ts`);
const dist = join(root, "pkg/dist");
const parts = join(root, "target/pkg");

/**
 * Drops what wasm-bindgen writes once for each function that is imported from the same file, where once for the file
 * would do: `"./snippets/…/file.js": import2,` after `…: import1,`. Bundlers warn of a key that is there twice.
 */
export function withoutRepeatedImports(glue) {
  const seen = new Set();
  const isNew = (line) => {
    const file = /^\s*"\.\/snippets\/(.*)": import/.exec(line)?.[1];
    if (file === undefined) return true;
    return !seen.has(file) && seen.add(file);
  };
  return glue.split("\n").filter(isNew).join("\n");
}

/**
 * Short names between the module and its glue, in both texts: the glue's JavaScript and the module's WebAssembly text.
 *
 * wasm-bindgen gives every import and closure a long name that ends in a hash. Both sides carry it, nobody reads it, and a
 * hash does not compress: of 37,000 bytes these names were 2,100. They are numbered in the order in which the glue first
 * names them, so that the same sources give the same names.
 */
export function shorten(glue, module) {
  const generated = String.raw`\b(?:__wbg|__wbindgen|wasm_bindgen)_\w*?_h?[0-9a-f]{16}\b`;
  const names = [...new Set(glue.match(new RegExp(generated, "g")))];
  const short = (name) => (names.includes(name) ? `_${names.indexOf(name).toString(16)}` : name);
  // The key under which the glue hands its functions to the module.
  const key = (text) => text.replaceAll('"./glue_bg.js"', '"_"');
  // In the module's text the names that count are strings; identifiers are the text's own affair.
  const inStrings = new RegExp(`"(${generated})"`, "g");
  return {
    glue: key(glue.replace(new RegExp(generated, "g"), short)),
    module: key(module.replace(inStrings, (_, name) => `"${short(name)}"`)),
  };
}

/**
 * Wasm as JavaScript text, a character for each byte.
 *
 * The letters a to z, `_` and the space stand for themselves: so compression finds the words of the module among those of
 * the script around it. The other bytes, in order, stand for the characters after the space that need no escape; the low
 * ones, which are most of a wasm module, come to ASCII. Almost nothing is lost to compression, 2 % where base64 costs
 * 37 %, and the text is the same after a bundler has been over it. `pkg/src/module/inline.ts` reads it.
 */
export function encode(bytes) {
  const own = /[a-z_ ]/;
  const needsEscape = /["\\\x7f-\xa0]/;
  const characters = [];
  let next = 0x20;
  for (let byte = 0; byte < 256; byte++) {
    const self = String.fromCharCode(byte);
    if (own.test(self)) {
      characters.push(self);
      continue;
    }
    while (own.test(String.fromCharCode(next)) || needsEscape.test(String.fromCharCode(next))) next++;
    characters.push(String.fromCharCode(next++));
  }
  return Array.from(bytes, (byte) => characters[byte]).join("");
}

/** The module, in target/pkg. */
function optimise(dev) {
  const [glue, bound] = [join(parts, "glue/glue.js"), join(parts, "glue/glue_bg.wasm")];
  const module = join(parts, WASM);
  let script = withoutRepeatedImports(readFileSync(glue, "utf8"));
  if (dev) {
    copyFileSync(bound, module);
  } else {
    const text = join(parts, "glue/glue_bg.wat");
    const binaryen = (tool, ...args) => {
      execFileSync(join(root, "xtask/node_modules/.bin", tool), [...args, ...FEATURES], { stdio: "inherit" });
    };
    binaryen("wasm-dis", bound, "--output", text);
    const renamed = shorten(script, readFileSync(text, "utf8"));
    script = renamed.glue;
    writeFileSync(text, renamed.module);
    binaryen("wasm-opt", text, ...SMALL, ...STRIP, "--output", module);
  }
  writeFileSync(glue, script);
  const bytes = readFileSync(module);
  // It throws where the module is not valid.
  new WebAssembly.Module(bytes);
  writeFileSync(join(parts, "bytes.js"), `export default "${encode(bytes)}";\n`);
  copyFileSync(module, join(dist, WASM));
}

function bundle(dev, options) {
  const built = { bundle: true, charset: "utf8", target: "es2022", logLevel: "warning", ...options };
  // The package logs nothing: what is dropped are warnings of the glue about calls that the package does not make.
  buildSync({ ...built, drop: ["console"], minify: !dev, sourcemap: dev && "inline" });
}

/**
 * Lets the module throw the package's own `OAuthError`. wasm-bindgen copied the crate's `error.js`, which stands in for it in
 * the tests of the crate alone: of one class, every error is an `instanceof` it, whoever throws it.
 */
function shareErrorClass() {
  const snippets = join(parts, "glue/snippets");
  const folders = readdirSync(snippets).filter((name) => name.startsWith("coolsms-oauth2-"));
  if (folders.length !== 1) throw new Error(`one folder of snippets is expected: ${folders}`);
  const folder = join(snippets, folders[0], "src/browser");
  const shared = relative(folder, join(root, "pkg/src/error.ts")).replaceAll("\\", "/");
  writeFileSync(join(folder, "error.js"), `export { OAuthError } from "${shared}";\n`);
}

function entries(dev) {
  const alias = { "#glue": join(parts, "glue/glue.js"), "#bytes": join(parts, "bytes.js") };

  const modules = { format: "esm", splitting: true, chunkNames: "shared", outdir: dist };
  bundle(dev, { ...modules, alias, entryPoints: [entry("index"), entry("wasm")] });
  const written = readdirSync(dist).filter((file) => file.endsWith(".js"));
  if (`${written.sort()}` !== `${MODULES}`) throw new Error(`esbuild is expected to write ${MODULES}: ${written}`);

  const script = { format: "iife", globalName: "CoolsmsOAuth2", alias, entryPoints: [entry("script")] };
  bundle(dev, { ...script, outfile: join(dist, SCRIPT) });
  // The same with the short waits of `waiting.quick.ts`, for tests in which a wait has to run out.
  bundle(dev, { ...script, conditions: ["quick"], outfile: join(parts, "quick", SCRIPT) });
  // The default entry as it arrives in an app's own bundle.
  bundle(false, { format: "esm", entryPoints: [join(dist, "index.js")], outfile: join(parts, "default-entry.js") });
}

/** Emits the declarations from the sources. TypeScript leaves `.ts` in the paths that they import. */
function declarations() {
  const emitted = join(parts, "types");
  const tsc = join(root, "xtask/node_modules/.bin/tsc");
  execFileSync(tsc, ["--project", join(root, "pkg"), "--outDir", emitted], { stdio: "inherit" });
  for (const file of DECLARATIONS) {
    const text = readFileSync(join(emitted, file), "utf8");
    const path = join(dist, "types", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text.replaceAll('.ts"', '.js"'));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dev = process.argv.includes("--dev");
  optimise(dev);
  shareErrorClass();
  entries(dev);
  declarations();
  // The hash by which a page pins the script-tag file.
  const { integrity } = measure(join(dist, SCRIPT));
  writeFileSync(join(dist, "sri.json"), `${JSON.stringify({ [SCRIPT]: integrity }, null, 2)}\n`);
  console.log(`${SCRIPT}: integrity="${integrity}"`);
}
