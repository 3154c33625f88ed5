// Bundles the pages of the benchmarks as their developers would, into target/bench; `apps.json` there says what they weigh.
//
// `--before FOLDER` adds pages with an earlier build of this package: FOLDER is a copy of its `pkg/dist`.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";

import { measure } from "../../xtask/measure.js";
import { buildSync } from "../../xtask/node_modules/esbuild/lib/main.js";

const OURS = "coolsms-oauth2";
/** The page that has our `capture` first, and the rest of the package when somebody signs in. */
const CAPTURE = "capture";
/** Flow, name, and the package that the file of that name imports; `plain` has none. */
const APPS = [
  ["implicit", OURS, OURS],
  ["implicit", CAPTURE, OURS],
  ["implicit", "client-oauth2", "client-oauth2"],
  ["implicit", "jso", "jso"],
  ["implicit", "plain", null],
  ["code", OURS, OURS],
  ["code", CAPTURE, OURS],
  ["code", "auth0-spa-js", "@auth0/auth0-spa-js"],
  ["code", "badgateway", "@badgateway/oauth2-client"],
  ["code", "keycloak-js", "keycloak-js"],
  ["code", "oauth4webapi", "oauth4webapi"],
  ["code", "oidc-client-ts", "oidc-client-ts"],
  ["code", "plain", null],
];

const { values } = parseArgs({ options: { before: { type: "string" } } });
const root = resolve(import.meta.dirname, "../..");
const pages = join(root, "bench/pages");
const modules = join(root, "bench/node_modules");
const out = join(root, "target/bench");
const built = join(root, "pkg/dist");

/** Bundles and minifies files. */
const bundle = (app, dist, options) =>
  buildSync({
    bundle: true,
    minify: true,
    format: "esm",
    charset: "utf8",
    target: "es2022",
    logLevel: "warning",
    metafile: true,
    // Not every app has every function.
    logOverride: { "import-is-undefined": "silent" },
    alias: { "#app": app, [`${OURS}/capture`]: join(dist, "capture.js"), [OURS]: join(dist, "index.js") },
    nodePaths: [modules],
    absWorkingDir: root,
    ...options,
  }).metafile.outputs;

/** What files weigh together; each is compressed by itself. */
const weight = (files) => {
  const sum = { raw: 0, gzip: 0, brotli: 0 };
  for (const file of files) {
    const measured = measure(join(root, file));
    for (const kind of Object.keys(sum)) sum[kind] += measured[kind];
  }
  return sum;
};

/** Into a file of that name in a folder, and, where something is imported later, more of them. */
const into = (outdir, name, file, app, dist) => {
  rmSync(outdir, { recursive: true, force: true });
  const outputs = bundle(app, dist, { entryPoints: { [name]: file }, outdir, splitting: true });
  const main = relative(root, join(outdir, `${name}.js`));
  return { outputs, main, bytes: weight(Object.keys(outputs)), exports: outputs[main].exports };
};

/** All that a package exports. */
function library(name, dist) {
  const folder = join(out, "libraries", dist === built ? "now" : "before", name.replaceAll("/", "-"));
  const all = `${folder}.js`;
  mkdirSync(dirname(all), { recursive: true });
  // A default export is not among the others.
  const hasDefault = ["client-oauth2", "keycloak-js"].includes(name);
  writeFileSync(all, `export * from "${name}";\n${hasDefault ? `export { default } from "${name}";\n` : ""}`);
  return into(folder, "all", all, all, dist).bytes;
}

/** What a page loads before it is drawn: its script, and what that imports at once. */
function drawn(flow, name, app, dist) {
  const file = join(pages, name === CAPTURE ? "lazy.js" : "first.js");
  const { outputs, main } = into(join(out, "first", flow, name), "first", file, app, dist);
  const loaded = new Set();
  const load = (script) => {
    if (loaded.has(script)) return;
    loaded.add(script);
    for (const { path, kind } of outputs[script].imports) if (kind === "import-statement") load(path);
  };
  load(main);
  return weight(loaded);
}

function version(name) {
  const folder = name === OURS ? join(root, "pkg") : join(modules, name);
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
}

/** A page with the library of `packageName`, whose app is that file. */
function page(flow, name, packageName, file = name, dist = built) {
  const app = join(pages, "apps", flow, `${file}.js`);
  into(join(out, "apps", flow, name), "app", join(pages, "main.js"), app, dist);
  const { bytes, exports } = into(join(out, "alone", flow, name), "library", app, app, dist);
  const isWhole = packageName && name !== CAPTURE;
  return {
    flow,
    name,
    version: isWhole && dist === built ? version(packageName) : null,
    library: isWhole ? library(packageName, dist) : null,
    app: bytes,
    first: drawn(flow, name, app, dist),
    functions: exports,
  };
}

const list = APPS.map(([flow, name, packageName]) => page(flow, name, packageName));
if (values.before) {
  const dist = resolve(values.before);
  for (const flow of ["implicit", "code"]) list.push(page(flow, "before", OURS, OURS, dist));
}
into(join(out, "fresh"), "fresh", join(pages, "fresh.js"), join(pages, "fresh.js"), built);
writeFileSync(join(out, "apps.json"), `${JSON.stringify(list, null, 2)}\n`);
