// Puts one consumer together in target/consumers, installs its tools and the package, and builds its pages:
// `node tests/consumers/build.mjs NAME TARBALL`. With `--without` in place of the tarball, what it built is built once more
// with a stub in place of the package. The last line that it prints is JSON: the version of the tool that counts, and what
// a browser downloads of the pages, in bytes after brotli.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";

import { measure } from "../../xtask/measure.js";
import { blocks, files } from "../support/readme.mjs";

/** The recipes of the package's README, by the language of their blocks: what people paste is what is built. */
const RECIPES = {
  js: ["client.js", "account.js"],
  jsx: ["Account.jsx"],
  vue: ["Account.vue"],
  svelte: ["Account.svelte"],
};
/** A component is to be this long at most, without the line that names its file. */
const MOST_LINES = 10;
/** The files that a browser downloads. */
const DOWNLOADED = [".html", ".js", ".mjs", ".css", ".wasm"];
const QUIET = ["--no-package-lock", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];

const [name, tarball] = process.argv.slice(2);
const here = import.meta.dirname;
const folder = resolve(here, "../../target/consumers", name);
const json = (path) => JSON.parse(readFileSync(path, "utf8"));

function npm(...args) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NO_UPDATE_NOTIFIER: "1" };
  execFileSync("npm", args, { cwd: folder, env, stdio: "inherit" });
}

/** Recipes or a guide, what is shared, and what is its own: the latter in place of the former. */
function gather() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { guide, overlays = [] } = json(join(here, name, "package.json")).consumer;
  if (guide) follow(guide);
  else recipes();
  const filter = (path) => !path.endsWith("node_modules");
  const app = guide ? [] : ["shared/app"];
  for (const from of [...app, ...overlays.map((overlay) => `shared/${overlay}`), name]) {
    cpSync(join(here, from), folder, { recursive: true, filter });
  }
}

function recipes() {
  const readme = readFileSync(resolve(here, "../../pkg/README.md"), "utf8");
  for (const [language, files] of Object.entries(RECIPES)) {
    const recipes = blocks(readme, "## React, Vue, Svelte", language);
    if (recipes.length !== files.length) throw new Error(`pkg/README.md has ${recipes.length} recipes in ${language}`);
    for (const [index, file] of files.entries()) {
      const [first, ...lines] = recipes[index].trimEnd().split("\n");
      if (!first.includes(file)) throw new Error(`\`${first}\` stands where ${file} was expected`);
      if (file.startsWith("Account") && lines.length > MOST_LINES) throw new Error(`${file} has ${lines.length} lines`);
      writeFileSync(join(folder, file), recipes[index]);
    }
  }
}

/** The app of a guide, which is the same in each language. */
function follow(guide) {
  const [page, part] = guide.split("#");
  const read = (language) => files(readFileSync(resolve(here, `../../docs/${language}/${page}.md`), "utf8"), part);
  const [app, korean] = [read("en"), read("ko")];
  if (JSON.stringify(app) !== JSON.stringify(korean)) throw new Error(`docs/ko/${page}.md has other code than docs/en`);
  for (const [file, text] of Object.entries(app)) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Its tools, of the versions in `versions.json`, and the package as it would come from npm. */
function install() {
  const { before, versions } = json(join(here, "versions.json"));
  const file = join(folder, "package.json");
  const manifest = { private: true, type: "module", ...json(file) };
  for (const tools of [manifest.dependencies, manifest.devDependencies]) {
    for (const [tool, major] of Object.entries(tools ?? {})) {
      tools[tool] = versions[`${tool}@${major}`];
      if (!tools[tool]) throw new Error(`versions.json has no ${tool}@${major}`);
    }
  }
  writeFileSync(file, JSON.stringify(manifest, null, 2));
  npm("install", `--before=${before}`, ...QUIET);
  npm("install", "--no-save", ...QUIET, tarball);
}

function putNothingInPlaceOfThePackage() {
  const dist = join(folder, "node_modules/coolsms-oauth2/dist");
  for (const part of readdirSync(dist)) if (part !== "types") rmSync(join(dist, part), { recursive: true });
  cpSync(join(here, "shared/without"), dist, { recursive: true });
}

function version(tool) {
  if (!tool) return "–";
  if (tool === "node") return `node ${process.versions.node}`;
  return `${tool} ${json(join(folder, "node_modules", tool, "package.json")).version}`;
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
const {
  scripts,
  consumer: { tool, site, downloads = site },
} = json(join(folder, "package.json"));
if (downloads && existsSync(join(folder, downloads))) rmSync(join(folder, downloads), { recursive: true });
if (scripts?.build) npm("run", "build", "--silent");
console.log(JSON.stringify({ version: version(tool), bytes: downloads ? downloaded(join(folder, downloads)) : null }));
