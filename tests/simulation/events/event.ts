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
  happen: (world: World, random: Random) => unknown;
}

/** What happens to something that was chosen. It gives false, or a promise of it, where it cannot happen now. */
type Happen<T> = (chosen: T, random: Random, world: World) => unknown;

export const event = (name: string, weight: number, happen: Event["happen"]): Event => ({
  name,
  weight,
  happen: (world, random) => happen(world, random) ?? true,
});

export const aTab = (world: World, random: Random): Tab => random.of(world.tabs);
export const aClient = ({ copies }: Page, random: Random): Created =>
  random.of(copies.flatMap(({ clients }) => clients));

/** An event of a tab that is chosen. */
export const tabEvent = (name: string, weight: number, happen: Happen<Tab>): Event =>
  event(name, weight, (world, random) => happen(aTab(world, random), random, world));

/** An event of the page that such a tab shows. */
export const pageEvent = (name: string, weight: number, happen: Happen<Page>): Event =>
  tabEvent(name, weight, ({ page }, random, world) => page !== null && happen(page, random, world));

/** An event of a client, whichever copy of the package it is of, on such a page. */
export const clientEvent = (name: string, weight: number, happen: Happen<Created>): Event =>
  pageEvent(name, weight, (page, random, world) => happen(aClient(page, random), random, world));
