// What stores hold of sessions and tokens.
import { isInMemory, storesRefreshToken } from "../world/apps.ts";
import type { Tab } from "../world/tab.ts";
import { parsed } from "../world/text.ts";
import type { World } from "../world/world.ts";

/** Remembers which sessions the documents of a tab may have from its store. */
export const noteKept = ({ storage, kept }: Tab): void => {
  if (!storage.isChanged) return;
  for (const text of storage.items.values()) {
    const session = parsed(text);
    if (session?.accessToken || session?.refreshToken) kept.add(session.id);
  }
};

/** Whatever a store holds of tokens belongs to a session that was accepted, and may be stored. */
export const checkStored = (tab: Tab, world: World): void => {
  if (!tab.storage.isChanged) return;
  const { issuer, local } = world;
  for (const [name, text] of tab.storage.items) {
    const forged = issuer.forged.find((token) => text.includes(token));
    if (forged) world.broke("attacker", `${name} holds ${forged}`);
    const session = parsed(text);
    if (!session?.accessToken && !session?.refreshToken) {
      const token = issuer.grants.find((grant) => text.includes(grant.token));
      if (token) world.broke("stored", `${name} holds ${token.token}`);
      continue;
    }
    const apps = world.apps.filter((app) => app.key === name);
    const known = world.rules.sessions.get(session.id);
    const grant = issuer.numbered(session.extra?.grant);
    const { accessToken, refreshToken } = session;
    // Without localStorage a page cannot know that the refresh token which it has is older than the rest.
    const isOlder = local.isTroubled && issuer.familyOf(refreshToken) === issuer.familyOf(grant?.refreshToken ?? "");
    const isWhole =
      grant?.isGood &&
      grant.state === known?.state &&
      [undefined, grant.token].includes(accessToken) &&
      ([undefined, grant.refreshToken].includes(refreshToken) || isOlder);
    if (!known) world.broke("stored", `${name} holds ${text}`);
    else if (!isWhole) world.broke("mixed", `${name} holds ${text}`);
    const isForMemory = (apps.every(isInMemory) && accessToken) || (!apps.some(storesRefreshToken) && refreshToken);
    if (isForMemory) world.broke("stored", `${text} is to live in memory`);
  }
};
