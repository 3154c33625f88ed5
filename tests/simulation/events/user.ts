// What the user does with tabs, and the authorization server with one that shows its page.

import type { Random } from "../run/random.ts";
import { ANSWERS, type Answer, answer } from "../server/authorization.ts";
import { readRequest } from "../server/grants.ts";
import type { Tab } from "../world/tab.ts";
import { INBOX, type World } from "../world/world.ts";
import { aTab, type Event, event, pageEvent, tabEvent } from "./event.ts";

/** As many tabs as there are at the most. */
const TABS = 3;

export const arrive = (tab: Tab, random: Random, world: World): boolean => {
  if (!tab.navigating) return false;
  world.commit(tab, tab.navigating, random.flip());
  return true;
};

const traverse = (world: World, random: Random, steps: number): boolean => {
  const tab = aTab(world, random);
  const to = tab.history.at + steps;
  if (to < 0 || to >= tab.history.entries.length) return false;
  world.traverse(tab, to, random.flip());
  return true;
};

const requestIn = (tab: Tab) => (tab.page || tab.navigating ? null : readRequest(tab.history.current.url));

/** In that tab, as the user wishes, and at once. */
export const serverGrants = (world: World, tab: Tab, random: Random): boolean => {
  const request = requestIn(tab);
  if (!request) return false;
  const how = random.of<Answer>(["grants", "grants", "grants less"]);
  world.commit(tab, answer(world, request, how, random.oneIn(3)), random.flip());
  return true;
};

export const USER_EVENTS: Event[] = [
  tabEvent("a navigation arrives", 26, arrive),
  // The browser shows a page of its own.
  tabEvent("a navigation fails", 1, (tab, random, world) => {
    if (!tab.navigating) return false;
    world.commit(tab, { url: "about:error", own: "about:error" }, random.flip());
    return true;
  }),
  event("the user opens a tab", 4, (world) => {
    if (world.tabs.length >= TABS) return false;
    world.say(() => "a tab is opened");
    world.open(INBOX);
    return true;
  }),
  tabEvent("the user duplicates a tab", 6, (tab, _, world) => world.tabs.length < TABS && world.duplicate(tab)),
  tabEvent("the user closes a tab", 2, (tab, _, world) => world.tabs.length > 1 && world.close(tab)),
  tabEvent("the user reloads", 6, (tab, _, world) => world.reload(tab)),
  event("the user goes back", 8, (world, random) => traverse(world, random, -random.of([1, 1, 2]))),
  event("the user goes forward", 4, (world, random) => traverse(world, random, 1)),
  pageEvent("the user follows a link of the app's", 6, ({ tab }, random, world) =>
    world.commit(tab, { url: INBOX, own: INBOX }, !random.oneIn(4)),
  ),
  // It has a parameter that is named like a response's.
  event("the user follows a link with the app's own code", 3, (world, random) => {
    const url = random.of(["https://app.example/callback?code=coupon#/shop", "https://app.example/inbox?code=coupon"]);
    const own = url.includes("callback") ? "https://app.example/callback#/shop" : url;
    world.commit(aTab(world, random), { url, own }, random.flip());
  }),
  // Late, its answer is still on its way; lost, it never arrives here, but may be seen elsewhere.
  tabEvent("the server answers", 24, (tab, random, world) => {
    const request = requestIn(tab);
    if (!request) return false;
    const how = random.of(ANSWERS);
    const navigation = answer(world, request, how, random.oneIn(3));
    world.say(() => `tab ${tab.name}: the server answers: ${how}`);
    const fate = random.below(8);
    if (fate > 2) world.commit(tab, navigation, random.flip());
    else if (fate > 0) tab.navigating = navigation;
    return true;
  }),
];
