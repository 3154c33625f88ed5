// The package as it is in `pkg/src`, or with one of its texts changed, bundled into one function of its globals. A document is
// a call of it: that costs a fifth of a millisecond, where a context of node:vm costs several.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Script } from "../world/copy.ts";
import type { Globals } from "../world/environment.ts";

/** A text of the package, and what takes its place. */
export interface Change {
  /** The file, below `pkg/src`. */
  file: string;
  find: string;
  replace: string;
}

/** The bundle of this program is in `target/simulation`. */
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Of the build for development, whose exports have their names and whose errors say most. */
const PARTS = path.join(ROOT, "target/pkg/development");
const esbuild = createRequire(path.join(ROOT, "xtask/package.json"))("esbuild");
const OPTIONS = { bundle: true, write: false, globalName: "Package", target: "es2022", logLevel: "error" };

/** What the host uses of the document whose call of the module is under way. */
const current: { globals: Globals } = { globals: {} };
const OF_DOCUMENT = ["Date", "crypto", "sessionStorage"].map((name) => [name, `current.globals.${name}`]);

const loadHost = () => {
  const files = readdirSync(PARTS, { recursive: true, encoding: "utf8" });
  // Where wasm-bindgen has copied it: the glue beside it imports that copy.
  const table = files.find((name) => name.endsWith("src/host/host.js"));
  const { outputFiles } = esbuild.buildSync({
    ...OPTIONS,
    stdin: { contents: `export * from "./glue/glue.js"; export * from "./${table}";`, resolveDir: PARTS },
    define: Object.fromEntries(OF_DOCUMENT),
  });
  return new Function("current", `${outputFiles[0].text}; return Package;`)(current);
};

/**
 * The host and the module. There is one of each for all documents, which costs less than one for each, since they remember nothing
 * between two calls.
 */
const { run, ...host } = loadHost();
const MODULE = new WebAssembly.Module(readFileSync(path.join(PARTS, "coolsms-oauth2.wasm")));
const INSTANCE = new WebAssembly.Instance(MODULE, host.imports);
const WASM = {
  Module: Object,
  Instance: function Instance() {
    return INSTANCE;
  },
};

const runIn =
  (globals: Globals) =>
  (...call: unknown[]): unknown => {
    const outer = current.globals;
    current.globals = globals;
    try {
      return run(...call);
    } finally {
      current.globals = outer;
    }
  };

const ENTRY =
  'import { provideBytes } from "./module/start.ts"; provideBytes(() => null); export { createClient } from "./entries/api.ts";';
/** The glue and the host that a document is given. */
const GIVEN = "data:text/javascript,export const { imports, plain, run, setWasm, useMemory } = host;";

/** Applies a change to the text of a file, where it must fit in one place. */
const changed = (text: string, { file, find, replace }: Change): string => {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} places of: ${find}`);
  return parts.join(replace);
};

/** The bundle's text. */
export const bundle = async (changes: readonly Change[] = []): Promise<string> => {
  const files = new Set(changes.map(({ file }) => file));
  const plugin = {
    name: "changes",
    setup(build: any) {
      build.onLoad({ filter: /\.[jt]s$/ }, ({ path: name }: { path: string }) => {
        const file = path.relative(path.join(ROOT, "pkg/src"), name);
        const its = changes.filter((change) => change.file === file);
        files.delete(file);
        return { contents: its.reduce(changed, readFileSync(name, "utf8")), loader: path.extname(name).slice(1) };
      });
    },
  };
  const result = await esbuild.build({
    ...OPTIONS,
    stdin: { contents: ENTRY, resolveDir: path.join(ROOT, "pkg/src") },
    define: { DEVELOPMENT: "false" },
    alias: { "#glue": GIVEN, "#host": GIVEN, "#names": path.join(ROOT, "target/pkg/names.js") },
    plugins: [plugin],
  });
  if (files.size > 0) throw new Error(`the package has no ${[...files]}`);
  return result.outputFiles[0].text;
};

/** The function of its globals: it gives `createClient`. */
export const compile = (text: string): Script => {
  let load: ((...given: unknown[]) => ReturnType<Script>) | undefined;
  return (globals) => {
    const given = { ...globals, host: { ...host, run: runIn(globals) }, WebAssembly: WASM };
    load ??= new Function(...Object.keys(given), `${text}; return Package.createClient;`) as NonNullable<typeof load>;
    return load(...Object.values(given));
  };
};
