// The session of one app on one page, which all its clients share. Nothing else writes it.
import { ARRIVAL_MS } from "#waiting";
import type { OAuthError } from "../error.ts";
import { type Config, core } from "../module/exports.ts";
import type { Session as SessionView } from "../types.ts";
import { type Listener, notifyAll, waitUntil } from "./listeners.ts";
import { isSession, isUsable, publicView, type Session } from "./record.ts";
import { openTabChannel, type Received } from "./sharing.ts";
import {
  hasEnded,
  isOutdated,
  markEnded,
  markRotated,
  mayBeHeld,
  nextStart,
  noteHeld,
  persist,
  storable,
  storedId,
  storedSession,
} from "./storage.ts";

export interface SessionHolder {
  readonly listeners: Set<Listener>;
  /** Calls the listeners. */
  notify(reason?: OAuthError): void;
  /**
   * Returns what apps see of the session; null once it cannot be used. It is the same object until its content changes,
   * because apps compare it.
   */
  view(): SessionView | null;
  /** Whether it is not known yet if this tab has a session: another tab may send one, or a code is being exchanged. */
  isUnknown(): boolean;
  /** Resolves when that is known. */
  ready(): Promise<void>;
  /** Counts the clients in use; the last one that goes closes the channel to other tabs. */
  attach(change: 1 | -1): void;
  /** Returns the number of sign-outs on this page. A sign-in that sees it grow is cancelled. */
  signOuts(): number;
  /** Returns the number of times the session was written. A retry that sees it grow is outdated. */
  writes(): number;
  /** Brings the session up to date with the clock, sessionStorage and other tabs' tombstones, and returns it. */
  sync(): Session | null;
  /** Returns the session after another tab has had time to send its own. */
  waitForSession(): Promise<Session | null>;
  /** Begins a session in this tab, without calling listeners, and offers it to tabs that have none. */
  begin(next: Session, policy: Config): void;
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
  /** Resolves when other tabs have had time to send their session. */
  let arrival = Promise.resolve();
  let ownSignIn: Promise<unknown> | null = null;
  let clients = 0;
  const isSharing = config.shareAcrossTabs !== false;

  const isOver = (session: Session) => ended.has(session.id) || hasEnded(session);
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
    noteOwn();
  };
  /** Notes that this tab has a session that others may ask for. */
  const noteOwn = () => {
    if (isSharing && session) noteHeld(key, session.id, true);
  };
  /** Sends a session to other tabs, if they may have it. */
  const offer = (message: { session: Session; isNew?: boolean }) => {
    if (isSharing) channel.post(message);
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
    if (session?.id !== before?.id) notify();
    return session;
  };

  // A tab that stored no id takes any session; a tab that stored the id of its session takes only that one.
  const id = storedId(key);
  const wantedId = id === null || hasEnded({ id }) ? null : id;
  // What is no session, or is not allowed in the store by this configuration, is removed.
  if (!sync()) persist(key, null, config);

  const answer = (id: string | null) => {
    if (session && (id ?? session.id) === session.id) offer({ session });
  };
  const adopt = (sent: Session, isNew = false) => {
    const before = session;
    const isAwaited = (isAwaitingTabs && (wantedId ?? sent.id) === sent.id) || (isNew && isSharing && !ownSignIn);
    const next = merge(sent, isAwaited);
    if (!next || isOver(next)) {
      // The tab that sent it may have had this one's session before, and have taken the note away.
      noteOwn();
      return;
    }
    write(next);
    // If only the missing refresh token was added, apps see no change.
    if (next.refreshes !== before?.refreshes) notify();
  };
  const receive = ({ ask, session: sent, isNew, end }: Received) => {
    if (end) ended.add(end);
    // What this tab has stored meanwhile takes precedence over what others send.
    sync();
    if (isSession(sent)) adopt(sent, isNew);
    else if (ask !== undefined) answer(ask);
  };
  const resume = () => {
    isAwaitingTabs = false;
    askTabs(sync()?.id ?? null);
  };
  /** Asks other tabs for the session of an id, or, with null, for any. */
  const askTabs = (id: string | null) => {
    const canBeSent = isSharing && mayBeHeld(key);
    if (session || canBeSent) channel.post({ ask: id });
    if (session || !canBeSent) return;
    isAwaitingTabs = true;
    arrival = waitUntil(listeners, () => session, ARRIVAL_MS).then(() => {
      if (!isAwaitingTabs) return;
      isAwaitingTabs = false;
      // No tab has one: the next page need not wait.
      noteHeld(key);
      notify();
    });
  };
  const channel = openTabChannel(key, receive, resume);
  askTabs(session ? (session as Session).id : wantedId);
  addEventListener("visibilitychange", () => {
    sync();
    // A new tab that got no answer, while this one was frozen, may have taken the note away.
    noteOwn();
  });

  return {
    listeners,
    notify,
    view: () => {
      if (!session || isUsable(session)) return view;
      // Not at once: an app may ask while it renders, when a listener must not be called.
      queueMicrotask(sync);
      return null;
    },
    isUnknown: () => !session && (isAwaitingTabs || ownSignIn !== null),
    async ready() {
      if (!session) await (ownSignIn ?? arrival);
    },
    attach(change) {
      clients += change;
      if (clients === 0) channel.close();
      else if (channel.open()) resume();
    },
    signOuts: () => signOuts,
    writes: () => writes,
    sync,
    begin(next, policy) {
      next.startedAt = nextStart();
      // A tab that still has the session which this one replaces notes it again when it hears of the new one.
      if (isSharing) noteHeld(key, storedId(key));
      write(next, policy);
      offer({ session: next, isNew: true });
    },
    async waitForSession() {
      if (!session) await (ownSignIn ?? arrival);
      return sync();
    },
    renew(before, next, policy) {
      if (isOver(next)) return false;
      if (next.refreshToken !== before.refreshToken) markRotated(next);
      const isOurs = sync() === before;
      if (isOurs) write(next, policy);
      offer({ session: next });
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
        noteHeld(key, before.id);
        channel.post({ end: before.id });
      }
      notify(reason);
    },
    async endIfSuperseded() {
      const before = sync();
      if (!before || !isOutdated(before)) return false;
      channel.post({ ask: before.id });
      await waitUntil(listeners, () => session !== before, ARRIVAL_MS);
      // Another copy of the package on this page may have begun one meanwhile.
      if (sync() !== before) return false;
      endHere();
      return true;
    },
    expect(signIn) {
      isAwaitingTabs = false;
      const mine = signIn
        .catch(() => {})
        .then(() => {
          if (ownSignIn !== mine) return;
          ownSignIn = null;
          // It failed: now it is known that there is no session.
          if (!session) notify();
        });
      ownSignIn = mine;
    },
  };
};
