// The session of one app on one page, which all its clients share. Nothing else writes it.
import { ARRIVAL_MS } from "#waiting";
import type { OAuthError } from "../error.ts";
import type { Config } from "../module/exports.d.ts";
import type { Session as SessionView } from "../types.ts";
import { type Listener, notifyAll, waitUntil } from "./listeners.ts";
import { merge, withRefreshToken } from "./merge.ts";
import { isSession, isUsable, publicView, type Session } from "./record.ts";
import { openTabChannel, type Received } from "./sharing.ts";
import { hasEnded, isOutdated, markEnded, markRotated, persist, storedId, storedSession } from "./storage.ts";

export interface SessionHolder {
  readonly listeners: Set<Listener>;
  /** Calls the listeners. */
  notify(reason?: OAuthError): void;
  /** What apps see of the session. It stays the same object until it says something else, for apps compare it. */
  view(): SessionView | null;
  /** Counts the sign-outs on this page: a pending sign-in compares it to learn whether it is still wanted. */
  signOuts(): number;
  /** Counts the writes of the session: a retry from before the last write is out of date. */
  writes(): number;
  /** Brings the session up to date with the clock, sessionStorage and other tabs' tombstones, and returns it. */
  sync(): Session | null;
  /** Returns the session once another tab has had the time to send its own. */
  arrived(): Promise<Session | null>;
  /** Writes the session of this tab alone, without calling listeners. Where sessionStorage refuses, it lives in memory. */
  write(next: Session | null, policy?: Config): void;
  /**
   * Replaces a session by its refreshed one in every tab that has it, also where this tab has another session meanwhile.
   * Returns false, and does nothing, where the session has ended meanwhile.
   */
  renew(before: Session, next: Session, policy: Config): boolean;
  /** Ends the session in every tab that has it. */
  end(reason?: OAuthError): void;
  /**
   * Ends the session in this tab where its refresh token was replaced unheard and no other tab sends the new one within
   * `ARRIVAL_MS`. Returns whether it did.
   */
  endIfSuperseded(): Promise<boolean>;
  /** Gives this tab's own sign-in precedence: no other tab's session is taken, and whatever needs a session waits for it. */
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
  /** The ids of sessions that ended in this page's lifetime: localStorage may be blocked. */
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

  const sync = () => {
    const before = session;
    if (!before) return null;
    const found = isStored ? storedSession(key, config) : before;
    if (found?.id === before.id && found.refreshes > before.refreshes) set(withRefreshToken(found, before));
    // A store that cannot be read for once has not lost the session.
    else if (found?.id !== before.id && found !== undefined) set(found);
    if (session && (isOver(session) || !isUsable(session))) write(null);
    if (session?.id !== before.id) notify();
    return session;
  };

  /** Takes the session that this tab has stored, and stores no more of it than this configuration wants. */
  const restore = () => {
    const found = storedSession(key, config);
    if (found && !isOver(found) && isUsable(found)) set(found);
    if (storedId(key) !== null) isStored = persist(key, session, config);
  };

  // A tab without a session takes any; one that stored no more than the id of its own takes that one alone.
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
    const next = merge(sent, before, isAwaited, config);
    if (!next || isOver(next)) return;
    write(next);
    // A refresh token that was missing is nothing that an app can see.
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
    // What this tab has stored meanwhile is nearer than what others have.
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
    async arrived() {
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
