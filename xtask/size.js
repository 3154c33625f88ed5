// How big the package is, for those who download it: `node xtask/size.js TOOL_CHAIN`. Exit 1 where an entry is over its budget;
// that of the default entry is for one tool chain.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { measure } from "./measure.js";

const root = resolve(import.meta.dirname, "..");

/** A sentence about that size, in bytes after brotli; throws where it is too large. */
export function judge({ defaultEntry: most, goal, toolChain }, bytes, thisToolChain) {
  const size = `default entry: ${bytes}`;
  if (toolChain !== thisToolChain) {
    return `${size} bytes (brotli), not judged: this is ${thisToolChain}; the budget of ${most} is for ${toolChain}`;
  }
  if (bytes > most) throw new Error(`the default entry is ${bytes - most} bytes over its budget of ${most} (brotli)`);
  return `${size} of its budget of ${most} bytes (brotli); the goal is ${goal}`;
}

/** Throws where a file with a budget of its own is too large; without WebAssembly it is the same with every tool chain. */
export function judgeFile(most, name, bytes) {
  if (bytes > most) throw new Error(`${name} is ${bytes - most} bytes over its budget of ${most} (brotli)`);
}

function print(budget) {
  const row = (name, ...cells) => console.log(name.padEnd(40) + cells.map((cell) => `${cell}`.padStart(9)).join(""));
  const print = (name, file) => {
    const { raw, gzip, brotli } = measure(file);
    row(name, raw, gzip, brotli);
    return brotli;
  };
  row("\nbytes", " raw", "gzip -9", "brotli");
  const dist = join(root, "pkg/dist");
  for (const file of readdirSync(dist).sort()) {
    if (!/\.(js|wasm)$/.test(file)) continue;
    const bytes = print(file, join(dist, file));
    judgeFile(budget.files[file], file, bytes);
  }
  return print("default entry, bundled and minified", join(root, "target/pkg/default-entry.js"));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const budget = JSON.parse(readFileSync(join(import.meta.dirname, "budget.json"), "utf8"));
    console.log(judge(budget, print(budget), process.argv[2]));
  } catch (error) {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  }
}
