// From the wasm module and the glue that wasm-bindgen wrote into target/pkg/glue to the package in pkg/dist:
// `node xtask/package.js`, or with `--dev` readable, without optimisation.
//
//   target/pkg/glue/ -- short names, wasm-opt --> target/pkg/coolsms-oauth2.wasm -- encode --> target/pkg/bytes.js ─┐
//   pkg/src/ ------------------------------------------------------------------------------------------ esbuild ───┴─> pkg/dist/
//   pkg/src/ ---------------------------------------------------------------------------------------------- tsc ─────> pkg/dist/types/
//
// And all but the declarations once more, for development, in folders of that name: there the errors have long messages.
//
// The same sources give the same bytes.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { buildSync } from "esbuild";
import { minify_sync as minify } from "terser";

import { measure } from "./measure.js";
import { bytesModule } from "./module_text.js";

const WASM = "coolsms-oauth2.wasm";
const SCRIPT = "coolsms-oauth2.js";
/** The entries that a bundler or a browser imports, and what they share. */
const MODULES = ["index.js", "shared.js", "testing.js", "wasm.js"];
/** The entries for frameworks: a file each, which imports its framework and nothing else. */
export const FRAMEWORKS = ["react", "vue", "svelte"];
const CAPTURE = "capture.js";
const EXPLAIN_SCRIPT = "coolsms-oauth2-explain.js";
/** The entries that need no module, each a file of its own. `capture.js` is a module and a classic script alike. */
const ALONE = [
  ["capture", "iife", CAPTURE],
  ["explain", "esm", "explain.js"],
  ["explain-script", "iife", EXPLAIN_SCRIPT],
];
/** The declarations that those of the entries import, and their own. All others describe internals. */
const DECLARATIONS = [
  "client",
  "entries/api",
  "entries/capture",
  "entries/explain",
  "entries/explain-script",
  "entries/index",
  "entries/script",
  "entries/wasm",
  "entries/testing",
  ...FRAMEWORKS.map((name) => `entries/${name}`),
  "error",
  "error_code",
  ...["scopes", "store"].map((name) => `frameworks/${name}`),
  "module/fetched",
  "types",
].map((name) => `${name}.d.ts`);

/**
 * What makes it small. A second round finds what the first has laid open, and that most functions change nothing. Compression
 * likes small functions in the place of their calls, and large ones where they are.
 */
const SMALL = [
  "-Oz",
  "--one-caller-inline-max-function-size=40",
  "--always-inline-max-function-size=5",
  "--generate-global-effects",
  "-Oz",
  "--reorder-functions",
];
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

/**
 * Members that only the package's own code has, which get one or two letters in what users load: those of its internal objects.
 * The module's exports join them, but for those whose name is a public one too.
 */
const INTERNAL = [
  "answer",
  "attach",
  "begin",
  "cancelPopup",
  "current",
  "denied",
  "endIfSuperseded",
  "expect",
  "holder",
  "isOver",
  "isSuccess",
  "isUnknown",
  "lifetimeMs",
  "listeners",
  "markOver",
  "merge",
  "noteOwn",
  "notify",
  "post",
  "promise",
  "refreshing",
  "refusal",
  "refused",
  "renew",
  "retry",
  "sessionId",
  "share",
  "signOuts",
  "sync",
  "view",
  "write",
  "writes",
];
const PUBLIC_EXPORTS = [
  "buildAuthorizeUrl",
  "coolsms",
  "generateState",
  "missingScopes",
  "parseAuthorizationResponse",
  "verifyState",
];

const NAMES = ["run", "--quiet", "--package", "coolsms-oauth2", "--bin", "names"];

const root = resolve(import.meta.dirname, "..");
const entry = (name) => join(root, "pkg/src/entries", `${name}.ts`);
/** Where a build has its parts, and where it goes. */
const PRODUCTION = { parts: join(root, "target/pkg"), dist: join(root, "pkg/dist"), isForDevelopment: false };
const DEVELOPMENT = {
  parts: join(PRODUCTION.parts, "development"),
  dist: join(PRODUCTION.dist, "development"),
  isForDevelopment: true,
};

