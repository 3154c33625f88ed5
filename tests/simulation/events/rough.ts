// What mostly ends what others have begun: a clock that jumps, storage that fails, a hostile page.
import type { Random } from "../run/random.ts";
import { forge } from "../server/forgery.ts";
import type { Mood } from "../world/storage.ts";
import type { Navigation, Tab } from "../world/tab.ts";
import type { World } from "../world/world.ts";
import { aTab, type Event, event } from "./event.ts";

/** Milliseconds: about the lifetimes of sign-ins and sessions, and further. */
const JUMPS = [60_000, 599_999, 600_000, 700_000, 3_600_000, 86_400_000, 1e12];

const setClock = (world: World, ms: number): boolean => {
  world.now += ms;
  if (ms > 0) world.elapsed += ms;
  world.say(() => `the clock goes on by ${ms / 1000} s`);
  return true;
};

const turn =
  (mood: (random: Random) => Mood) =>
  (world: World, random: Random): boolean => {
    const tab = aTab(world, random);
    const next = mood(random);
    if (tab.storage.mood === next) return false;
    tab.storage.mood = next;
    world.say(() => `tab ${tab.name}: storage is ${JSON.stringify(next)}`);
    return true;
  };

const turnLocal = (world: World, random: Random): boolean => {
  const mood = random.of<Mood>(["good", "good", "blocked", "full", { flaky: 1 }]);
  if (random.oneIn(6)) {
    world.local.clear();
    world.rules.localCleared();
    world.say(() => "localStorage is cleared");
    return true;
  }
  if (world.local.mood === mood) return false;
  world.local.mood = mood;
  world.say(() => `localStorage is ${JSON.stringify(mood)}`);
  return true;
};

/** At once, where it differs in its fragment alone; else as a navigation, which may take a while. */
const send = (world: World, tab: Tab, navigation: Navigation, random: Random): boolean => {
  const front = (url: string) => url.split("#")[0];
  const isJump = navigation.url.includes("#") && front(tab.history.current.url) === front(navigation.url);
  if (isJump && tab.page) world.jump(tab, navigation);
  else if (!random.oneIn(3)) world.commit(tab, navigation, random.flip());
  else tab.navigating = navigation;
  return true;
};

export const ROUGH_EVENTS: Event[] = [
  event("some seconds pass", 5, (world, random) => setClock(world, random.below(30_000))),
  event("the clock jumps ahead", 3, (world, random) => setClock(world, random.of(JUMPS))),
  event("the clock is set back", 3, (world, random) => setClock(world, -random.of(JUMPS))),
  event(
    "storage behaves",
    5,
    turn(() => "good"),
  ),
  event(
    "storage is blocked",
    1,
    turn(() => "blocked"),
  ),
  event(
    "storage is full",
    1,
    turn(() => "full"),
  ),
  event(
    "storage fails on some calls",
    2,
    turn((random) => ({ flaky: random.of([1, 2, 4, 8, 1 + random.below(255)]) })),
  ),
  event("storage is cleared", 1, (world, random) => {
    const tab = aTab(world, random);
    tab.storage.clear();
    world.say(() => `tab ${tab.name}: storage is cleared`);
    return true;
  }),
  event("localStorage turns", 2, turnLocal),
  event("a forged response comes", 14, (world, random) =>
    send(world, aTab(world, random), forge(world, random), random),
  ),
  event("an address that was seen before comes again", 8, (world, random) => {
    const navigation = random.any(world.seen);
    return navigation !== undefined && send(world, aTab(world, random), navigation, random);
  }),
];
