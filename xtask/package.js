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
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { buildSync } from "esbuild";

import { measure } from "./measure.js";

const WASM = "coolsms-oauth2.wasm";
const SCRIPT = "coolsms-oauth2.js";
/** The entries that a bundler or a browser imports, and what they share. */
const MODULES = ["index.js", "shared.js", "testing.js", "wasm.js"];
/** The entries for frameworks: a file each, which imports its framework and nothing else. */
export const FRAMEWORKS = ["react", "vue", "svelte"];
/** The entry that takes a response out of the URL: a module and a classic script alike. */
const CAPTURE = "capture.js";
/** The declarations that those of the entries import, and their own. All others describe internals. */
const DECLARATIONS = [
  "client",
  "entries/api",
  "entries/capture",
  "entries/index",
  "entries/wasm",
  "entries/testing",
  ...FRAMEWORKS.map((name) => `entries/${name}`),
  "error",
  ...["scopes", "store"].map((name) => `frameworks/${name}`),
  "module/fetched",
  "types",
].map((name) => `${name}.d.ts`);

/**
 * What makes it small. A second round finds what the first has laid open, and that most functions change nothing. Compression
 * likes small functions in the place of their calls.
 */
const SMALL = ["-Oz", "--always-inline-max-function-size=5", "--generate-global-effects", "-Oz", "--reorder-functions"];
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

const NAMES = ["run", "--quiet", "--package", "coolsms-oauth2", "--bin", "names"];

const root = resolve(import.meta.dirname, "..");
const entry = (name) => join(root, "pkg/src/entries", `${name}.ts`);
const dist = join(root, "pkg/dist");
const parts = join(root, "target/pkg");

/**
 * Ties the module to its imports under names of one or two letters: gives the module's text with these names, and a script
 * that exports them as `imports`.
 *
 * wasm-bindgen gives its imports long names that end in a hash, and writes a loader that this package does not need. Of the
 * exports, those that nobody names are dropped: `keep` are the glue's, and names without underscores are the crate's own.
 */