/** What wasm-bindgen writes: the imports that are not the crate's own JavaScript. A module that is built for users has none. */
const GLUE = "./glue_bg.js";

/**
 * Ties the module to its imports under names of one or two letters: gives the module's text with these names, and `scriptFor`,
 * which makes a script that exports those of a list as `imports`.
 *
 * wasm-bindgen gives its imports long names that end in a hash, and writes a loader that this package does not need. Of the
 * exports, those that nobody names are dropped: `keep` are the glue's, and names without underscores are the crate's own.
 * `exports` says under which name each of those is found, which is a short one where `isInternal` says so.
 */
export function shorten(module, keep, isInternal = () => false) {
  const known = [];
  const exports = {};
  const letters = (index) =>
    (index < 26 ? "" : letters(Math.floor(index / 26) - 1)) + String.fromCharCode(97 + (index % 26));
  const renamed = module
    .replace(/\(import "([^"]+)" "([^"]+)"/g, (_, file, name) => {
      const short = letters(known.length);
      known.push({ file, name, short });
      return `(import "_" "${short}"`;
    })
    .replace(/\(export "(\w+)" .*\n/g, (line, name) => {
      if (name.startsWith("__")) return keep(name) ? line : "\n";
      if (!isInternal(name)) return line;
      exports[name] = `$${letters(Object.keys(exports).length)}`;
      return line.replace(name, exports[name]);
    });
  const scriptFor = (names) => {
    const used = known.filter(({ short }) => names.includes(short));
    return [
      ...used.map(({ file, name, short }) => `import { ${name} as $${short} } from "${file}";`),
      used.some(({ file }) => file === GLUE)
        ? `export { __wbg_set_wasm as setWasm } from "${GLUE}";`
        : "export const setWasm = () => {};",
      `export const imports = { _: { ${used.map(({ short }) => `${short}: $${short}`).join(", ")} } };`,
      "",
    ].join("\n");
  };
  return { module: renamed, scriptFor, exports };
}

/** The module; returns the names that its exports have instead of their own. */
function optimise({ parts, dist, isForDevelopment }, dev) {
  const [glue, bound] = [join(parts, "glue/glue_bg.js"), join(parts, "glue/glue_bg.wasm")];
  const [module, text] = [join(parts, WASM), join(parts, "glue/glue_bg.wat")];
  const binaryen = (tool, ...args) => {
    execFileSync(join(root, "xtask/node_modules/.bin", tool), [...args, ...FEATURES], { stdio: "inherit" });
  };
  binaryen("wasm-dis", bound, "--output", text);
  const handwritten = readFileSync(glue, "utf8");
  const isUsed = (name) => name === "__stack_pointer" || handwritten.includes(`wasm.${name}`);
  const isInternal = (name) => !isForDevelopment && name !== "memory" && !PUBLIC_EXPORTS.includes(name);
  const short = shorten(readFileSync(text, "utf8"), isUsed, isInternal);
  writeFileSync(text, short.module);
  if (dev) binaryen("wasm-as", text, "--debuginfo", "--output", module);
  else binaryen("wasm-opt", text, ...SMALL, ...STRIP, "--output", module);
  const bytes = readFileSync(module);
  // It throws where the module is not valid. What the optimiser has left without a use is not imported.
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
  const used = imports.map(({ name }) => name);
  writeFileSync(join(parts, "glue/glue.js"), short.scriptFor(used));
  const decoder = join(parts, "decoder.wasm");
  binaryen("wasm-as", join(root, "pkg/src/module/decoder.wat"), "--output", decoder);
  writeFileSync(join(parts, "bytes.js"), bytesModule(bytes, readFileSync(decoder)));
  mkdirSync(dist, { recursive: true });
  copyFileSync(module, join(dist, WASM));
  return short.exports;
}

/** The crate's own JavaScript, where wasm-bindgen has copied it: the module and the package share one table of values. */
function host(parts) {
  const snippets = join(parts, "glue/snippets");
  const folders = readdirSync(snippets).filter((name) => name.startsWith("coolsms-oauth2-"));
  if (folders.length !== 1) throw new Error(`one folder of snippets is expected: ${folders}`);
  return join(snippets, folders[0], "src/host/host.js");
}

/**
 * Makes a script smaller than esbuild does. What a bundler minifies again keeps its functions at the top level: esbuild gives
 * the names that come often to what stands there, and others to what stands inside of another function.
 */
const smaller = (text, isBundledAgain) =>
  minify(text, {
    ecma: 2022,
    module: true,
    compress: { passes: 3, reduce_funcs: !isBundledAgain },
    format: { comments: false },
  }).code;

/** Writes the entries; `exports` are the names of the module's exports. */
function entries({ parts, dist, isForDevelopment }, exports, dev) {
  const alias = {
    "#glue": join(parts, "glue/glue.js"),
    "#host": host(parts),
    "#bytes": join(parts, "bytes.js"),
    "#names": join(PRODUCTION.parts, "names.js"),
  };
  const isReadable = dev || isForDevelopment;
  const internal = [...INTERNAL, ...Object.keys(exports)].join("|");
  const bundle = (options) => {
    const { outputFiles } = buildSync({
      bundle: true,
      charset: "utf8",
      target: "es2022",
      logLevel: "warning",
      alias,
      define: { DEVELOPMENT: `${isForDevelopment}` },
      // Only the build for development logs anything.
      drop: isForDevelopment ? [] : ["console"],
      minify: !isReadable,
      sourcemap: dev && "inline",
      write: false,
      ...options,
    });
    for (const { path, text } of outputFiles) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, isReadable ? text : smaller(text, options.splitting));
    }
  };

  const short = !isForDevelopment && { mangleProps: new RegExp(`^(?:${internal})$`), mangleCache: { ...exports } };
  const modules = { format: "esm", splitting: true, chunkNames: "shared", outdir: dist, ...short };
  bundle({ ...modules, entryPoints: ["index", "wasm", "testing"].map(entry) });
  const written = readdirSync(dist).filter((file) => file.endsWith(".js"));
  if (`${written.sort()}` !== `${MODULES}`) throw new Error(`esbuild is expected to write ${MODULES}: ${written}`);

  const script = { format: "iife", entryPoints: [entry("script")], ...short };
  bundle({ ...script, outfile: join(dist, SCRIPT) });
  // The same with the short waits of `waiting.quick.ts`, for tests in which a wait has to run out.
  bundle({
    ...script,
    conditions: ["quick"],
    outfile: join(PRODUCTION.parts, "quick", isForDevelopment ? "development.js" : SCRIPT),
  });
  if (isForDevelopment) return;
  const external = [...FRAMEWORKS, "svelte/*"];
  bundle({ format: "esm", external, entryPoints: FRAMEWORKS.map(entry), outdir: dist });
  for (const [name, format, file] of ALONE) bundle({ format, entryPoints: [entry(name)], outfile: join(dist, file) });
  // The default entry as it arrives in an app's own bundle.
  const outfile = join(parts, "default-entry.js");
  buildSync({
    bundle: true,
    format: "esm",
    charset: "utf8",
    minify: true,
    entryPoints: [join(dist, "index.js")],
    outfile,
  });
}

/** Emits the declarations from the sources. TypeScript leaves `.ts` in the paths that they import. */
function declarations({ parts, dist }) {
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
  // What the core says of itself (`pkg/names.rs`).
  writeFileSync(join(PRODUCTION.parts, "names.js"), execFileSync(process.env.CARGO ?? "cargo", NAMES, { cwd: root }));
  for (const build of [PRODUCTION, DEVELOPMENT]) {
    entries(build, optimise(build, dev), dev);
  }
  declarations(PRODUCTION);
  // The hashes by which a page pins the scripts.
  const scripts = [SCRIPT, CAPTURE, EXPLAIN_SCRIPT];
  const hashes = Object.fromEntries(scripts.map((name) => [name, measure(join(PRODUCTION.dist, name)).integrity]));
  writeFileSync(join(PRODUCTION.dist, "sri.json"), `${JSON.stringify(hashes, null, 2)}\n`);
  console.log(`${SCRIPT}: integrity="${hashes[SCRIPT]}"`);
}
