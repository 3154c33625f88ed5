// The session in sessionStorage, as far as the configuration allows; and tombstones in localStorage. A tombstone records, without
// tokens, that a session ended or got a new refresh token, for tabs that were frozen when that was sent. Each store may be
// missing, blocked or full at any time; then it counts as empty.
import type { Config } from "../module/exports.ts";
import { isSession, isText, type Session } from "./record.ts";

type StoreName = "sessionStorage" | "localStorage";
type Policy = Pick<Config, "tokenStore" | "refreshTokenStore">;

/** Reads the value of a key; null if there is none or it is invalid, undefined if the store cannot be read. */
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

/** Writes a value, or removes it if it is null. Returns whether that succeeded. */
const write = (store: StoreName, key: string, value: unknown) => {
  try {
    if (value === null) globalThis[store].removeItem(key);
    else globalThis[store].setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
};

/** Returns the part of a session that the configuration stores; null if that is not a usable session. */
const storable = (session: Session | null, { tokenStore, refreshTokenStore }: Policy) => {
  const kept = { ...session };
  if (tokenStore === "memory") delete kept.accessToken;
  if (refreshTokenStore !== "session") delete kept.refreshToken;
  return isSession(kept) ? kept : null;
};

/** Reads the stored session; null if there is none, undefined if the store cannot be read. */
export const storedSession = (key: string, policy: Policy): Session | null | undefined => {
  const session = read("sessionStorage", key);
  return session === undefined ? undefined : storable(session, policy);
};

/** Reads the id of the stored session. It is stored even if its tokens are not: another tab may have the session. */
export const storedId = (key: string): string | null => {
  const id = read("sessionStorage", key)?.id;
  return isText(id) ? id : null;
};

/** Stores what the configuration allows, at least the id. Returns whether the stored part is a usable session. */
export const persist = (key: string, session: Session | null, policy: Policy): boolean => {
  const kept = storable(session, policy);
  const isKept = write("sessionStorage", key, kept ?? (session && { id: session.id }));
  if (!isKept) write("sessionStorage", key, null);
  return isKept && kept !== null;
};

const TOMBSTONES = "coolsms-oauth2.marks";

/** The id of a session, and the number of refreshes after which it got a new refresh token, or "ended". */
type Tombstone = [id: string, what: number | "ended"];

/** Reads the newest sixteen tombstones. */
const tombstones = (): Tombstone[] => {
  const found = read("localStorage", TOMBSTONES);
  return Array.isArray(found) ? (found.slice(-16).filter(Array.isArray) as Tombstone[]) : [];
};

const tombstoneOf = ({ id }: { id: string }) => tombstones().find(([known]) => known === id)?.[1];

const addTombstone = ({ id }: Session, what: Tombstone[1]) => {
  write("localStorage", TOMBSTONES, [...tombstones().filter(([known]) => known !== id), [id, what]]);
};

/** Whether the session has ended in every tab. */
export const hasEnded = (session: { id: string }): boolean => tombstoneOf(session) === "ended";
export const markEnded = (session: Session): void => addTombstone(session, "ended");

/** Whether another tab has a newer refresh token of this session. Sending the old one could revoke both (RFC 9700 §4.14). */
export const isOutdated = (session: Session): boolean => (tombstoneOf(session) as number) > session.refreshes;
export const markRotated = (session: Session): void => addTombstone(session, session.refreshes);
