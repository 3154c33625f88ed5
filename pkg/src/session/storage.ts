// The session in sessionStorage, as far as the configuration allows; and tombstones in localStorage. A tombstone records, without
// tokens, that a session ended or got a new refresh token, for tabs that were frozen when that was sent. Each store may be
// missing, blocked or full at any time; then it counts as empty.
import type { Config } from "../module/exports.ts";
import { isSession, type Session } from "./record.ts";

/** The longest value that is read: several times the longest response. */
const MAX_LENGTH = 2 ** 19;

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
    // What is longer is none of the package's own, and reading it would block the page.
    return text !== null && text.length < MAX_LENGTH ? JSON.parse(text) : null;
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
export const storable = (session: Session | null, { tokenStore, refreshTokenStore }: Policy): Session | null => {
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

/**
 * Reads the id of the stored session; null if what is stored is no session. The id is stored even if the tokens are not: another
 * tab may have the session.
 */
export const storedId = (key: string): string | null => {
  const found = { refreshes: 0, accessToken: "-", ...read("sessionStorage", key) };
  return isSession(found) ? found.id : null;
};

/** Stores what the configuration allows, at least the id. Returns whether the stored part is a usable session. */
export const persist = (key: string, session: Session | null, policy: Policy): boolean => {
  const kept = storable(session, policy);
  const isKept = write("sessionStorage", key, kept ?? (session && { id: session.id }));
  if (!isKept) write("sessionStorage", key, null);
  return isKept && kept !== null;
};

const TOMBSTONES = "coolsms-oauth2.marks";
/** How many tombstones are kept. */
const MAX_TOMBSTONES = 64;

/** The id of a session, the number of refreshes after which it got a new refresh token, or "ended", and when it began. */
type Tombstone = [id: string, what: number | "ended", startedAt: number];

/** The tombstones, and the latest beginning of a session whose tombstone was dropped: all that began until then have ended. */
interface Tombstones {
  all: Tombstone[];
  floor: number;
}

const tombstones = (): Tombstones => {
  const { all, floor } = Object(read("localStorage", TOMBSTONES)) as Partial<Tombstones>;
  return { all: Array.isArray(all) ? all.filter(Array.isArray) : [], floor: Number(floor) || 0 };
};

const tombstoneOf = ({ id }: { id: string }, all = tombstones().all) => all.find(([known]) => known === id)?.[1];

const addTombstone = ({ id, startedAt = 0 }: Session, what: Tombstone[1]) => {
  const { all, floor } = tombstones();
  const next: Tombstone[] = [...all.filter(([known]) => known !== id), [id, what, startedAt]];
  const dropped = next.splice(0, next.length - MAX_TOMBSTONES).map(([, , startedAt]) => Number(startedAt) || 0);
  write("localStorage", TOMBSTONES, { all: next, floor: Math.max(floor, ...dropped) });
};

/** Returns the time at which a session begins now: later than those of all sessions that were forgotten. */
export const nextStart = (): number => Math.max(Date.now(), tombstones().floor + 1);

/** Whether the session has ended in every tab. Of those that were forgotten it is assumed. */
export const hasEnded = (session: { id: string; startedAt?: number }): boolean => {
  const { all, floor } = tombstones();
  const what = tombstoneOf(session, all);
  return what === "ended" || (what === undefined && (session.startedAt ?? Infinity) <= floor);
};
export const markEnded = (session: Session): void => addTombstone(session, "ended");

/** Whether another tab has a newer refresh token of this session. Sending the old one could revoke both (RFC 9700 §4.14). */
export const isOutdated = (session: Session): boolean => (tombstoneOf(session) as number) > session.refreshes;
export const markRotated = (session: Session): void => addTombstone(session, session.refreshes);

// The ids of the sessions that tabs share, under the key of their app: where there is none, a new tab need not ask.
const heldIds = (key: string): string[] | undefined => {
  const found = read("localStorage", key);
  return found === undefined || Array.isArray(found) ? found : [];
};

/** Whether another tab may have a session. Without localStorage it may. */
export const mayBeHeld = (key: string): boolean => heldIds(key)?.length !== 0;

/** Notes whether tabs share a session: the newest sixteen. Null is no session; without an id, forgets all. */
export const noteHeld = (key: string, id?: string | null, isHeld = false): void => {
  const before = heldIds(key);
  if (!before || (id !== undefined && before.includes(id as string) === isHeld)) return;
  const others = before.filter((known) => id !== undefined && known !== id);
  const held = isHeld ? [...others.slice(-15), id] : others;
  write("localStorage", key, held.length > 0 ? held : null);
};
