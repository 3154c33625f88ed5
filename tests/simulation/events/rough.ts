// What mostly ends what others have begun: a clock that jumps, storage that fails, a hostile page.
import type { Random } from "../run/random.ts";
import { forge } from "../server/forgery.ts";
import type { FakeStorage, Mood } from "../world/storage.ts";
import type { Navigation, Tab } from "../world/tab.ts";
import type { World } from "../world/world.ts";
import { aTab, type Event, event, tabEvent } from "./event.ts";

/** Milliseconds: about the lifetimes of sign-ins and sessions, and further. */
const JUMPS = [60_000, 599_999, 600_000, 700_000, 3_600_000, 86_400_000, 1e12];

const setClock = (world: World, ms: number): void => {
  world.now += ms;
  if (ms > 0) world.elapsed += ms;
  world.say(() => `the clock goes on by ${ms / 1000} s`);
};

/** From then on the store behaves in that way. */
const turn = (world: World, store: FakeStorage, name: string, mood: Mood): boolean => {
  if (store.mood === mood) return false;
  store.mood = mood;
  world.say(() => `${name} is ${JSON.stringify(mood)}`);
  return true;
};

const storageTurns = (name: string, weight: number, mood: (random: Random) => Mood): Event =>
  tabEvent(name, weight, (tab, random, world) => turn(world, tab.storage, `tab ${tab.name}: storage`, mood(random)));

/** At once, where it differs in its fragment alone; else as a navigation, which may take a while. */
const send = (world: World, tab: Tab, navigation: Navigation, random: Random): void => {
  const front = (url: string) => url.split("#")[0];
  const isJump = navigation.url.includes("#") && front(tab.history.current.url) === front(navigation.url);
  if (isJump && tab.page) world.jump(tab, navigation);
  else if (!random.oneIn(3)) world.commit(tab, navigation, random.flip());
  else tab.navigating = navigation;
};

export const ROUGH_EVENTS: Event[] = [
  event("some seconds pass", 5, (world, random) => setClock(world, random.below(30_000))),
  event("the clock jumps ahead", 3, (world, random) => setClock(world, random.of(JUMPS))),
  event("the clock is set back", 3, (world, random) => setClock(world, -random.of(JUMPS))),
  storageTurns("storage behaves", 5, () => "good"),
  storageTurns("storage is blocked", 1, () => "blocked"),
  storageTurns("storage is full", 1, () => "full"),
  storageTurns("storage fails on some calls", 2, (random) => ({
    flaky: random.of([1, 2, 4, 8, 1 + random.below(255)]),
  })),
  tabEvent("storage is cleared", 1, (tab, _, world) => {
    tab.storage.clear();
    world.say(() => `tab ${tab.name}: storage is cleared`);
  }),
  event("localStorage turns", 2, (world, random) => {
    const mood = random.of<Mood>(["good", "good", "blocked", "full", { flaky: 1 }]);
    if (!random.oneIn(6)) return turn(world, world.local, "localStorage", mood);
    world.local.clear();
    world.rules.marked.clear();
    world.say(() => "localStorage is cleared");
    return true;
  }),
  tabEvent("a forged response comes", 14, (tab, random, world) => send(world, tab, forge(world, random), random)),
  event("an address that was seen before comes again", 8, (world, random) => {
    const navigation = random.any(world.seen);
    return navigation !== undefined && send(world, aTab(world, random), navigation, random);
  }),
];
