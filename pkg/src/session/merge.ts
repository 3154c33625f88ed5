// Which copy of a session counts: this tab's, or the one that another document has stored or another tab has sent.
import type { Config } from "../module/exports.d.ts";
import type { Session } from "./record.ts";
import { isOutdated } from "./storage.ts";

/** Returns a newer copy, with the refresh token of ours where it has none and ours was not replaced since. */
export const withRefreshToken = (found: Session, ours: Session): Session =>
  found.refreshToken || (found.rotatedAt as number) > ours.refreshes || isOutdated(ours)
    ? found
    : { ...found, refreshToken: ours.refreshToken };

/**
 * Returns the session to hold after another tab has sent one; null keeps ours. `isAwaited` tells whether a tab without a
 * session takes this one.
 */
export const merge = (
  sent: Session,
  ours: Session | null,
  isAwaited: boolean,
  { refreshTokenStore }: Config,
): Session | null => {
  const isOurs = ours?.id === sent.id;
  const found = isOurs ? withRefreshToken(sent, ours) : sent;
  const next = refreshTokenStore === "discard" ? { ...found, refreshToken: undefined } : found;
  const isNewer = isOurs && next.refreshes > ours.refreshes;
  const knowsMore = isOurs && next.refreshes === ours.refreshes && next.refreshToken && !ours.refreshToken;
  return isNewer || knowsMore || (!ours && isAwaited) ? next : null;
};
