// Whether the page tests notice a package that is wrong: each deliberate break of the simulation is made in a copy of the
// sources, the package is built from it, and the page tests run with it in Chromium until the first failure. `cargo xtask breaks`
// runs it, for all or for those that it names; exit 1 where one is missed that is not a matter for journeys.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { buildSync } from "./node_modules/esbuild/lib/main.js";

/** What a single page cannot show. */
const OF_JOURNEYS = {
  ignores_return: "the way back through the history",
  forgets_token: "a refresh in another tab",
  drops_answer: "an answer for a page that has gone on to another sign-in",
};

const root = resolve(import.meta.dirname, "..");
const parts = join(root, "target/pkg");
const options = { bundle: true, format: "esm", charset: "utf8", target: "es2022", logLevel: "error" };

/** As the simulation has them. */
async function readBreaks() {
  const breaks = buildSync({ ...options, entryPoints: [join(root, "tests/simulation/breaks.ts")], write: false });
  return (await import(`data:text/javascript,${encodeURIComponent(breaks.outputFiles[0].text)}`)).BREAKS;
}

/** The package with these changes, and the page with it, in a folder of their own: `dist`, `quick`, `page`. */
function build({ name, changes }) {
  const copy = join(root, "target/breaks", name);
  rmSync(copy, { recursive: true, force: true });
  const isSource = (path) => !/\/(node_modules|dist)$/.test(path);
  for (const folder of ["pkg", "xtask"])
    cpSync(join(root, folder), join(copy, folder), { recursive: true, filter: isSource });
  symlinkSync(join(root, "xtask/node_modules"), join(copy, "xtask/node_modules"));
  mkdirSync(join(copy, "pkg/dist"));
  for (const glue of ["glue", "development/glue"]) {
    cpSync(join(parts, glue), join(copy, "target/pkg", glue), { recursive: true });
  }
  for (const { file, find, replace } of changes) {
    const path = join(copy, "pkg/src", file);
    const texts = readFileSync(path, "utf8").split(find);
    if (texts.length !== 2) throw new Error(`${name}: ${file} has ${texts.length - 1} places of: ${find}`);
    writeFileSync(path, texts.join(replace));
  }
  // What is broken need not have types that fit: nobody wants the declarations, which come last.
  spawnSync(process.execPath, [join(copy, "xtask/package.js"), "--dev"], { stdio: "ignore" });
  if (!existsSync(join(copy, "target/pkg/default-entry.js"))) throw new Error(`${name}: no package comes of it`);
  const alias = {
    chai: join(root, "xtask/node_modules/chai/index.js"),
    "coolsms-oauth2": join(copy, "pkg/dist/index.js"),
  };
  buildSync({
    ...options,
    alias,
    entryPoints: [join(root, "tests/page/main.ts")],
    outfile: join(copy, "page/main.js"),
  });
  cpSync(join(copy, "pkg/dist"), join(copy, "dist"), { recursive: true });
  cpSync(join(copy, "target/pkg/quick"), join(copy, "quick"), { recursive: true });
  return copy;
}

const FAILURE = /^test (.*) \.\.\. FAILED$|^error: (.*stands still.*|the page (?:was lost|was left|does not) .*)$/;

/** The first case that failed, stood still or lost the page; null where none did. */
async function firstFailure(folder) {
  const run = ["run", "--quiet", "--package", "browser", "--bin", "page", "--", "--broken", folder];
  const page = spawn(process.env.CARGO ?? "cargo", run, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => page.on("close", resolve));
  let found = null;
  let error = "";
  const read = (line) => {
    const failure = FAILURE.exec(line);
    found ??= failure && (failure[1] ?? failure[2]);
    if (line.startsWith("error: ")) error = line;
  };
  for (const pipe of [page.stdout, page.stderr]) createInterface(pipe).on("line", read);
  const code = await ended;
  // A browser that does not start has noticed nothing.
  if (code !== 0 && found === null) throw new Error(error || `exit code ${code}`);
  return found;
}

const wanted = process.argv.slice(2);
const all = await readBreaks();
const unknown = wanted.find((name) => !all.some((it) => it.name === name));
if (unknown) throw new Error(`there is no break ${unknown}; there are: ${all.map(({ name }) => name).join(" ")}`);
const rest = all.filter(({ name }) => wanted.length === 0 || wanted.includes(name));

// Where the package fails as it is, no failure says anything.
const own = build({ name: "none", changes: [] });
const failure = await firstFailure(own);
if (failure) throw new Error(`the page tests fail without a break: ${failure}`);
rmSync(own, { recursive: true });
const counts = { caught: 0, forJourneys: 0, missed: 0 };

async function work() {
  for (let next = rest.shift(); next; next = rest.shift()) {
    let failure = null;
    let why = "MISSED";
    try {
      const folder = build(next);
      failure = await firstFailure(folder);
      rmSync(folder, { recursive: true });
    } catch (error) {
      why = `NOT MADE: ${error.message.split("\n")[0]}`;
    }
    const isForJourneys = next.name in OF_JOURNEYS;
    counts[failure ? "caught" : isForJourneys ? "forJourneys" : "missed"]++;
    const said = failure ?? (isForJourneys ? `for journeys: ${OF_JOURNEYS[next.name]}` : why);
    console.log(`${next.name.padEnd(18)}${next.requirements.padEnd(12)}${said.slice(0, 160)}`);
  }
}

// Two at a time: a case waits now and then.
await Promise.all([work(), work()]);
console.log(`\n${counts.caught} caught, ${counts.forJourneys} for journeys, ${counts.missed} missed`);
process.exitCode = counts.missed > 0 ? 1 : 0;
