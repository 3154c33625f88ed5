// A schedule: made from a seed, run step by step, and run again; and the shortest part of it that breaks the same rule.

import type { Event } from "../events/event.ts";
import { choose } from "../events/events.ts";
import { PAGES } from "../world/apps.ts";
import type { Script } from "../world/copy.ts";
import { type Setup, type Violation, World } from "../world/world.ts";
import { Counts } from "./counts.ts";
import { Random } from "./random.ts";
import { runOut } from "./run_out.ts";

/** An event, and the seed of what it chooses. */
interface Step {
  event: Event;
  seed: number;
}

export interface Outcome {
  setup: Setup;
  /** Those that happened. */
  steps: Step[];
  violation: Violation | null;
  trace: string[];
}

/** How many steps a schedule has. */
const STEPS = [15, 80] as const;

const setupOf = (random: Random, place: Partial<Setup> | undefined): Setup => {
  const apps = place?.apps ?? random.of(PAGES);
  const rotation = random.of(["off", "on", "on", "strict"] as const);
  const hasLocks = !random.oneIn(4);
  const isTwofold = place?.isTwofold ?? random.oneIn(4);
  return { apps, isTwofold, hasLocks, rotation, ...place };
};

const take = async (world: World, { event, seed }: Step): Promise<boolean> => {
  const random = new Random(seed);
  world.random = random;
  world.entropy = new Random(seed + 1);
  if (!(await event.happen(world, random))) return false;
  world.counts.steps += 1;
  world.counts.outcome("event", event.name);
  await world.settle();
  return true;
};

function* stepsOf(random: Random, isCalm: boolean): Iterable<Step> {
  for (let rest = STEPS[0] + random.below(STEPS[1] - STEPS[0]); rest > 0; rest--) {
    yield { event: choose(random, isCalm), seed: random.next() };
  }
}

/** Takes those of the steps that can happen, as far as every rule holds. */
const play = async (
  setup: Setup,
  steps: Iterable<Step>,
  script: Script,
  counts: Counts,
  isTraced: boolean,
): Promise<Outcome> => {
  const taken: Step[] = [];
  const world = new World(setup, script, counts, isTraced);
  await world.settle();
  for (const step of steps) {
    if (world.violation) break;
    if (await take(world, step)) taken.push(step);
  }
  if (!world.violation) await runOut(world);
  counts.schedules += 1;
  return { setup, steps: taken, violation: world.violation, trace: world.trace ?? [] };
};

/** The schedule of a seed. */
export const run = (
  seed: number,
  script: Script,
  counts: Counts,
  place?: Partial<Setup>,
  isTraced = false,
): Promise<Outcome> => {
  const random = new Random(seed);
  const setup = setupOf(random, place);
  const isCalm = random.flip() || place !== undefined;
  return play(setup, stepsOf(random, isCalm), script, counts, isTraced);
};

/** A schedule from which no step can be left out, how it breaks the same rule, and its trace. */
export const shrink = async ({ setup, steps, violation }: Outcome, script: Script): Promise<Outcome> => {
  const again = (steps: Step[], isTraced = false) => play(setup, steps, script, new Counts(), isTraced);
  let shortest = steps;
  for (let length = steps.length; length > 0; ) {
    let isShorter = false;
    for (let at = 0; at < shortest.length; ) {
      const shorter = shortest.filter((_, i) => i < at || i >= at + length);
      if ((await again(shorter)).violation?.rule === violation?.rule) {
        shortest = shorter;
        isShorter = true;
      } else at += length;
    }
    // Once more with single steps, as long as one of them can go.
    if (length > 1 || !isShorter) length = Math.floor(length / 2);
  }
  return again(shortest, true);
};
