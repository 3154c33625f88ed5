// The quick starts of the README as a person makes them, in `target/journeys/quick-starts`: pasted word for word, the one of
// npm installed from the packed tarball in an empty project and built by Vite. The journeys serve them.
// `node tests/journeys/quick-starts.mjs TARBALL`
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { blocks } from "../support/readme.mjs";

const root = resolve(import.meta.dirname, "../..");
const folder = join(root, "target/journeys/quick-starts");
const readme = readFileSync(join(root, "README.md"), "utf8");

function write(file, text) {
  if (text === undefined) throw new Error(`a quick start of the README lacks what becomes ${file}`);
  writeFileSync(join(folder, file), text);
}

rmSync(folder, { recursive: true, force: true });
for (const part of ["script", "npm"]) mkdirSync(join(folder, part), { recursive: true });

// The page, and the tag that a CDN takes the place of its own with.
const [page, tag] = blocks(readme, "## Quick start: script tag", "html");
write("script/index.html", page);
write("script/tag.html", tag);

write("npm/index.html", blocks(readme, "## Quick start: npm", "html")[0]);
write("npm/main.js", blocks(readme, "## Quick start: npm", "js")[0]);
const run = (program, ...args) => execFileSync(program, args, { cwd: join(folder, "npm"), stdio: "ignore" });
run("npm", "init", "--yes");
run("npm", "install", "--offline", "--no-audit", "--no-fund", process.argv[2]);
run(join(import.meta.dirname, "node_modules/.bin/vite"), "build");
