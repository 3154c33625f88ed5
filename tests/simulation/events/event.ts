// What an event is, and what events choose from.
import type { Random } from "../run/random.ts";
import type { Created } from "../world/copy.ts";
import type { Page } from "../world/page.ts";
import type { Tab } from "../world/tab.ts";
import type { World } from "../world/world.ts";

/** Does something; false is that it cannot happen now. */
export type Happen = (world: World, random: Random) => boolean | Promise<boolean>;

export interface Event {
  name: string;
  /** How often it is chosen. */
  weight: number;
  happen: Happen;
}

export const event = (name: string, weight: number, happen: Happen): Event => ({ name, weight, happen });

export const aTab = (world: World, random: Random): Tab => random.of(world.tabs);

/** An event of a page that is shown, in a tab that is chosen. */
export const onPage =
  (happen: (page: Page, random: Random, world: World) => boolean | Promise<boolean>): Happen =>
  (world, random) => {
    const { page } = aTab(world, random);
    return page !== null && happen(page, random, world);
  };

/** An event of a client, whichever copy of the package it is of, on such a page. */
export const onClient = (happen: (created: Created, random: Random, world: World) => boolean): Happen =>
  onPage((page, random, world) => happen(aClient(page, random), random, world));

export const aClient = (page: Page, random: Random): Created => random.of(page.clients);
