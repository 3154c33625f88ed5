// Decides which copy of a session is used: this tab's, or one that another document stored or another tab sent.
import type { Config } from "../module/exports.ts";
import type { Session } from "./record.ts";
import { isOutdated } from "./storage.ts";

/** Returns a newer copy. If it has no refresh token, and ours was not replaced since, it gets ours. */
export const withRefreshToken = (found: Session, ours: Session): Session =>
  found.refreshToken || (found.rotatedAt as number) > ours.refreshes || isOutdated(ours)
    ? found
    : { ...found, refreshToken: ours.refreshToken };

/**
 * Returns the session to hold after another tab sent one; null means to keep ours. `isAwaited` says whether a tab without a
 * session takes the one that was sent.
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
