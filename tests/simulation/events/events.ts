// All events, and which comes next.
import type { Random } from "../run/random.ts";
import type { World } from "../world/world.ts";
import { APP_EVENTS, handle, refresh, signIn } from "./app.ts";
import { aClient, aTab, type Event, event } from "./event.ts";
import { actOn, answer, deliver, endCall, grant, NETWORK_EVENTS, passUntil, startCall } from "./network.ts";
import { POPUP_EVENTS, startPopup } from "./popup.ts";
import { ROUGH_EVENTS } from "./rough.ts";
import { arrive, serverGrants, USER_EVENTS } from "./user.ts";

/** What comes next where nothing comes between: so that sign-ins are finished and sessions used, and not only disturbed. */
const course = async (world: World, random: Random): Promise<boolean> => {
  if (!random.oneIn(3)) {
    const asked = answer(world, random) || actOn(world, random, ["grants"]);
    if (asked || deliver(world, random) || grant(world, random)) return true;
  }
  const tab = aTab(world, random);
  if (arrive(tab, random, world) || serverGrants(world, tab, random)) return true;
  const { page } = tab;
  if (!page) return false;
  const soon = page.timers.ends.filter((due) => due - world.elapsed <= 1_000);
  if (soon.length > 0 && random.flip()) {
    await passUntil(page, Math.min(...soon));
    return true;
  }
  const one = aClient(page, random);
  const { copy } = one;
  if (random.oneIn(12)) startPopup(one, random);
  else if (copy.taken !== null && !copy.hasSignedIn) handle(one);
  else if (random.flip() && endCall(page, random, [[200], [401]])) return true;
  else if (!copy.sessionOf(one.app)) signIn(one, random);
  else if (random.oneIn(3)) refresh(one);
  else startCall(one, random);
  return true;
};

const EVENTS: readonly Event[] = [
  ...APP_EVENTS,
  ...NETWORK_EVENTS,
  ...USER_EVENTS,
  ...POPUP_EVENTS,
  ...ROUGH_EVENTS,
  event("things take their course", 150, course),
];

const TOTAL = EVENTS.reduce((sum, { weight }) => sum + weight, 0);

/** One event, chosen by weight. Calm worlds have few of the rough ones. */
export const choose = (random: Random, isCalm: boolean): Event => {
  for (;;) {
    let rest = random.below(TOTAL);
    const chosen = EVENTS.find(({ weight }) => {
      rest -= weight;
      return rest < 0;
    }) as Event;
    if (!isCalm || !ROUGH_EVENTS.includes(chosen) || random.oneIn(6)) return chosen;
  }
};
