// What the app's own scripts do.

import type { Handled } from "../rules/rules.ts";
import type { Random } from "../run/random.ts";
import type { App } from "../world/apps.ts";
import { isBoundLike } from "../world/apps.ts";
import type { Client } from "../world/client.ts";
import { appAt, type Page } from "../world/page.ts";
import { carriesResponse, isResponse, ownPart } from "../world/text.ts";
import { INBOX } from "../world/world.ts";
import { aClient, type Event, event, onPage } from "./event.ts";

export const signIn = (
  page: Page,
  { app, client }: { app: App; client: Client },
  random: Random,
  times = 1,
): boolean => {
  const returnTo = random.of([undefined, undefined, undefined, "/inbox?tab=3#bottom", "//evil.example/"]);
  const scope = random.of([undefined, undefined, "users:read cash:read message:write"]);
  for (let i = 0; i < times; i++) {
    const appState = { draft: page.world.number() };
    page.wish = { app, appState: JSON.stringify(appState), controller: new AbortController() };
    page.watch("sign-in", client.signInWithRedirect({ returnTo, scope, appState }));
  }
  return true;
};

/** The app lets the package handle the response, and goes on with what came of it. */
export const handle = (page: Page, { app, client }: { app: App; client: Client }): Promise<Handled> => {
  page.handledBy = app;
  const { current } = page.tab.history;
  const before = page.world.rules.beforeHandling(page);
  const promise = client.handleRedirectCallback();
  const isNew = !page.handled.has(promise);
  page.handled.add(promise);
  // What it gives for a response is there at once, or is a code's exchange or a popup's.
  let isClean = isNew && (!carriesResponse(page.href) || isResponse(page.href));
  const outcome = promise.then(
    (value) => ({ told: value ? "signed in" : "null", value: value as unknown }),
    (error) => ({ told: String(error.code), value: error as unknown }),
  );
  outcome.then(({ told, value }) => {
    // A result that it gave before is not this address's, nor is an exchange that a reload broke off.
    isClean &&= value !== null && told !== "cancelled" && !page.handled.has(value as object);
    if (value !== null) page.handled.add(value as object);
  });
  page.world.afterStep.push(() => {
    if (isClean) current.isClean = true;
  });
  page.say(() => `${app.clientId} handles ${page.taken ?? page.href}`);
  page.watch("callback", promise, (code, value) => {
    page.world.rules.handled(page, app, code, value, before);
    if (code !== null || value) page.place = value?.returnTo ?? page.place;
  });
  return outcome;
};

/** By one client, or by two of the same app, one straight after the other. */
const handleTwice = (page: Page, random: Random): boolean => {
  const one = aClient(page, random);
  const other = aClient(page, random);
  const before = page.world.rules.beforeTwice(page);
  const first = handle(page, one);
  const second = handle(page, isBoundLike(one.app, other.app) ? other : one);
  const { isRefused } = page.tab.storage;
  Promise.all([first, second]).then(([first, second]) =>
    page.world.rules.handledTwice(page, first, second, before, isRefused),
  );
  return true;
};

const refresh = (page: Page, { app, client }: { app: App; client: Client }): boolean => {
  const before = page.world.rules.beforeRefresh(page, app);
  page.watch("refresh", client.refresh(), (code) => page.world.rules.refreshed(page, app, code, before));
  return true;
};

const goBack = (page: Page): boolean => {
  if (page.place === null) return false;
  const url = `https://app.example${page.place}`;
  page.place = null;
  page.say(() => `the app goes back to ${url}`);
  page.world.rules.told(page, "place", { url });
  const { current } = page.tab.history;
  // It may hold a `?code=` or `?error=`: nobody could tell whether that was the app's own.
  current.isClean &&= !carriesResponse(url);
  current.own = ownPart(url);
  current.url = url;
  page.notice(url);
  return true;
};

const signOut = (page: Page, random: Random): boolean => {
  const { app, client } = aClient(page, random);
  page.world.rules.signingOut(page, app, client);
  return true;
};

export const startRefresh = refresh;

export const APP_EVENTS: Event[] = [
  event(
    "a client is created",
    6,
    onPage((page, random, world) => {
      if (page.clients.length > 2) return false;
      page.create(appAt(random.of(world.apps)));
      return true;
    }),
  ),
  event(
    "a client is disposed of",
    1,
    onPage((page, random) => {
      aClient(page, random).client.dispose();
      return true;
    }),
  ),
  event(
    "a sign-in starts",
    14,
    onPage((page, random) => signIn(page, aClient(page, random), random)),
  ),
  event(
    "a sign-in starts twice",
    3,
    onPage((page, random) => signIn(page, aClient(page, random), random, 2)),
  ),
  event(
    "twenty sign-ins start",
    1,
    onPage((page, random) => random.oneIn(4) && signIn(page, aClient(page, random), random, 20)),
  ),
  event(
    "a callback is handled",
    18,
    onPage((page, random) => {
      handle(page, aClient(page, random));
      return true;
    }),
  ),
  event("a callback is handled twice", 8, onPage(handleTwice)),
  event("the app goes back to where the sign-in started", 4, onPage(goBack)),
  event(
    "the app's router goes elsewhere",
    4,
    onPage((page, random) => {
      const url = random.of([INBOX, "https://app.example/#/inbox", "https://app.example/callback"]);
      page.say(() => `the app goes to ${url}`);
      page.route(url);
      return true;
    }),
  ),
  event(
    "a token is asked for",
    4,
    onPage((page, random) => {
      const { app, client } = aClient(page, random);
      page.watch("token", client.getAccessToken(), (code, token) => {
        if (code === null) page.world.rules.tokenGiven(page, app, token);
        // It was asked for: what is told of a token is checked elsewhere.
      });
      return true;
    }),
  ),
  event(
    "the app asks for a refresh",
    8,
    onPage((page, random) => {
      const client = aClient(page, random);
      for (let i = random.of([1, 1, 2]); i > 0; i--) refresh(page, client);
      return true;
    }),
  ),
  event("every tab asks for a refresh", 8, (world, random) => {
    if (world.tabs.length < 2) return false;
    for (const page of world.pages) refresh(page, aClient(page, random));
    return true;
  }),
  event("the user signs out", 4, onPage(signOut)),
];
