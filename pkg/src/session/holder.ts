// The session of one app on one page, which all its clients share, and what other tabs are told of it.
import { ARRIVAL_MS } from "#waiting";
import type { OAuthError } from "../error.ts";
import type { Config } from "../module/exports.ts";
import { type HeldSession, openHeld } from "./held.ts";
import { type Listener, notifyAll, waitUntil } from "./listeners.ts";
import { isSession, type Session } from "./record.ts";
import { isShared, openTabChannel, type Received } from "./sharing.ts";
import {
  hasEnded,
  isOutdated,
  markEnded,
  markRotated,
  mayBeHeld,
  nextStart,
  noteHeld,
  persist,
  storedId,
} from "./storage.ts";

export interface SessionHolder extends Pick<HeldSession, "view" | "writes" | "sync"> {
  readonly listeners: Set<Listener>;
  /** Calls the listeners. */
  notify(reason?: OAuthError): void;
  /** Whether it is not known yet if this tab has a session: another tab may send one, or a code is being exchanged. */
  isUnknown(): boolean;
  /** Resolves when that is known. */
  ready(): Promise<void>;
  /** Opens or closes the channel to other tabs: it is open while the app has clients. */
  share(isInUse: boolean): void;
  /** Returns the number of sign-outs on this page. A sign-in that sees it grow is cancelled. */
  signOuts(): number;
  /** Begins a session in this tab, without calling listeners, and offers it to tabs that have none. */
  begin(next: Session, policy: Config): void;
  /**
   * Replaces a session by its refreshed one in every tab that has it, even if this tab has another session meanwhile. If the
   * session has ended meanwhile, does nothing and returns false.
   */
  renew(before: Session, next: Session, policy: Config): boolean;
  /** Returns the session, or the one that apps still see though another copy of the package on this page has given it up. */
  lastSession(): Session | null;
  /** Ends the session of this page, and this one in every tab that has it. */
  end(session: Session | null, reason?: OAuthError): void;
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
  let signOuts = 0;
  /** What `writes` returned when another tab's session was asked for; any write ends the wait for it. */
  let awaiting = -1;
  /** Resolves when other tabs have had time to send their session. */
  let arrival = Promise.resolve();
  let ownSignIn: Promise<unknown> | null = null;
  const isSharing = isShared(config);

  const notify = (reason?: OAuthError) => notifyAll(listeners, reason);
  const { current, isOver, markOver, merge, noteOwn, sync, view, write, writes } = openHeld(key, config, notify);
  const isAwaitingTabs = () => awaiting === writes();
  /** Sends a session to other tabs, if they may have it. */
  const offer = (message: { session: Session; isNew?: boolean }) => {
    if (isSharing) channel.post(message);
  };
  const settled = async () => {
    if (!current()) await (ownSignIn ?? arrival);
  };

  // A tab that stored no id takes any session; a tab that stored the id of its session takes only that one.
  const id = storedId(key);
  const wantedId = id === null || hasEnded({ id }) ? null : id;
  // What is no session, or is not allowed in the store by this configuration, is removed.
  if (!sync()) persist(key, null, config);

  const answer = (id: string | null) => {
    const session = current();
    if (session && (id ?? session.id) === session.id) offer({ session });
  };
  const adopt = (sent: Session, isNew = false) => {
    const before = current();
    const isWanted = isAwaitingTabs() && (wantedId ?? sent.id) === sent.id;
    const next = merge(sent, isWanted || (isNew && isSharing && !ownSignIn));
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
    if (end) markOver(end);
    // What this tab has stored meanwhile takes precedence over what others send.
    sync();
    if (isSession(sent)) adopt(sent, isNew);
    else if (ask !== undefined) answer(ask);
  };
  const resume = () => {
    awaiting = -1;
    askTabs(sync()?.id ?? null);
  };
  /** Asks other tabs for the session of an id, or, with null, for any. */
  const askTabs = (id: string | null) => {
    const canBeSent = isSharing && mayBeHeld(key);
    if (current() || canBeSent) channel.post({ ask: id });
    if (current() || !canBeSent) return;
    awaiting = writes();
    arrival = waitUntil(listeners, current, ARRIVAL_MS).then(() => {
      if (!isAwaitingTabs()) return;
      awaiting = -1;
      // No tab has one: the next page need not wait.
      noteHeld(key);
      notify();
    });
  };
  const channel = openTabChannel(key, receive, resume);
  askTabs(current()?.id ?? wantedId);
  addEventListener("visibilitychange", () => {
    sync();
    // A new tab that got no answer, while this one was frozen, may have taken the note away.
    noteOwn();
  });

  return {
    listeners,
    notify,
    view,
    isUnknown: () => !current() && (isAwaitingTabs() || ownSignIn !== null),
    ready: settled,
    share(isInUse) {
      if (!isInUse) channel.close();
      else if (channel.open()) resume();
    },
    signOuts: () => signOuts,
    writes,
    sync,
    begin(next, policy) {
      next.startedAt = nextStart();
      // A tab that still has the session which this one replaces notes it again when it hears of the new one.
      if (isSharing) noteHeld(key, storedId(key));
      write(next, policy);
      offer({ session: next, isNew: true });
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
    lastSession() {
      const before = view() && current();
      return sync() ?? (before && isOver(before) ? null : before);
    },
    end(before, reason) {
      signOuts++;
      write(null);
      if (before) {
        markOver(before.id);
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
      await waitUntil(listeners, () => current() !== before, ARRIVAL_MS);
      // Another copy of the package on this page may have begun one meanwhile.
      if (sync() !== before) return false;
      write(null);
      notify();
      return true;
    },
    expect(signIn) {
      awaiting = -1;
      const mine = signIn
        .catch(() => {})
        .then(() => {
          if (ownSignIn !== mine) return;
          ownSignIn = null;
          // It failed: now it is known that there is no session.
          if (!current()) notify();
        });
      ownSignIn = mine;
    },
  };
};
