// The version of crate and package, which is one. `node xtask/version.js RAISE` raises it, wherever it stands (patch, minor,
// major, or the version itself), moves what the changelog has under Unreleased there, and prints it.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(import.meta.dirname, "..");
const VERSION = String.raw`\d[0-9A-Za-z.+-]*?`;
/** A file, and what stands there around a version. Lock files follow by themselves. */
const PLACES = [
  ["Cargo.toml", '(?<=^version = ")', '(?="$)'],
  ["pkg/package.json", '(?<=^  "version": ")', '(?=",$)'],
  // The file that `npm pack` writes, and the URL at a CDN.
  ...["README.md", "README.ko.md", "docs/en/getting-started-npm.md", "docs/ko/getting-started-npm.md"].map((file) => [
    file,
    "(?<=coolsms-oauth2-)",
    String.raw`(?=\.tgz)`,
  ]),
  ...[
    "pkg/README.md",
    "pkg/README.ko.md",
    "docs/en/getting-started-script.md",
    "docs/ko/getting-started-script.md",
  ].map((file) => [file, "(?<=coolsms-oauth2@)", "(?=/dist/)"]),
].map(([file, before, after]) => [join(root, file), new RegExp(before + VERSION + after, "gm")]);

/** The version, which must be the same in every place. */
export function version() {
  const found = PLACES.flatMap(([file, place]) => {
    const versions = readFileSync(file, "utf8").match(place);
    if (!versions) throw new Error(`no version stands in ${file} at ${place}`);
    return versions.map((version) => [file, version]);
  });
  const [[, one]] = found;
  const list = found.map(([file, version]) => `${file} says ${version}`);
  if (found.some(([, version]) => version !== one)) throw new Error(`the versions differ: ${list.join(", ")}`);
  return one;
}

/** The changelog in which what stood under Unreleased stands under the version, with its day. */
export function released(changelog, version, day) {
  const heading = "## [Unreleased]\n";
  const [before, after] = changelog.split(heading);
  if (after === undefined) throw new Error("CHANGELOG.md has no heading [Unreleased]");
  if (!after.split("\n## [")[0].includes("\n- ")) throw new Error("CHANGELOG.md says nothing under [Unreleased]");
  if (changelog.includes(`\n## [${version}]`)) throw new Error(`CHANGELOG.md has ${version} already`);
  return `${before}${heading}\n## [${version}] - ${day}\n${after}`;
}

function raise(how) {
  version();
  // npm knows the rules of versions, and what comes after a pre-release; it would also lay the file out anew.
  const manifest = join(root, "pkg/package.json");
  const before = readFileSync(manifest, "utf8");
  const options = ["--no-git-tag-version", "--allow-same-version", "--prefix", "pkg"];
  execFileSync("npm", ["version", how, ...options], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const next = JSON.parse(readFileSync(manifest, "utf8")).version;
  writeFileSync(manifest, before);
  const changelog = join(root, "CHANGELOG.md");
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(changelog, released(readFileSync(changelog, "utf8"), next, day));
  for (const [file, place] of PLACES) writeFileSync(file, readFileSync(file, "utf8").replace(place, next));
  return next;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(raise(process.argv[2]));
  } catch (error) {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  }
}
