// A session as the package holds it, and the view of it that apps get.
import type { Session as SessionView } from "../types.ts";

/** A session with its tokens, as the module creates it: plain data, which is stored and sent to other tabs unchanged. */
export interface Session {
  id: string;
  accessToken?: string;
  refreshToken?: string | null;
  tokenType: "Bearer";
  /** When it began: after every session that was forgotten before (`storage.ts`). */
  startedAt?: number;
  scope?: string[] | null;
  expiresAt?: number | null;
  /** When the access token is due for a refresh, in milliseconds since the epoch. */
  refreshAt?: number | null;
  /** The number of refreshes. */
  refreshes: number;
  /** The number of refreshes after which the current refresh token was issued. */
  rotatedAt?: number;
  extra?: Record<string, string>;
}

const { isArray } = Array;
export const isText = (value: unknown): value is string => typeof value === "string";

/** Whether a value is a session that has an access token or a refresh token. */
export const isSession = (value: unknown): value is Session => {
  const { id, accessToken, refreshToken, scope = null, refreshes } = (value ?? {}) as Session;
  const tokens = [accessToken ?? "", refreshToken ?? ""];
  const isWhole = [id, ...tokens, ...(isArray(scope) ? scope : [])].every(isText) && (scope === null || isArray(scope));
  return isWhole && Number.isFinite(refreshes) && tokens.join("") !== "";
};

/** Whether a session can be used, at once or after a refresh. A token without a known expiry counts as valid. */
export const isUsable = (session: Session): boolean =>
  Boolean(session.refreshToken) || Date.now() < (session.expiresAt ?? Infinity);

/** Returns what an app may see of a session: no token. Arrays and objects are copies: the app may change them. */
export const publicView = (session: Session | null): SessionView | null => {
  if (!session) return null;
  const { id, tokenType, scope, expiresAt = null, extra, refreshToken } = session;
  // It may have come from storage: there an app's own record has any depth.
  const texts = Object.entries(extra ?? {}).filter(([, value]) => isText(value));
  return Object.freeze({
    id,
    tokenType,
    scope: scope?.slice() ?? null,
    expiresAt,
    extra: Object.fromEntries(texts),
    refreshable: Boolean(refreshToken),
  });
};
