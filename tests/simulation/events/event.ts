// What an event is, and what events choose from.
import type { Random } from "../run/random.ts";
import type { App } from "../world/apps.ts";
import type { Client } from "../world/client.ts";
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

export const aClient = (page: Page, random: Random): { app: App; client: Client } => random.of(page.clients);
