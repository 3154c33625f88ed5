// The pages docs/*/getting-started-*.md as a person follows them, in `target/journeys/quick-starts/en` and `/ko`, which the journeys
// serve: pasted word for word, the one of npm installed from the packed tarball, in an empty project, and built by Vite.
// `node tests/journeys/quick-starts.mjs TARBALL`
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { blocks } from "../support/readme.mjs";

const root = resolve(import.meta.dirname, "../..");
const folder = join(root, "target/journeys/quick-starts");
const [tarball] = process.argv.slice(2).map((file) => resolve(file));

rmSync(folder, { recursive: true, force: true });
for (const language of ["en", "ko"]) {
  const write = (page, block, file) => {
    const text = readFileSync(join(root, `docs/${language}/getting-started-${page}.md`), "utf8");
    const code = blocks(text, null, file.endsWith(".js") ? "js" : "html")[block];
    if (code === undefined) throw new Error(`docs/${language}/getting-started-${page}.md lacks what becomes ${file}`);
    writeFileSync(join(folder, language, page, file), code);
  };
  for (const page of ["script", "npm"]) mkdirSync(join(folder, language, page), { recursive: true });

  // The page, and the tag that a CDN takes the place of its own with.
  write("script", 0, "index.html");
  write("script", 1, "tag.html");

  write("npm", 0, "index.html");
  write("npm", 0, "main.js");
  const cwd = join(folder, language, "npm");
  const run = (program, ...args) => execFileSync(program, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
  run("npm", "init", "--yes");
  run("npm", "install", "--offline", "--no-audit", "--no-fund", tarball);
  run(join(import.meta.dirname, "node_modules/.bin/vite"), "build");
}