export function shorten(module, keep) {
  const files = new Map();
  let count = 0;
  const letters = (index) =>
    (index < 26 ? "" : letters(Math.floor(index / 26) - 1)) + String.fromCharCode(97 + (index % 26));
  const renamed = module
    .replace(/\(import "([^"]+)" "([^"]+)"/g, (_, file, name) => {
      const short = letters(count++);
      files.set(file, [...(files.get(file) ?? []), `${name} as $${short}`]);
      return `(import "_" "${short}"`;
    })
    .replace(/\(export "(\w+)" .*\n/g, (line, name) => (name.startsWith("__") && !keep(name) ? "\n" : line));
  const table = Array.from({ length: count }, (_, index) => `${letters(index)}: $${letters(index)}`);
  return {
    module: renamed,
    script: [
      ...[...files].map(([file, names]) => `import { ${names.join(", ")} } from "${file}";`),
      'export { __wbg_set_wasm as setWasm } from "./glue_bg.js";',
      `export const imports = { _: { ${table.join(", ")} } };`,
      "",
    ].join("\n"),
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

/**
 * The glue, where it reads and writes text only as soon as it is asked to: some test environments import the package without
 * having a decoder.
 */
export function lazyCodecs(glue) {
  const changes = [
    [
      "let cachedTextDecoder = new TextDecoder(",
      'let cachedTextDecoder = typeof TextDecoder !== "undefined" && new TextDecoder(',
    ],
    ["\ncachedTextDecoder.decode();", "\nif (cachedTextDecoder) cachedTextDecoder.decode();"],
    [
      "const cachedTextEncoder = new TextEncoder();",
      'const cachedTextEncoder = typeof TextEncoder !== "undefined" && new TextEncoder();',
    ],
  ];
  return changes.reduce((text, [find, replace]) => {
    if (text.split(find).length !== 2) throw new Error(`the glue is expected to have once: ${find}`);
    return text.replace(find, replace);
  }, glue);
}

/** The module, in target/pkg. */
function optimise(dev) {
  const [glue, bound] = [join(parts, "glue/glue_bg.js"), join(parts, "glue/glue_bg.wasm")];
  const [module, text] = [join(parts, WASM), join(parts, "glue/glue_bg.wat")];
  const binaryen = (tool, ...args) => {
    execFileSync(join(root, "xtask/node_modules/.bin", tool), [...args, ...FEATURES], { stdio: "inherit" });
  };
  binaryen("wasm-dis", bound, "--output", text);
  const handwritten = lazyCodecs(readFileSync(glue, "utf8"));
  writeFileSync(glue, handwritten);
  const isUsed = (name) => name === "__stack_pointer" || handwritten.includes(`wasm.${name}`);
  const short = shorten(readFileSync(text, "utf8"), isUsed);
  writeFileSync(join(parts, "glue/glue.js"), short.script);
  writeFileSync(text, short.module);
  if (dev) binaryen("wasm-as", text, "--debuginfo", "--output", module);
  else binaryen("wasm-opt", text, ...SMALL, ...STRIP, "--output", module);
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

/** The crate's own JavaScript, where wasm-bindgen has copied it: the module and the package share one table of values. */
function host() {
  const snippets = join(parts, "glue/snippets");
  const folders = readdirSync(snippets).filter((name) => name.startsWith("coolsms-oauth2-"));
  if (folders.length !== 1) throw new Error(`one folder of snippets is expected: ${folders}`);
  return join(snippets, folders[0], "src/host/host.js");
}

async function entries(dev) {
  const alias = {
    "#glue": join(parts, "glue/glue.js"),
    "#host": host(),
    "#bytes": join(parts, "bytes.js"),
    "#names": join(parts, "names.js"),
    "#api-scopes": join(parts, "api_scopes.js"),
  };

  // What the module says of CoolSMS's API, for the entry that does without it.
  const preset = join(parts, "preset.js");
  bundle(dev, { format: "esm", alias, entryPoints: [entry("index")], outfile: preset });
  const { apiScopes } = (await import(pathToFileURL(preset))).coolsms();
  writeFileSync(join(parts, "api_scopes.js"), `export default ${JSON.stringify(apiScopes)};\n`);

  const modules = { format: "esm", splitting: true, chunkNames: "shared", outdir: dist };
  bundle(dev, { ...modules, alias, entryPoints: ["index", "wasm", "testing"].map(entry) });
  const written = readdirSync(dist).filter((file) => file.endsWith(".js"));
  if (`${written.sort()}` !== `${MODULES}`) throw new Error(`esbuild is expected to write ${MODULES}: ${written}`);

  bundle(dev, {
    format: "esm",
    external: [...FRAMEWORKS, "svelte/*"],
    entryPoints: FRAMEWORKS.map(entry),
    outdir: dist,
  });
  bundle(dev, { format: "iife", alias, entryPoints: [entry("capture")], outfile: join(dist, CAPTURE) });
  const script = { format: "iife", alias, entryPoints: [entry("script")] };
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
    // What is imported for its effect alone has no types.
    writeFileSync(path, text.replaceAll(/^import "[^"]*";\n/gm, "").replaceAll('.ts"', '.js"'));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dev = process.argv.includes("--dev");
  optimise(dev);
  // What the core says of itself (`pkg/names.rs`).
  writeFileSync(join(parts, "names.js"), execFileSync(process.env.CARGO ?? "cargo", NAMES, { cwd: root }));
  await entries(dev);
  declarations();
  // The hashes by which a page pins the scripts.
  const hashes = Object.fromEntries([SCRIPT, CAPTURE].map((name) => [name, measure(join(dist, name)).integrity]));
  writeFileSync(join(dist, "sri.json"), `${JSON.stringify(hashes, null, 2)}\n`);
  console.log(`${SCRIPT}: integrity="${hashes[SCRIPT]}"`);
}
