// What the app's own scripts do.

import type { Handled } from "../rules/rules.ts";
import type { Random } from "../run/random.ts";
import { isBoundLike } from "../world/apps.ts";
import type { Created } from "../world/copy.ts";
import type { Page } from "../world/page.ts";
import { carriesResponse, isResponse, ownPart } from "../world/text.ts";
import { INBOX } from "../world/world.ts";
import { aClient, clientEvent, type Event, event, pageEvent } from "./event.ts";

export const signIn = ({ copy, app, client }: Created, random: Random, times = 1): void => {
  const returnTo = random.of([undefined, undefined, undefined, "/inbox?tab=3#bottom", "//evil.example/"]);
  const scope = random.of([undefined, undefined, "users:read cash:read message:write"]);
  for (let i = 0; i < times; i++) {
    const appState = { draft: copy.world.number() };
    copy.wish = { app, appState: JSON.stringify(appState), controller: new AbortController() };
    copy.watch("sign-in", client.signInWithRedirect({ returnTo, scope, appState }));
  }
};

/** The app lets the package handle the response, and goes on with what came of it. */
export const handle = ({ copy, app, client }: Created): Promise<Handled> => {
  copy.handledBy = app;
  const { page, world } = copy;
  const { current } = page.tab.history;
  const isHandled = world.rules.handling(copy);
  const promise = client.handleRedirectCallback();
  // What it gives for a response is there at once, or is a code's exchange or a popup's.
  let isClean = !copy.handled.has(promise) && (!carriesResponse(page.href) || isResponse(page.href));
  const outcome = (told: string, value: object | null): Handled => {
    const isNew = value !== null && !copy.handled.has(value);
    if (value !== null) copy.handled.add(value);
    // A result that it gave before is not this address's, nor is an exchange that a reload broke off.
    isClean &&= isNew && told !== "cancelled";
    return { told, value, isNew };
  };
  const handled = promise.then(
    (value) => outcome(value ? "signed in" : "null", value),
    (error) => outcome(String(error.code), error),
  );
  world.afterStep.push(() => {
    if (isClean) current.isClean = true;
  });
  copy.handled.add(promise);
  copy.say(() => `${app.clientId} handles ${copy.taken ?? page.href}`);
  copy.watch("callback", promise, (code, value) => {
    isHandled(code, value);
    if (code !== null || value) copy.place = value?.returnTo ?? copy.place;
  });
  return handled;
};

/** By one client, or by two for the same app, one straight after the other. */
const handleTwice = (page: Page, random: Random): void => {
  const one = aClient(page, random);
  const other = aClient(page, random);
  const next = isBoundLike(one.app, other.app) ? other : one;
  const { rules } = page.world;
  const { copy } = one;
  const areHandled = copy === next.copy ? rules.handlingTwice(copy) : rules.handlingByBoth(copy, next.copy);
  const both = [handle(one), handle(next)] as const;
  const { isRefused } = page.tab.storage;
  Promise.all(both).then(([first, second]) => {
    if (!isRefused) areHandled(first, second);
  });
};

export const refresh = ({ copy, app, client }: Created): void => {
  const isRefreshed = copy.world.rules.refreshing(copy, app);
  copy.watch("refresh", client.refresh(), isRefreshed);
};

export const APP_EVENTS: Event[] = [
  clientEvent("a client is created", 6, ({ copy }, random) => {
    if (copy.clients.length > 2) return false;
    copy.create(random.of(copy.world.apps));
    return true;
  }),
  pageEvent("the page loads the package once more", 5, (page, random, world) => {
    if (page.copies.length > 1) return false;
    page.load(random.of(world.apps));
    return true;
  }),
  clientEvent("a client is disposed of", 1, ({ client }) => client.dispose()),
  clientEvent("a sign-in starts", 14, (created, random) => signIn(created, random)),
  clientEvent("a sign-in starts twice", 3, (created, random) => signIn(created, random, 2)),
  clientEvent("twenty sign-ins start", 1, (created, random) => random.oneIn(4) && signIn(created, random, 20)),
  clientEvent("a callback is handled", 18, (created) => void handle(created)),
  pageEvent("a callback is handled twice", 8, handleTwice),
  clientEvent("the app goes back to where the sign-in started", 4, ({ copy }) => {
    if (copy.place === null) return false;
    const { page, world } = copy;
    const url = `https://app.example${copy.place}`;
    copy.place = null;
    copy.say(() => `the app goes back to ${url}`);
    world.rules.told("place", { url });
    const { current } = page.tab.history;
    // It may hold a `?code=` or `?error=`: nobody could tell whether that was the app's own.
    current.isClean &&= !carriesResponse(url);
    current.own = ownPart(url);
    current.url = url;
    page.notice(url);
    return true;
  }),
  pageEvent("the app's router goes elsewhere", 4, (page, random) => {
    const url = random.of([INBOX, "https://app.example/#/inbox", "https://app.example/callback"]);
    page.say(() => `the app goes to ${url}`);
    page.tab.go({ url, own: url }, page.id);
  }),
  clientEvent("a token is asked for", 4, ({ copy, app, client }) => {
    copy.watch("token", client.getAccessToken(), (code, token) => {
      if (code === null) copy.world.rules.tokenGiven(copy, app, token);
    });
  }),
  clientEvent("the app asks for a refresh", 8, (created, random) => {
    for (let i = random.of([1, 1, 2]); i > 0; i--) refresh(created);
  }),
  event("every tab asks for a refresh", 8, (world, random) => {
    if (world.tabs.length < 2) return false;
    for (const page of world.pages) refresh(aClient(page, random));
    return true;
  }),
  pageEvent("both copies of a page ask for a refresh", 4, ({ copies }, random) => {
    if (copies.length < 2) return false;
    for (const { clients } of copies) refresh(random.of(clients));
    return true;
  }),
  clientEvent("the user signs out", 4, (created) => created.copy.world.rules.signingOut(created)),
];
