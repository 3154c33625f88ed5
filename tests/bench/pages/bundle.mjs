// Bundles the pages of the benchmarks as their developers would, into target/bench; `apps.json` there says what they weigh.
//
// `--before FOLDER` adds pages with an earlier build of this package: FOLDER is a copy of its `pkg/dist`.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";

import { measure } from "../../../xtask/measure.js";
import { buildSync } from "../../../xtask/node_modules/esbuild/lib/main.js";

const OURS = "coolsms-oauth2";
/** The page that has our `capture` alone until somebody signs in. */
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
const root = resolve(import.meta.dirname, "../../..");
const pages = join(root, "tests/bench/pages");
const modules = join(root, "tests/bench/node_modules");
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

/** Into one file. */
const whole = (file, app, dist, outfile) => {
  const outputs = bundle(app, dist, { entryPoints: [file], outfile });
  const [[written, { exports }]] = Object.entries(outputs);
  return { bytes: weight([written]), exports };
};

/** All that a package exports. */
function library(name, dist) {
  const all = join(out, "libraries", dist === built ? "now" : "before", `${name.replaceAll("/", "-")}.js`);
  mkdirSync(dirname(all), { recursive: true });
  // A default export is not among the others.
  const hasDefault = ["client-oauth2", "keycloak-js"].includes(name);
  writeFileSync(all, `export * from "${name}";\n${hasDefault ? `export { default } from "${name}";\n` : ""}`);
  return whole(all, all, dist, all.replace(/js$/, "min.js")).bytes;
}

/** What a page loads before it is drawn: its script, and what that imports at once. */
function drawn(flow, name, app, dist) {
  const outdir = join(out, "first", flow, name);
  rmSync(outdir, { recursive: true, force: true });
  const file = join(pages, name === CAPTURE ? "lazy.js" : "first.js");
  const outputs = bundle(app, dist, { entryPoints: { first: file }, outdir, splitting: true });
  const loaded = new Set();
  const load = (script) => {
    if (loaded.has(script)) return;
    loaded.add(script);
    for (const { path, kind } of outputs[script].imports) if (kind === "import-statement") load(path);
  };
  load(relative(root, join(outdir, "first.js")));
  return weight(loaded);
}

function version(name) {
  const folder = name === OURS ? join(root, "pkg") : join(modules, name);
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
}

/** A page with the library of `packageName`, whose app is that file. */
function page(flow, name, packageName, file = name, dist = built) {
  const app = join(pages, "apps", flow, `${file}.js`);
  const first = drawn(flow, name, app, dist);
  if (name === CAPTURE) return { flow, name, version: null, library: null, app: null, first, functions: [] };
  whole(join(pages, "main.js"), app, dist, join(out, "apps", flow, `${name}.js`));
  const { bytes, exports } = whole(app, app, dist, join(out, "alone", flow, `${name}.js`));
  return {
    flow,
    name,
    version: packageName && dist === built ? version(packageName) : null,
    library: packageName && library(packageName, dist),
    app: bytes,
    first,
    functions: exports,
  };
}

const list = APPS.map(([flow, name, packageName]) => page(flow, name, packageName, name === CAPTURE ? OURS : name));
if (values.before) {
  const dist = resolve(values.before);
  for (const flow of ["implicit", "code"]) list.push(page(flow, "before", OURS, OURS, dist));
}
whole(join(pages, "fresh.js"), join(pages, "fresh.js"), built, join(out, "fresh.js"));
writeFileSync(join(out, "apps.json"), `${JSON.stringify(list, null, 2)}\n`);
