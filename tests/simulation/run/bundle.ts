// The package as it is in `pkg/src`, or with one of its texts changed, bundled into one function of its globals. A document is
// a call of it: that costs a fifth of a millisecond, where a context of node:vm costs several.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Script } from "../world/copy.ts";
import { NAMES } from "../world/environment.ts";

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

const ENTRY =
  'import { provideBytes } from "./module/start.ts"; provideBytes(() => wasmBytes); export * from "./entries/api.ts";';

/** Applies a change to the text of a file, where it must fit in one place. */
const changed = (text: string, { file, find, replace }: Change): string => {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} places of: ${find}`);
  return parts.join(replace);
};

/** The host's table of values, where wasm-bindgen has copied it: the glue beside it imports that copy. */
const HOST = readdirSync(PARTS, { recursive: true, encoding: "utf8" }).find((name) =>
  name.endsWith("src/host/host.js"),
);

/** The bundle's text. */
export const bundle = async (changes: readonly Change[] = []): Promise<string> => {
  const esbuild = createRequire(path.join(ROOT, "xtask/package.json"))("esbuild");
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
    stdin: { contents: ENTRY, resolveDir: path.join(ROOT, "pkg/src") },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "Package",
    target: "es2022",
    logLevel: "error",
    define: { DEVELOPMENT: "false" },
    alias: {
      "#glue": path.join(PARTS, "glue/glue.js"),
      "#host": path.join(PARTS, HOST ?? ""),
      "#names": path.join(ROOT, "target/pkg/names.js"),
    },
    plugins: [plugin],
  });
  if (files.size > 0) throw new Error(`the package has no ${[...files]}`);
  return result.outputFiles[0].text;
};

type Imports = Record<string, Record<string, (...values: number[]) => number>>;

const MODULE = new WebAssembly.Module(readFileSync(path.join(PARTS, "coolsms-oauth2.wasm")));
/** What the document under way has imported. */
let imports: Imports;
const FORWARDED: Imports = {};
for (const { module, name } of WebAssembly.Module.imports(MODULE)) {
  FORWARDED[module] ??= {};
  FORWARDED[module][name] = (...values) => (imports[module] as Imports[string])[name]?.(...values) as number;
}
const { exports: EXPORTS } = new WebAssembly.Instance(MODULE, FORWARDED);

/**
 * WebAssembly of a document. There is one instance for all of them, which costs less than one for each, since the module remembers
 * nothing between two calls: an export runs with the imports of the document that calls it.
 */
const WASM = {
  Module: function Module() {},
  Instance: function Instance(_: unknown, its: Imports) {
    const of = (flow: unknown) => (input: number) => {
      const outer = imports;
      imports = its;
      try {
        return (flow as (input: number) => number)(input);
      } finally {
        imports = outer;
      }
    };
    const all = Object.entries(EXPORTS).map(([name, it]) => [name, typeof it === "function" ? of(it) : it]);
    return { exports: Object.fromEntries(all) };
  },
};

/** The function: its parameters are the globals of `world/environment.ts`. */
export const compile = (text: string): Script => {
  const compiled = new Function("WebAssembly", "wasmBytes", ...NAMES, `${text}; return Package;`);
  return (...environment) => compiled(WASM, new Uint8Array(), ...environment);
};
