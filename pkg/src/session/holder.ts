// The session of one app on one page, which all its clients share. Nothing else writes it.
import { ARRIVAL_MS } from "#waiting";
import type { OAuthError } from "../error.ts";
import { type Config, core } from "../module/exports.ts";
import type { Session as SessionView } from "../types.ts";
import { type Listener, notifyAll, waitUntil } from "./listeners.ts";
import { isSession, isUsable, publicView, type Session } from "./record.ts";
import { openTabChannel, type Received } from "./sharing.ts";
import { hasEnded, isOutdated, markEnded, markRotated, persist, storedId, storedSession } from "./storage.ts";

export interface SessionHolder {
  readonly listeners: Set<Listener>;
  /** Calls the listeners. */
  notify(reason?: OAuthError): void;
  /** Returns what apps see of the session. It is the same object until its content changes, because apps compare it. */
  view(): SessionView | null;
  /** Returns the number of sign-outs on this page. A sign-in that sees it grow is cancelled. */
  signOuts(): number;
  /** Returns the number of times the session was written. A retry that sees it grow is outdated. */
  writes(): number;
  /** Brings the session up to date with the clock, sessionStorage and other tabs' tombstones, and returns it. */
  sync(): Session | null;
  /** Returns the session after another tab has had time to send its own. */
  waitForSession(): Promise<Session | null>;
  /** Writes the session in this tab only, without calling listeners. If sessionStorage fails, the session stays in memory. */
  write(next: Session | null, policy?: Config): void;
  /**
   * Replaces a session by its refreshed one in every tab that has it, even if this tab has another session meanwhile. If the
   * session has ended meanwhile, does nothing and returns false.
   */
  renew(before: Session, next: Session, policy: Config): boolean;
  /** Ends the session in every tab that has it. */
  end(reason?: OAuthError): void;
  /**
   * Ends the session in this tab if another tab has replaced its refresh token and no tab sends the new one within
   * `ARRIVAL_MS`. Returns whether it ended the session.
   */
  endIfSuperseded(): Promise<boolean>;
  /** Makes calls that need a session wait for this tab's own sign-in, instead of another tab's session. */
  expect(signIn: Promise<unknown>): void;
}

/** Opens the session that is stored under a key, or waits for another tab to send one. */
export const openSessionHolder = (key: string, config: Config): SessionHolder => {
  const listeners = new Set<Listener>();
  let session: Session | null = null;
  let view: SessionView | null = null;
  /** Whether sessionStorage has the session too. */
  let isStored = false;
  let signOuts = 0;
  let writes = 0;
  /** The ids of sessions that ended while this page exists, because localStorage may be blocked. */
  const ended = new Set<string>();
  /** Whether another tab's session is to be taken over. */
  let isAwaitingTabs = false;
  let ownSignIn: Promise<unknown> | null = null;

  const isOver = ({ id }: Session) => ended.has(id) || hasEnded({ id });
  const notify = (reason?: OAuthError) => notifyAll(listeners, reason);

  const set = (next: Session | null) => {
    const nextView = publicView(next);
    if (JSON.stringify(nextView) !== JSON.stringify(view)) view = nextView;
    session = next;
  };
  const write = (next: Session | null, policy = config) => {
    isAwaitingTabs = false;
    writes++;
    set(next);
    isStored = persist(key, next, policy);
  };
  const endHere = () => {
    write(null);
    notify();
  };

  /** Returns the session to hold when another document stored or sent a copy; null means to keep ours. */
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
    if (!before) return null;
    const found = isStored ? storedSession(key, config) : before;
    // If the store cannot be read at the moment, the session stays.
    if (found?.id !== before.id && found !== undefined) set(found);
    else if (found && found.refreshes !== before.refreshes) set(merge(found) ?? before);
    if (session && (isOver(session) || !isUsable(session))) write(null);
    if (session?.id !== before.id) notify();
    return session;
  };

  /** Restores the stored session, and removes from the store what this configuration does not allow there. */
  const restore = () => {
    const found = storedSession(key, config);
    if (found && !isOver(found) && isUsable(found)) set(found);
    if (storedId(key) !== null) isStored = persist(key, session, config);
  };

  // A tab that stored no id takes any session; a tab that stored the id of its session takes only that one.
  const id = storedId(key);
  const wantedId = id === null || hasEnded({ id }) ? null : id;
  restore();
  isAwaitingTabs = !session && (wantedId !== null || config.shareAcrossTabs !== false);

  const answer = (id: string | null) => {
    const isFor = session && (id === null ? config.shareAcrossTabs !== false : id === session.id);
    const current = isFor && sync();
    if (current) post({ session: current });
  };
  const adopt = (sent: Session) => {
    const before = session;
    const isAwaited = isAwaitingTabs && (wantedId ?? sent.id) === sent.id;
    const next = merge(sent, isAwaited);
    if (!next || isOver(next)) return;
    write(next);
    // If only the missing refresh token was added, apps see no change.
    if (next.refreshes !== before?.refreshes) notify();
  };
  const receive = ({ ask, session: sent, end }: Received) => {
    if (end) {
      ended.add(end);
      if (session?.id === end) endHere();
    } else if (isSession(sent)) adopt(sent);
    else if (ask !== undefined) answer(ask);
  };
  const resume = () => {
    // A session that this tab stored meanwhile takes precedence over those of other tabs.
    isAwaitingTabs = false;
    if (!session) {
      restore();
      if (session) notify();
    }
    const current = sync();
    if (current) post({ ask: current.id });
  };
  const post = openTabChannel(key, receive, resume);
  if (session || isAwaitingTabs) post({ ask: wantedId });
  const arrival = waitUntil(listeners, () => session, ARRIVAL_MS);
  arrival.then(() => {
    isAwaitingTabs = false;
  });

  return {
    listeners,
    notify,
    view: () => view,
    signOuts: () => signOuts,
    writes: () => writes,
    sync,
    write,
    async waitForSession() {
      if (!session) await (ownSignIn ?? (isAwaitingTabs && arrival));
      return sync();
    },
    renew(before, next, policy) {
      if (isOver(next)) return false;
      if (next.refreshToken !== before.refreshToken) markRotated(next);
      const isOurs = sync() === before;
      if (isOurs) write(next, policy);
      post({ session: next });
      if (isOurs) notify();
      return true;
    },
    end(reason) {
      const before = session;
      signOuts++;
      write(null);
      if (before) {
        ended.add(before.id);
        markEnded(before);
        post({ end: before.id });
      }
      notify(reason);
    },
    async endIfSuperseded() {
      const before = sync();
      if (!before || !isOutdated(before)) return false;
      post({ ask: before.id });
      await waitUntil(listeners, () => session !== before, ARRIVAL_MS);
      if (session !== before) return false;
      endHere();
      return true;
    },
    expect(signIn) {
      isAwaitingTabs = false;
      ownSignIn = signIn.catch(() => {});
    },
  };
};
