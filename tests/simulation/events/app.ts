// What the app's own scripts do.

import type { Handled } from "../rules/rules.ts";
import type { Random } from "../run/random.ts";
import { isBoundLike } from "../world/apps.ts";
import type { Created } from "../world/copy.ts";
import { appAt, type Page } from "../world/page.ts";
import { carriesResponse, isResponse, ownPart } from "../world/text.ts";
import { INBOX } from "../world/world.ts";
import { aClient, type Event, event, onClient, onPage } from "./event.ts";

export const signIn = ({ copy, app, client }: Created, random: Random, times = 1): boolean => {
  const returnTo = random.of([undefined, undefined, undefined, "/inbox?tab=3#bottom", "//evil.example/"]);
  const scope = random.of([undefined, undefined, "users:read cash:read message:write"]);
  for (let i = 0; i < times; i++) {
    const appState = { draft: copy.world.number() };
    copy.wish = { app, appState: JSON.stringify(appState), controller: new AbortController() };
    copy.watch("sign-in", client.signInWithRedirect({ returnTo, scope, appState }));
  }
  return true;
};

/** The app lets the package handle the response, and goes on with what came of it. */
export const handle = ({ copy, app, client }: Created): Promise<Handled> => {
  copy.handledBy = app;
  const { page, world } = copy;
  const { current } = page.tab.history;
  const before = world.rules.beforeHandling(page);
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
    world.rules.handled(copy, code, value, before);
    if (code !== null || value) copy.place = value?.returnTo ?? copy.place;
  });
  return handled;
};

/** By one client, or by two for the same app, one straight after the other. */
const handleTwice = (page: Page, random: Random): boolean => {
  const one = aClient(page, random);
  const other = aClient(page, random);
  const next = isBoundLike(one.app, other.app) ? other : one;
  const { rules } = page.world;
  const { copy } = one;
  const mayDiffer = rules.beforeTwice(copy);
  const responses = rules.beforeBoth(page, [copy, next.copy]);
  const both = [handle(one), handle(next)] as const;
  const { isRefused } = page.tab.storage;
  Promise.all(both).then(([first, second]) => {
    if (isRefused) return;
    if (copy === next.copy) rules.handledTwice(first, second, mayDiffer);
    else rules.handledByBoth(first, second, responses);
  });
  return true;
};

export const refresh = ({ copy, app, client }: Created): boolean => {
  const { rules } = copy.world;
  const before = rules.beforeRefresh(copy, app);
  copy.watch("refresh", client.refresh(), (code) => rules.refreshed(copy, app, code, before));
  return true;
};

const goBack = ({ copy }: Created): boolean => {
  if (copy.place === null) return false;
  const { page } = copy;
  const url = `https://app.example${copy.place}`;
  copy.place = null;
  copy.say(() => `the app goes back to ${url}`);
  copy.world.rules.told("place", { url });
  const { current } = page.tab.history;
  // It may hold a `?code=` or `?error=`: nobody could tell whether that was the app's own.
  current.isClean &&= !carriesResponse(url);
  current.own = ownPart(url);
  current.url = url;
  page.notice(url);
  return true;
};

const signOut = (created: Created): boolean => {
  created.copy.world.rules.signingOut(created);
  return true;
};

export const APP_EVENTS: Event[] = [
  event(
    "a client is created",
    6,
    onClient(({ copy }, random, world) => {
      if (copy.clients.length > 2) return false;
      copy.create(appAt(random.of(world.apps)));
      return true;
    }),
  ),
  event(
    "the page loads the package once more",
    5,
    onPage((page, random, world) => {
      if (page.copies.length > 1) return false;
      page.load(appAt(random.of(world.apps)));
      return true;
    }),
  ),
  event(
    "a client is disposed of",
    1,
    onClient(({ client }) => {
      client.dispose();
      return true;
    }),
  ),
  event(
    "a sign-in starts",
    14,
    onClient((created, random) => signIn(created, random)),
  ),
  event(
    "a sign-in starts twice",
    3,
    onClient((created, random) => signIn(created, random, 2)),
  ),
  event(
    "twenty sign-ins start",
    1,
    onClient((created, random) => random.oneIn(4) && signIn(created, random, 20)),
  ),
  event(
    "a callback is handled",
    18,
    onClient((created) => {
      handle(created);
      return true;
    }),
  ),
  event("a callback is handled twice", 8, onPage(handleTwice)),
  event("the app goes back to where the sign-in started", 4, onClient(goBack)),
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
    onClient(({ copy, app, client }) => {
      copy.watch("token", client.getAccessToken(), (code, token) => {
        if (code === null) copy.world.rules.tokenGiven(copy, app, token);
        // It was asked for: what is told of a token is checked elsewhere.
      });
      return true;
    }),
  ),
  event(
    "the app asks for a refresh",
    8,
    onClient((created, random) => {
      for (let i = random.of([1, 1, 2]); i > 0; i--) refresh(created);
      return true;
    }),
  ),
  event("every tab asks for a refresh", 8, (world, random) => {
    if (world.tabs.length < 2) return false;
    for (const page of world.pages) refresh(aClient(page, random));
    return true;
  }),
  event(
    "both copies of a page ask for a refresh",
    4,
    onPage(({ copies }, random) => {
      if (copies.length < 2) return false;
      for (const { clients } of copies) refresh(random.of(clients));
      return true;
    }),
  ),
  event("the user signs out", 4, onClient(signOut)),
];
