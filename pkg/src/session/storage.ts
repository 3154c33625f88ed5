// A session in sessionStorage, as far as the configuration wants it there; and, in localStorage, tombstones: marks without
// tokens of what became of sessions, for tabs that were frozen or away when it was announced. Either store may be missing,
// blocked or full at any call: then it counts as empty.
import type { Config } from "../module/exports.d.ts";
import { isSession, isText, type Session } from "./record.ts";

type StoreName = "sessionStorage" | "localStorage";
type Policy = Pick<Config, "tokenStore" | "refreshTokenStore">;

/** The value under a key; null where there is none of use, undefined where the store cannot be read. */
const read = (store: StoreName, key: string) => {
  let text: string | null;
  try {
    text = globalThis[store].getItem(key);
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text as string);
  } catch {
    return null;
  }
};

/** Writes a value, or removes it where it is null; returns whether the store took it. */
const write = (store: StoreName, key: string, value: unknown) => {
  try {
    if (value === null) globalThis[store].removeItem(key);
    else globalThis[store].setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
};

/** The part of a session that is to survive a reload; null where that is no session. */
const storable = (session: Session | null, { tokenStore, refreshTokenStore }: Policy) => {
  const kept = { ...session };
  if (tokenStore === "memory") delete kept.accessToken;
  if (refreshTokenStore !== "session") delete kept.refreshToken;
  return isSession(kept) ? kept : null;
};

/** The stored session, as far as it is to be there; undefined where the store cannot be read. */
export const storedSession = (key: string, policy: Policy): Session | null | undefined => {
  const session = read("sessionStorage", key);
  return session === undefined ? undefined : storable(session, policy);
};

/** The id of this tab's session, where no more of it was to survive: another tab may have all of it. */
export const storedId = (key: string): string | null => {
  const id = read("sessionStorage", key)?.id;
  return isText(id) ? id : null;
};

/** Stores what is to survive a reload; returns whether that is a session and the store had room for it. */
export const persist = (key: string, session: Session | null, policy: Policy): boolean => {
  const kept = storable(session, policy);
  const isKept = write("sessionStorage", key, kept ?? (session && { id: session.id }));
  if (!isKept) write("sessionStorage", key, null);
  return isKept && kept !== null;
};

const TOMBSTONES = "coolsms-oauth2.marks";

/** A session's id, and after how many refreshes it got a new refresh token, or "ended". */
type Tombstone = [id: string, what: number | "ended"];

/** The last sixteen. */
const tombstones = (): Tombstone[] => {
  const found = read("localStorage", TOMBSTONES);
  return Array.isArray(found) ? (found.slice(-16).filter(Array.isArray) as Tombstone[]) : [];
};

const tombstoneOf = ({ id }: { id: string }) => tombstones().find(([known]) => known === id)?.[1];

const addTombstone = ({ id }: Session, what: Tombstone[1]) => {
  write("localStorage", TOMBSTONES, [...tombstones().filter(([known]) => known !== id), [id, what]]);
};

/** Whether the session is over, in every tab. */
export const hasEnded = (session: { id: string }): boolean => tombstoneOf(session) === "ended";
export const markEnded = (session: Session): void => addTombstone(session, "ended");

/** Whether another tab has replaced this session's refresh token: sending the old one could lose both. */
export const isOutdated = (session: Session): boolean => (tombstoneOf(session) as number) > session.refreshes;
export const markRotated = (session: Session): void => addTombstone(session, session.refreshes);
