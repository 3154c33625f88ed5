// Addresses and history: what is left of a response.
import { isYoung } from "../server/grants.ts";
import { PENDING } from "../world/apps.ts";
import type { Page } from "../world/page.ts";
import type { Tab } from "../world/tab.ts";
import { carriesResponse, parsed, valuesOf } from "../world/text.ts";
import type { World } from "../world/world.ts";

/** The mark of a response is no parameter of the protocol, and stays where the app's own would. */
const withoutMark = (url: string): string => url.replace(/[?&]grant=[^&#]*/g, "");

/** Where a response was handled, or taken out at import, only the app's own address is left. */
export const checkAddresses = (tab: Tab, world: World): void => {
  for (const { url, own } of tab.history.entries.filter((it) => it.isClean && it.url !== it.own)) {
    const { issuer } = world;
    const states = [...tab.issued, ...world.popups].map(({ state }) => state);
    const codes = issuer.codes.map(({ code }) => code);
    const secret = [...issuer.tokens, ...codes, ...states].find((it) => url.includes(it));
    if (carriesResponse(url) && !carriesResponse(own)) world.broke("address", `a response is in ${url}`);
    else if (secret) world.broke("address", `${secret} is in ${url}`);
    else if (withoutMark(url) !== withoutMark(own)) world.broke("own", `${url} is left of ${own}`);
  }
};

/** A response that somebody waits for is gone after the import; and what is the app's own, while nobody does, is as it was. */
export const checkImport = (page: Page, before: string): void => {
  const { tab, world } = page;
  const stored: any[] = parsed(tab.storage.items.get(PENDING)) ?? [];
  const isAnyLive = tab.issued.some(
    (it) =>
      before.startsWith(it.app.redirectUri) &&
      stored.some(({ state }) => state === it.state) &&
      !it.isEnded &&
      isYoung(it, world.now),
  );
  const hasToken = valuesOf(before, "access_token").length > 0;
  if (!tab.storage.isRefused && isAnyLive && hasToken && carriesResponse(page.href)) {
    world.broke("address", `${page.href} was not cleaned at import`);
  }
  const isOfOurForm = /state=(?:popup-)?[a-p]{64}(?![^&#])/.test(before);
  if (page.href !== before && !isAnyLive && !hasToken && !isOfOurForm)
    world.broke("own", `nobody waits, and ${before} was changed`);
};
