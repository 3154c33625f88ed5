// How many instructions each case takes, counted by callgrind, beside those of the baseline, `instructions.json`:
// `node tests/bench/core/instructions.mjs VALGRIND TOOL_CHAIN`. Exit 1 where a count has grown by a few per cent; with `--bless`
// what is counted becomes the baseline.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const BASELINE = join(import.meta.dirname, "instructions.json");
/** How much more than the baseline is taken for the same: a C library of another version allocates by other code. */
const TOLERANCE = 0.03;

const target = resolve(import.meta.dirname, "../../../target/bench");
const program = join(target, "core/release/bench-core");

function count(valgrind, name) {
  const out = join(target, "callgrind.out");
  // Counted is what lies between entry and return of this function.
  const what = ["--toggle-collect=bench_core::Case::measured", "--collect-atstart=no", `--callgrind-out-file=${out}`];
  execFileSync(valgrind, ["--tool=callgrind", ...what, program, name], { stdio: ["ignore", "ignore", "pipe"] });
  const sum = Number(/^summary: (\d+)$/m.exec(readFileSync(out, "utf8"))?.[1]);
  // A function of another name was looked for.
  if (!sum) throw new Error(`callgrind counted nothing of ${name}`);
  return sum;
}

/** Prints each count beside the baseline's, and returns what is wrong; nothing is, where another tool chain made it. */
export function compare(now, baseline, print = console.log) {
  const row = (name, ...cells) => print(name.padEnd(40) + cells.map((cell) => `${cell}`.padStart(14)).join(""));
  row("instructions", "baseline", "now", "change, %");
  const before = { ...baseline.instructions };
  const problems = [];
  for (const [name, count] of Object.entries(now.instructions)) {
    const old = before[name];
    const change = count / old - 1;
    row(name, old ?? "–", count, old ? (change * 100).toFixed(1) : "–");
    if (old === undefined) problems.push(`${name} is not in the baseline`);
    else if (change > TOLERANCE) problems.push(`${name} takes ${(change * 100).toFixed(1)} % more`);
    delete before[name];
  }
  problems.push(...Object.keys(before).map((name) => `${name} was not counted`));
  if (now.toolChain === baseline.toolChain) return problems;
  print(`not judged: this is ${now.toolChain}, and the baseline is that of ${baseline.toolChain}`);
  return [];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [valgrind, toolChain, bless] = process.argv.slice(2);
  const names = execFileSync(program, { encoding: "utf8" }).trim().split("\n").sort();
  const now = { instructions: Object.fromEntries(names.map((name) => [name, count(valgrind, name)])), toolChain };
  const problems = compare(now, JSON.parse(readFileSync(BASELINE, "utf8")));
  if (bless) {
    writeFileSync(BASELINE, `${JSON.stringify(now, null, 2)}\n`);
    console.log("tests/bench/core/instructions.json is written.");
  } else if (problems.length > 0) {
    console.log(`${problems.join("\n")}\nWhere this is meant: cargo xtask bench --instructions --bless`);
    process.exitCode = 1;
  }
}
