// A sign-in by popup, and what may come between the popup and the page that opened it.
import { signedIn } from "../rules/sign_ins.ts";
import type { Random } from "../run/random.ts";
import type { Created } from "../world/copy.ts";
import type { Page } from "../world/page.ts";
import { clientEvent, type Event, pageEvent } from "./event.ts";
import { passUntil } from "./network.ts";

/** As many tabs as there are at the most, popups among them. */
const TABS = 5;

/** The browser blocks those that come out of the blue. */
export const startPopup = ({ copy, app, client }: Created, random: Random): void => {
  const { world } = copy;
  copy.isPopupBlocked = random.oneIn(8) || world.tabs.length >= TABS;
  const appState = { draft: world.number() };
  const controller = new AbortController();
  copy.wish = { app, appState: JSON.stringify(appState), controller };
  const scope = random.of([undefined, undefined, "users:read cash:read message:write"]);
  const promise = client.signInWithPopup({ appState, scope, signal: controller.signal });
  copy.watch("popup", promise, (code, value) => {
    copy.popups = copy.popups.filter((it) => it.controller !== controller);
    if (code === null) signedIn(copy, value);
  });
};

const waiting = ({ copies }: Page) => copies.flatMap(({ popups }) => popups).at(0);

export const POPUP_EVENTS: Event[] = [
  clientEvent("a sign-in by popup starts", 6, startPopup),
  pageEvent("the popup looks closed", 2, async (page, _, world) => {
    const popup = waiting(page);
    if (!popup || popup.looksClosed) return false;
    popup.looksClosed = true;
    page.say(() => "the popup looks closed");
    for (const ms of [300, 4_300]) await passUntil(page, world.elapsed + ms);
    return true;
  }),
  pageEvent("a sign-in by popup is given up", 2, (page) => {
    const popup = waiting(page);
    popup?.controller.abort(new Error("aborted"));
    return popup !== undefined;
  }),
];
