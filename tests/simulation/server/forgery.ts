// A hostile page: addresses that look like responses. It knows its own tokens, and every state that is over; one of a
// sign-in that waits it cannot know.
import type { Random } from "../run/random.ts";
import { isStateInUri } from "../world/apps.ts";
import type { Navigation } from "../world/tab.ts";
import { jwt } from "../world/text.ts";
import type { World } from "../world/world.ts";
import { withResponse } from "./authorization.ts";

export const forge = (world: World, random: Random): Navigation => {
  const app = random.of(world.apps);
  const number = world.number();
  const clientId = random.flip() ? app.clientId : "evil-app";
  const token = random.oneIn(3) ? `evil-${number}.` : jwt({ clientId, scope: ["*"], evil: number });
  const state = knownState(world, random);
  const inQuery = `${isStateInUri(app) ? "oauth_state" : "state"}=${state}`;
  const responses = [
    `access_token=${token}&access_token=${token}`,
    `access_token=${token}&expires_in=%ZZ`,
    `access%5Ftoken=${token}&token_type=Bearer`,
    `code=evil-code-${number}`,
    `error=access_denied&error_description=evil-${number}`,
    `error=access_denied&access_token=${token}`,
    `access_token=${token}&${inQuery}`,
    "access_token=",
    random.oneIn(8) ? `access_token=${token}&scope=${"a".repeat(70_000)}` : `access_token=${token}`,
    `access_token=${token}&token_type=bearer`,
    `access_token=${token}&token_type=bearer`,
    `access_token=${token}&token_type=bearer`,
  ];
  let response = random.of(responses);
  if (!random.oneIn(4)) response += `&${inQuery}`;
  if (response.includes(token)) world.issuer.forged.push(token);
  const isInQuery = random.oneIn(3);
  const query = random.of(["", "x=1&x=%20"]);
  const route = isInQuery ? random.of(["", "#/inbox"]) : "";
  const base =
    query === "" ? app.redirectUri : `${app.redirectUri}${app.redirectUri.includes("?") ? "&" : "?"}${query}`;
  const url = withResponse(base, `${response}&grant=evil-${number}`, isInQuery) + route;
  const navigation = { url, own: base + route };
  world.seen.push(navigation);
  return navigation;
};

/** One that is over in every tab that has it, or one that was never issued. */
const knownState = (world: World, random: Random): string => {
  const issued = [...world.tabs.flatMap((tab) => tab.issued), ...world.popups];
  const over = issued.filter(({ state }) => issued.every((it) => it.state !== state || it.isEnded));
  const known = random.any(over);
  if (known && !random.oneIn(4)) return known.state;
  // Of the package's own form, and of another's.
  return random.of([`popup-${"p".repeat(64)}`, "p".repeat(64), `made-up-${random.below(1e9)}`]);
};
