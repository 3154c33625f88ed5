// Puts one consumer together in target/consumers, installs its tools and the package, and builds its pages:
// `node tests/consumers/build.mjs NAME TARBALL`. With `--without` in place of the tarball, what it built is built once more
// with a stub in place of the package. The last line that it prints is JSON: the version of the tool that counts, and what
// a browser downloads of the pages, in bytes after brotli.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";

import { measure } from "../../xtask/measure.js";
import { files } from "../support/readme.mjs";
import { APPS, BEFORE } from "./apps.mjs";

/** The recipes of the package's README: what people paste is what is built. */
const RECIPES = "client.js account.js Account.jsx Account.vue Account.svelte";
/** A component is to be this long at most, without the line that names its file. */
const MOST_LINES = 10;
/** The files that a browser downloads. */
const DOWNLOADED = [".html", ".js", ".mjs", ".css", ".wasm"];
const QUIET = ["--no-package-lock", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];

const [name, tarball] = process.argv.slice(2);
const here = import.meta.dirname;
const folder = resolve(here, "../../target/consumers", name);
const { tools = [], dependencies = [], build, test, package: more, guide, overlays = [], ...consumer } = APPS[name];

function npm(...args) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NO_UPDATE_NOTIFIER: "1" };
  execFileSync("npm", args, { cwd: folder, env, stdio: "inherit" });
}

/** Recipes or a guide, what is shared, and what is its own: the latter in place of the former. */
function gather() {
  rmSync(folder, { recursive: true, force: true });
  for (const [file, text] of Object.entries(guide ? appOfGuide() : recipes())) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const app = guide ? [] : ["shared/app"];
  const own = existsSync(join(here, name)) ? [name] : [];
  for (const from of [...app, ...overlays.map((overlay) => `shared/${overlay}`), ...own]) {
    cpSync(join(here, from), folder, { recursive: true });
  }
}

function recipes() {
  const recipes = files(readFileSync(resolve(here, "../../pkg/README.md"), "utf8"));
  if (Object.keys(recipes).join(" ") !== RECIPES) throw new Error(`pkg/README.md has not ${RECIPES}`);
  for (const [file, text] of Object.entries(recipes).filter(([file]) => file.startsWith("Account"))) {
    const lines = text.trimEnd().split("\n").length - 1;
    if (lines > MOST_LINES) throw new Error(`${file} has ${lines} lines`);
  }
  return recipes;
}

/** The app of the guide, which is the same in each language. */
function appOfGuide() {
  const [page, part] = guide.split("#");
  const read = (language) => files(readFileSync(resolve(here, `../../docs/${language}/${page}.md`), "utf8"), part);
  const [app, korean] = [read("en"), read("ko")];
  if (JSON.stringify(app) !== JSON.stringify(korean)) throw new Error(`docs/ko/${page}.md has other code than docs/en`);
  return app;
}

/** Its tools, and the package as it would come from npm. */
function install() {
  const manifest = {
    private: true,
    type: "module",
    scripts: { build, test },
    dependencies: Object.fromEntries(dependencies.map(nameAndVersion)),
    devDependencies: Object.fromEntries(tools.map(nameAndVersion)),
    ...more,
    consumer,
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  npm("install", `--before=${BEFORE}`, ...QUIET);
  npm("install", "--no-save", ...QUIET, tarball);
}

const nameAndVersion = (tool) => [tool.slice(0, tool.lastIndexOf("@")), tool.slice(tool.lastIndexOf("@") + 1)];

function putNothingInPlaceOfThePackage() {
  const dist = join(folder, "node_modules/coolsms-oauth2/dist");
  for (const part of readdirSync(dist)) if (part !== "types") rmSync(join(dist, part), { recursive: true });
  cpSync(join(here, "shared/without"), dist, { recursive: true });
}

/** The version of the first of its tools, or of Node.js, where it is a program without tools. */
function version() {
  if (tools.length > 0) return nameAndVersion(tools[0]).join(" ");
  return consumer.run ? `node ${process.versions.node}` : "–";
}

function downloaded(site) {
  const files = readdirSync(site, { recursive: true }).filter((file) => DOWNLOADED.includes(extname(file)));
  return files.reduce((total, file) => total + measure(join(site, file)).brotli, 0);
}

if (tarball === "--without") {
  putNothingInPlaceOfThePackage();
} else {
  gather();
  install();
}
const { site, downloads = site } = consumer;
if (downloads) rmSync(join(folder, downloads), { recursive: true, force: true });
if (build) npm("run", "build", "--silent");
console.log(JSON.stringify({ version: version(), bytes: downloads ? downloaded(join(folder, downloads)) : null }));
