// The end of a schedule: everything ends that can, and then nothing waits any more.

import { actOn, answer, deliver, grant, passUntil } from "../events/network.ts";
import type { Tab } from "../world/tab.ts";
import type { World } from "../world/world.ts";
import { Random } from "./random.ts";

/** More than anything takes. */
const STEPS = 1_000;

/** Navigations arrive, time-outs pass, and each frozen document is visited once more. */
export const runOut = async (world: World): Promise<void> => {
  world.random = new Random(7);
  world.entropy = new Random(8);
  for (const tab of [...world.tabs]) {
    if (!world.tabs.includes(tab)) continue;
    if (tab.navigating) world.commit(tab, tab.navigating, true);
    await runOutOfTime(world, tab);
    const visited = new Set<number>();
    for (;;) {
      const page = world.tabs.includes(tab) ? tab.frozen.find(({ id }) => !visited.has(id)) : undefined;
      if (!page || world.violation) break;
      visited.add(page.id);
      const at = tab.history.entries.findIndex(({ document }) => document === page.id);
      world.traverse(tab, at, true);
      await runOutOfTime(world, tab);
    }
  }
};

const runOutOfTime = async (world: World, tab: Tab): Promise<void> => {
  await world.settle();
  for (let i = 0; i < STEPS && !world.violation && (await goOn(world)); i++) await world.settle();
  const { page } = tab;
  if (!world.tabs.includes(tab) || !page) return;
  const kept = world.locks.find((lock) => lock.isHeld && lock.page === page);
  if (kept) world.broke("settles", `${kept.name} is kept for ever`);
  const pending = page.copies.flatMap((copy) => [...copy.pending]);
  if (pending.length === 0) return;
  world.broke("settles", `${pending.map(({ what }) => what)} of page ${page.id} wait for ever`);
};

/** One thing more, where there is any. */
const goOn = async (world: World): Promise<boolean> => {
  const { random } = world;
  if (deliver(world, random) || grant(world, random) || answer(world, random)) return true;
  if (world.tokenFlights.some(({ answer, copy }) => answer === null && copy.page.state !== "frozen"))
    return actOn(world, random, ["grants"]);
  for (const page of world.pages) {
    const [first] = page.timers.ends.sort((one, other) => one - other);
    if (first === undefined) continue;
    await passUntil(page, first);
    return true;
  }
  return false;
};
