// A schedule: made from a seed, run step by step, and run again; and the shortest part of it that breaks the same rule.

import type { Event } from "../events/event.ts";
import { choose, EVENTS } from "../events/events.ts";
import { Rules } from "../rules/rules.ts";
import { PAGES } from "../world/apps.ts";
import type { Script } from "../world/copy.ts";
import { type Setup, type Violation, World } from "../world/world.ts";
import { Counts } from "./counts.ts";
import { Random } from "./random.ts";
import { runOut } from "./run_out.ts";

/** An event, by its place, and the seed of what it chooses. */
interface Step {
  event: number;
  seed: number;
}

export interface Schedule {
  setup: Setup;
  steps: Step[];
}

/** The clients, what the server does with refresh tokens, and whether pages have two copies, where the seed is not to choose. */
export interface Place {
  apps: readonly [number, number];
  rotation: Setup["rotation"];
  isTwofold?: boolean;
}

export interface Outcome {
  schedule: Schedule;
  violation: Violation | null;
  trace: string[];
}

/** How many steps a schedule has. */
const STEPS = [15, 80] as const;

const setupOf = (random: Random, place: Place | undefined): Setup => {
  const pages = place ? PAGES.findIndex((it) => String(it) === String(place.apps)) : random.below(PAGES.length);
  const rotation = random.of(["off", "on", "on", "strict"] as const);
  const hasLocks = !random.oneIn(4);
  const isTwofold = place?.isTwofold ?? random.oneIn(4);
  return { pages, isTwofold, hasLocks, rotation: place?.rotation ?? rotation };
};

const worldOf = (setup: Setup, script: Script, counts: Counts, isTraced: boolean): World =>
  new World(setup, script, counts, isTraced, (world) => new Rules(world));

const take = async (world: World, { event, seed }: Step): Promise<boolean> => {
  const random = new Random(seed);
  world.random = random;
  world.entropy = new Random(seed + 1);
  const { name, happen } = EVENTS[event] as Event;
  const hasHappened = await happen(world, random);
  if (!hasHappened) return false;
  world.counts.event(name);
  await world.settle();
  return true;
};

/** The schedule of a seed, as far as every rule holds. */
export const run = async (
  seed: number,
  script: Script,
  counts: Counts,
  place?: Place,
  isTraced = false,
): Promise<Outcome> => {
  const random = new Random(seed);
  const schedule: Schedule = { setup: setupOf(random, place), steps: [] };
  const isCalm = random.flip() || place !== undefined;
  const world = worldOf(schedule.setup, script, counts, isTraced);
  await world.settle();
  for (let rest = STEPS[0] + random.below(STEPS[1] - STEPS[0]); rest > 0 && !world.violation; rest--) {
    const step = { event: choose(random, isCalm), seed: random.next() };
    if (await take(world, step)) schedule.steps.push(step);
  }
  if (!world.violation) await runOut(world);
  counts.schedules += 1;
  return { schedule, violation: world.violation, trace: world.trace ?? [] };
};

/** Runs these steps again. */
export const again = async (schedule: Schedule, script: Script, isTraced: boolean): Promise<Outcome> => {
  const world = worldOf(schedule.setup, script, new Counts(), isTraced);
  await world.settle();
  for (const step of schedule.steps) {
    if (world.violation) break;
    await take(world, step);
  }
  if (!world.violation) await runOut(world);
  return { schedule, violation: world.violation, trace: world.trace ?? [] };
};

/** A schedule from which no step can be left out, how it breaks the rule, and its trace. */
export const shrink = async (schedule: Schedule, rule: Violation["rule"], script: Script): Promise<Outcome> => {
  let shortest = schedule;
  for (let length = schedule.steps.length; length > 0; ) {
    let isShorter = false;
    for (let at = 0; at < shortest.steps.length; ) {
      const steps = shortest.steps.filter((_, i) => i < at || i >= at + length);
      const shorter = { setup: schedule.setup, steps };
      if ((await again(shorter, script, false)).violation?.rule === rule) {
        shortest = shorter;
        isShorter = true;
      } else at += length;
    }
    // Once more with single steps, as long as one of them can go.
    if (length > 1 || !isShorter) length = Math.floor(length / 2);
  }
  return again(shortest, script, true);
};
