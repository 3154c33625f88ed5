// A session as the package holds it, and what an app gets to see of it.
import type { Session as SessionView } from "../types.ts";

/** A session with its tokens, as the module makes it: plain data, which goes to storage and to other tabs as it is. */
export interface Session {
  id: string;
  accessToken?: string;
  refreshToken?: string;
  tokenType: "Bearer";
  scope?: string[] | null;
  expiresAt?: number | null;
  /** From then on a token is refreshed before it is used. */
  freshUntil?: number | null;
  /** How often it was refreshed. */
  refreshes: number;
  /** After how many refreshes it got its refresh token. */
  rotatedAt?: number;
  extra?: Record<string, string>;
}

export const isText = (value: unknown): value is string => typeof value === "string";

/** Whether a value is a session, with a token to use or to refresh with. */
export const isSession = (value: unknown): value is Session => {
  const { id, accessToken = "", refreshToken = "", scope = null, refreshes } = (value ?? {}) as Session;
  const isWhole = [id, accessToken, refreshToken].every(isText) && (scope === null || Array.isArray(scope));
  return isWhole && Number.isFinite(refreshes) && accessToken + refreshToken !== "";
};

/** Whether a session can be used, at once or after a refresh. A token without a known expiry counts as valid. */
export const isUsable = (session: Session): boolean =>
  Boolean(session.refreshToken) || Date.now() < (session.expiresAt ?? Infinity);

/** What an app may see of a session: everything but the tokens. Its arrays and objects are copies, which the app owns. */
export const publicView = (session: Session | null): SessionView | null => {
  if (!session) return null;
  const { accessToken, refreshToken, refreshes, rotatedAt, freshUntil, ...rest } = session;
  return Object.freeze({ ...rest, scope: rest.scope?.slice() ?? null, extra: { ...rest.extra } }) as SessionView;
};
