// What an event is, and what events choose from.
import type { Random } from "../run/random.ts";
import type { Created } from "../world/copy.ts";
import type { Page } from "../world/page.ts";
import type { Tab } from "../world/tab.ts";
import type { World } from "../world/world.ts";

export interface Event {
  name: string;
  /** How often it is chosen. */
  weight: number;
  /** Gives false, or a promise of it, where it cannot happen now. */
  happen: (world: World, random: Random) => unknown;
}

export const event = (name: string, weight: number, happen: Event["happen"]): Event => ({
  name,
  weight,
  happen: (world, random) => happen(world, random) ?? true,
});

export const aTab = (world: World, random: Random): Tab => random.of(world.tabs);

/** An event of a tab that is chosen. */
export const tabEvent = (
  name: string,
  weight: number,
  happen: (tab: Tab, random: Random, world: World) => unknown,
): Event => event(name, weight, (world, random) => happen(aTab(world, random), random, world));

/** An event of the page that such a tab shows. */
export const pageEvent = (
  name: string,
  weight: number,
  happen: (page: Page, random: Random, world: World) => unknown,
): Event => tabEvent(name, weight, ({ page }, random, world) => page !== null && happen(page, random, world));

/** An event of a client, whichever copy of the package it is of, on such a page. */
export const clientEvent = (
  name: string,
  weight: number,
  happen: (created: Created, random: Random) => unknown,
): Event => pageEvent(name, weight, (page, random) => happen(aClient(page, random), random));

export const aClient = (page: Page, random: Random): Created => random.of(page.clients);
