// What the user does with tabs, and the authorization server with one that shows its page.

import type { Random } from "../run/random.ts";
import { ANSWERS, answer } from "../server/authorization.ts";
import { readRequest } from "../server/grants.ts";
import type { Tab } from "../world/tab.ts";
import { INBOX, type World } from "../world/world.ts";
import { aTab, type Event, event } from "./event.ts";

/** As many tabs as there are at the most. */
const TABS = 3;

const arrive = (world: World, random: Random): boolean => {
  const tab = aTab(world, random);
  if (!tab.navigating) return false;
  world.commit(tab, tab.navigating, random.flip());
  return true;
};

/** The browser shows a page of its own. */
const fail = (world: World, random: Random): boolean => {
  const tab = aTab(world, random);
  if (!tab.navigating) return false;
  world.commit(tab, { url: "about:error", own: "about:error" }, random.flip());
  return true;
};

const traverse = (world: World, random: Random, steps: number): boolean => {
  const tab = aTab(world, random);
  const to = tab.history.at + steps;
  if (to < 0 || to >= tab.history.entries.length) return false;
  world.traverse(tab, to, random.flip());
  return true;
};

/** A link of the app's, whose parameter has the name of a response's. */
const followCoupon = (world: World, random: Random): boolean => {
  const url = random.of(["https://app.example/callback?code=coupon#/shop", "https://app.example/inbox?code=coupon"]);
  const own = url.includes("callback") ? "https://app.example/callback#/shop" : url;
  world.commit(aTab(world, random), { url, own }, random.flip());
  return true;
};

const requestIn = (tab: Tab) => (tab.page || tab.navigating ? null : readRequest(tab.history.current.url));

/** Late, its answer is still on its way; lost, it never arrives here, but may be seen elsewhere. */
const serverAnswers = (world: World, random: Random): boolean => {
  const tab = aTab(world, random);
  const request = requestIn(tab);
  if (!request) return false;
  const how = random.of(ANSWERS);
  const navigation = answer(world, request, how, random.oneIn(3));
  world.say(() => `tab ${tab.name}: the server answers: ${how}`);
  const fate = random.below(8);
  if (fate > 2) world.commit(tab, navigation, random.flip());
  else if (fate > 0) tab.navigating = navigation;
  return true;
};

/** In that tab, as the user wishes, and at once. */
export const serverGrants = (world: World, tab: Tab, random: Random): boolean => {
  const request = requestIn(tab);
  if (!request) return false;
  world.commit(
    tab,
    answer(world, request, random.of(["grants", "grants", "grants less"]), random.oneIn(3)),
    random.flip(),
  );
  return true;
};

export const USER_EVENTS: Event[] = [
  event("a navigation arrives", 26, arrive),
  event("a navigation fails", 1, fail),
  event("the user opens a tab", 4, (world) => {
    if (world.tabs.length >= TABS) return false;
    world.say(() => "a tab is opened");
    world.open(INBOX);
    return true;
  }),
  event("the user duplicates a tab", 6, (world, random) => {
    if (world.tabs.length >= TABS) return false;
    world.duplicate(aTab(world, random));
    return true;
  }),
  event("the user closes a tab", 2, (world, random) => {
    if (world.tabs.length < 2) return false;
    world.close(aTab(world, random));
    return true;
  }),
  event("the user reloads", 6, (world, random) => {
    world.reload(aTab(world, random));
    return true;
  }),
  event("the user goes back", 8, (world, random) => traverse(world, random, -random.of([1, 1, 2]))),
  event("the user goes forward", 4, (world, random) => traverse(world, random, 1)),
  event("the user follows a link of the app's", 6, (world, random) => {
    const tab = aTab(world, random);
    if (!tab.page) return false;
    world.commit(tab, { url: INBOX, own: INBOX }, !random.oneIn(4));
    return true;
  }),
  event("the user follows a link with the app's own code", 3, followCoupon),
  event("the server answers", 24, serverAnswers),
];
