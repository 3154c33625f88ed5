// Bundles the pages of the benchmarks as their developers would, into target/bench; `apps.json` there says what they weigh.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { measure } from "../../../xtask/measure.js";
import { buildSync } from "../../../xtask/node_modules/esbuild/lib/main.js";

const OURS = "coolsms-oauth2";
/** Flow, file, and the package that the file imports; the last of each flow has none. */
const APPS = [
  ["implicit", "coolsms-oauth2", OURS],
  ["implicit", "client-oauth2", "client-oauth2"],
  ["implicit", "jso", "jso"],
  ["implicit", "plain", null],
  ["code", "coolsms-oauth2", OURS],
  ["code", "badgateway", "@badgateway/oauth2-client"],
  ["code", "oauth4webapi", "oauth4webapi"],
  ["code", "oidc-client-ts", "oidc-client-ts"],
  ["code", "plain", null],
];

const root = resolve(import.meta.dirname, "../../..");
const modules = join(root, "tests/bench/node_modules");
const out = join(root, "target/bench");

/** Bundles and minifies a file; returns what it then weighs. */
function bundle(file, app, outfile) {
  buildSync({
    bundle: true,
    minify: true,
    format: "esm",
    charset: "utf8",
    target: "es2022",
    logLevel: "warning",
    alias: { "#app": app, [OURS]: join(root, "pkg/dist/index.js") },
    nodePaths: [modules],
    entryPoints: [file],
    outfile,
  });
  const { raw, gzip, brotli } = measure(outfile);
  return { raw, gzip, brotli };
}

/** All that a package exports. */
function library(name) {
  const all = join(out, "libraries", `${name.replaceAll("/", "-")}.js`);
  mkdirSync(dirname(all), { recursive: true });
  writeFileSync(all, `export * from "${name}";\n`);
  return bundle(all, all, all.replace(/js$/, "min.js"));
}

function version(name) {
  const folder = name === OURS ? join(root, "pkg") : join(modules, name);
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
}

const list = APPS.map(([flow, name, packageName]) => {
  const app = join(root, "tests/bench/pages/apps", flow, `${name}.js`);
  bundle(join(root, "tests/bench/pages/main.js"), app, join(out, "apps", flow, `${name}.js`));
  return {
    flow,
    name,
    version: packageName && version(packageName),
    library: packageName && library(packageName),
    app: bundle(app, app, join(out, "alone", flow, `${name}.js`)),
  };
});
writeFileSync(join(out, "apps.json"), `${JSON.stringify(list, null, 2)}\n`);
