// Sign-ins under random schedules: the package as it is, in a model of the browser, the servers, the user and an attacker, with
// rules that look at everything after each step. `cargo xtask simulate` runs it.
import { parseArgs } from "node:util";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { bundle, compile } from "./run/bundle.ts";
import { check } from "./run/check.ts";
import { Counts } from "./run/counts.ts";
import { run } from "./run/schedule.ts";
import { type Part, search, searchOnAllCores } from "./run/search.ts";

process.on("unhandledRejection", () => {});
// Nobody reads the stack of an error that the package gives.
Error.stackTraceLimit = process.env.SIMULATION_STACKS ? 50 : 0;

const OPTIONS = {
  seed: { type: "string", default: "1" },
  runs: { type: "string", default: "100000" },
  replay: { type: "string" },
  check: { type: "boolean" },
} as const;

const print = (trace: string[]) => {
  for (const [at, line] of trace.entries()) console.log(`${String(at + 1).padStart(4)}  ${line.slice(0, 400)}`);
};

const main = async (): Promise<number> => {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.check) return check();
  const seed = Number(values.replay ?? values.seed);
  const runs = values.replay !== undefined ? 1 : Number(values.runs);
  if (runs === 1) {
    const { trace } = await run(seed, compile(await bundle()), new Counts(), undefined, true);
    print(trace);
  }
  const started = performance.now();
  const { counts, finding } = await searchOnAllCores({ seed, runs });
  const seconds = (performance.now() - started) / 1000;
  console.log(`${counts}`);
  const each = Math.round(counts.schedules / seconds);
  console.log(
    `${counts.schedules} schedules from seed ${seed}, ${counts.steps} steps, ${seconds.toFixed(1)} s, ${each} schedules/s`,
  );
  if (!finding) {
    console.log("Every rule held after every step.");
    return 0;
  }
  console.log(`\nBroken: ${finding.rule}: ${finding.what.slice(0, 600)}\nThe shortest trace found:`);
  print(finding.trace);
  console.log(`The whole schedule: cargo xtask simulate --replay ${finding.seed}`);
  return 1;
};

if (isMainThread) process.exitCode = await main();
else parentPort?.postMessage(await search(workerData as Part));
