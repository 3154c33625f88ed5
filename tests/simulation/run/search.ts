// Runs many schedules, on every core; ends with the first that breaks a rule.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Setup, Violation } from "../world/world.ts";
import { bundle, type Change, compile } from "./bundle.ts";
import { Counts } from "./counts.ts";
import { run, shrink } from "./schedule.ts";

export interface Part {
  seed: number;
  runs: number;
  changes?: readonly Change[];
  place?: Partial<Setup> | undefined;
  /** Shared by the workers: 1 as soon as one has found something. */
  stop?: Int32Array;
}

/** A schedule that breaks a rule, and the shortest trace of it that was found. */
export interface Finding extends Violation {
  seed: number;
  trace: string[];
}

interface Found {
  counts: Pick<Counts, "schedules" | "steps" | "times">;
  finding: Finding | null;
}

/** Schedules whose seeds follow each other. */
export const search = async ({ seed, runs, changes, place, stop }: Part): Promise<Found> => {
  const script = compile(await bundle(changes));
  const counts = new Counts();
  for (let i = 0; i < runs && !(stop && Atomics.load(stop, 0)); i++) {
    const outcome = await run(seed + i, script, counts, place);
    if (!outcome.violation) continue;
    if (stop) Atomics.store(stop, 0, 1);
    const { violation, trace } = await shrink(outcome, script);
    return { counts, finding: { seed: seed + i, ...(violation ?? outcome.violation), trace } };
  }
  return { counts, finding: null };
};

/** What a worker finds. */
export const inWorker = (part: Part): Promise<Found> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: part });
    worker.once("message", resolve);
    worker.once("error", reject);
  });

/** The same, each core with its share of the seeds. Of several findings it is the one of the lowest seed that is told. */
export const searchOnAllCores = async (part: Part): Promise<{ counts: Counts; finding: Finding | null }> => {
  const cores = Math.min(availableParallelism(), part.runs);
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const shares = Array.from({ length: cores }, (_, core) => {
    const [start, end] = [core, core + 1].map((it) => Math.floor((part.runs * it) / cores)) as [number, number];
    return inWorker({ ...part, seed: part.seed + start, runs: end - start, stop });
  });
  const all = await Promise.all(shares);
  const counts = new Counts();
  for (const found of all) counts.add(found.counts);
  return { counts, finding: all.find(({ finding }) => finding)?.finding ?? null };
};
