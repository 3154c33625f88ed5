// The session that this page holds, and its copy in sessionStorage. Nothing else writes either.
import { type Config, core } from "../module/exports.ts";
import type { Session as SessionView } from "../types.ts";
import { isUsable, publicView, type Session } from "./record.ts";
import { isShared } from "./sharing.ts";
import { hasEnded, isOutdated, noteHeld, persist, storable, storedId, storedSession } from "./storage.ts";

export interface HeldSession {
  /** Returns the session as it was when it was last brought up to date. */
  current(): Session | null;
  /**
   * Returns what apps see of the session; null once it cannot be used. It is the same object until its content changes,
   * because apps compare it.
   */
  view(): SessionView | null;
  /** Returns the number of times the session was written. A retry that sees it grow is outdated. */
  writes(): number;
  /** Notes that a session has ended, here or in another tab. */
  markOver(id: string): void;
  /** Whether the session has ended, in any tab. */
  isOver(session: Session): boolean;
  /** Notes that this tab has a session that others may ask for. */
  noteOwn(): void;
  /** Holds another session, or none, and stores it as the configuration wants it. */
  write(next: Session | null, policy?: Config): void;
  /** Returns the session to hold when another document stored or sent a copy; null means to keep ours. */
  merge(sent: Session, isAwaited?: boolean): Session | null;
  /** Brings the session up to date with the clock, sessionStorage and other tabs' tombstones, and returns it. */
  sync(): Session | null;
}

/**
 * Holds the session that is stored under a key, which is read at the first `sync`. `changed` is called when another session is
 * held, or none, because of what sessionStorage or other tabs say.
 */
export const openHeld = (key: string, config: Config, changed: () => void): HeldSession => {
  let session: Session | null = null;
  let view: SessionView | null = null;
  /** Whether sessionStorage has the session too. */
  let isStored = false;
  let writes = 0;
  /** The ids of sessions that ended while this page exists, because localStorage may be blocked. */
  const ended = new Set<string>();

  const isOver = (session: Session) => ended.has(session.id) || hasEnded(session);
  const set = (next: Session | null) => {
    const nextView = publicView(next);
    if (JSON.stringify(nextView) !== JSON.stringify(view)) view = nextView;
    session = next;
  };
  const noteOwn = () => {
    if (isShared(config) && session) noteHeld(key, session.id, true);
  };
  const write = (next: Session | null, policy = config) => {
    writes++;
    set(next);
    isStored = persist(key, next, policy);
    noteOwn();
  };
  const merge = (sent: Session, isAwaited = false) => {
    const ours = session;
    const { refreshTokenStore } = config;
    return core.mergeSession({
      sent,
      ours,
      isAwaited,
      isOutdated: ours !== null && isOutdated(ours),
      refreshTokenStore,
    });
  };
  const sync = () => {
    const before = session;
    const found = before && !isStored ? before : storedSession(key, config);
    // If the store cannot be read at the moment, the session stays. It also stays if another document of this tab has removed
    // its tokens, because they have expired or because its configuration does not store them.
    const isGone =
      found === null && before && storedId(key) !== before.id && isUsable(storable(before, config) ?? before);
    if (!before) {
      // Another document of this tab, or another copy of the package in this one, may have stored a session.
      if (found && !isOver(found) && isUsable(found)) write(found);
    } else if (isGone || (found && found.id !== before.id)) set(found);
    else if (found && found.refreshes !== before.refreshes) set(merge(found) ?? before);
    if (session && (isOver(session) || !isUsable(session))) write(null);
    if (session?.id !== before?.id) changed();
    return session;
  };

  return {
    current: () => session,
    view: () => {
      if (!session || isUsable(session)) return view;
      // Not at once: an app may ask while it renders, when a listener must not be called.
      queueMicrotask(sync);
      return null;
    },
    writes: () => writes,
    markOver: (id) => ended.add(id),
    isOver,
    noteOwn,
    write,
    merge,
    sync,
  };
};
