// What the clients of one app on one page have in common: a session, who listens to it, the last callback, and the tabs that
// share it. So double effects, second instances and other tabs see one sign-in.
import { ARRIVAL_MS } from "#waiting";
import { hasEnded, isOutdated, isSession, keep, markEnded, markRotated, stored, storedId } from "./store.js";
import { meet } from "./tabs.js";

const isUsable = (session) => Boolean(session.refreshToken) || Date.now() < (session.expiresAt ?? Infinity);

/** What an app may know of a session: everything but the tokens. What it holds is the app's own, so that it may sort it. */
const told = (session) => {
  if (!session) return null;
  const { accessToken, refreshToken, refreshes, rotatedAt, freshUntil, ...rest } = session;
  return Object.freeze({ ...rest, scope: rest.scope?.slice() ?? null, extra: { ...rest.extra } });
};

const open = (key, own) => {
  const listeners = new Set();
  let session = null;
  let snapshot = null;
  let isStored = false;
  let ownSignIn = null;
  let ends = 0;
  /** The sessions that were ended here, or said to be: localStorage may be blocked. */
  const ended = new Set();
  const isOver = (session) => ended.has(session.id) || hasEnded(session);

  const replace = (next) => {
    // It stays the same object while it says the same: apps compare it.
    const after = told(next);
    if (JSON.stringify(after) !== JSON.stringify(snapshot)) snapshot = after;
    session = next;
  };
  const notify = (reason) => {
    for (const listener of [...listeners]) {
      try {
        listener(reason);
      } catch (thrown) {
        // It must not stop the others, nor go unnoticed: an unhandled rejection is reported.
        Promise.reject(thrown);
      }
    }
  };
  /** Replaces the session, here and in the store. Where the store refuses, or is not wanted, it lives in memory. */
  const set = (next, policy = own) => {
    isAwaiting = false;
    // A code that could not be exchanged before has had its time.
    if (shared.callback) delete shared.callback.again;
    replace(next);
    isStored = keep(key, next, policy);
  };
  /** A newer copy of the session may lack the refresh token that this one has, and which is good unless it was replaced. */
  const withRefreshToken = (found) =>
    found.refreshToken || found.rotatedAt > session.refreshes || isOutdated(session)
      ? found
      : { ...found, refreshToken: session.refreshToken };
  /** What another tab says of its session, which is ours too, or becomes it where we have none. */
  const adopt = (found) => {
    const isOurs = session?.id === found.id;
    if (isOurs) found = withRefreshToken(found);
    // A page that wants no refresh token takes none from one that does.
    if (own.refreshTokenStore === "discard") found = { ...found, refreshToken: undefined };
    const isNewer = isOurs && found.refreshes > session.refreshes;
    const knowsMore = isOurs && found.refreshes === session.refreshes && found.refreshToken && !session.refreshToken;
    const isTaken = !session && isAwaiting && (wanted ?? found.id) === found.id;
    if (!(isNewer || knowsMore || isTaken) || isOver(found)) return;
    set(found);
    if (!knowsMore) notify();
  };

  // A tab without a session takes any; one whose own has run out, as far as it was stored, takes that alone.
  const id = storedId(key);
  const wanted = id === null || hasEnded({ id }) ? null : id;
  const restore = () => {
    const found = stored(key, own);
    if (found && !isOver(found) && isUsable(found)) replace(found);
    // What is there is cut to what this configuration wants there.
    if (storedId(key) !== null) isStored = keep(key, session, own);
  };
  restore();
  let isAwaiting = !session && (wanted !== null || own.shareAcrossTabs !== false);

  /**
   * The session as it is now: one that has run out ends, and what another document of this tab has done to the stored one,
   * or another tab to this one while nobody here could hear it, holds here too.
   */
  const current = () => {
    if (!session) return null;
    const before = session.id;
    const found = isStored ? stored(key, own) : session;
    if (found?.id === before && found.refreshes > session.refreshes) replace(withRefreshToken(found));
    // A store that cannot be read for once has not lost it.
    else if (found?.id !== before && found !== undefined) replace(found);
    if (session && (isOver(session) || !isUsable(session))) set(null);
    if (session?.id !== before) notify();
    return session;
  };

  const tabs = meet(key, {
    asked: (id) => {
      const isFor = session && (id === null ? own.shareAcrossTabs !== false : id === session.id);
      return isFor ? current() : null;
    },
    told: (message) => isSession(message) && adopt(message),
    ended(id) {
      ended.add(id);
      if (session?.id !== id) return;
      set(null);
      notify();
    },
    returned() {
      // What this tab has stored meanwhile is nearer than what others have.
      isAwaiting = false;
      if (!session) {
        restore();
        if (session) notify();
      }
      return current();
    },
  });
  if (session || isAwaiting) tabs.ask(wanted);
  /** Waits until something is true after a change, for as long as other tabs have to tell of one. */
  const change = (isTrue) =>
    new Promise((resolve) => {
      const look = () => isTrue() && end();
      const timer = setTimeout(() => end(), ARRIVAL_MS);
      const end = () => {
        listeners.delete(look);
        clearTimeout(timer);
        resolve();
      };
      listeners.add(look);
    });
  const arrival = change(() => session);
  arrival.then(() => {
    isAwaiting = false;
  });

  const shared = {
    /**
     * The last callback: its address, the promise of what came of it, whether that is a session, and how to try `again`
     * where the network failed.
     */
    callback: null,
    /** The refresh that is under way in this tab. */
    refreshing: null,
    /** Ends the popup that is open. */
    closePopup: null,
    listeners,
    /** How often somebody has signed out on this page: a sign-in under way looks whether it is wanted still. */
    ends: () => ends,
    notify,
    current,
    snapshot: () => snapshot,
    /** Begins a session, which is this tab's alone. */
    set,
    /**
     * The session goes on, in every tab that has it: also where this one has gone on to another meanwhile. Not where it was
     * ended meanwhile.
     */
    renew(before, next, policy) {
      if (isOver(next)) return false;
      if (next.refreshToken !== before.refreshToken) markRotated(next);
      const isOurs = current() === before;
      if (isOurs) set(next, policy);
      tabs.tell(next);
      if (isOurs) notify();
      return true;
    },
    /** The session is over, in every tab that has it. */
    end(reason) {
      const before = session;
      ends += 1;
      set(null);
      if (before) {
        ended.add(before.id);
        markEnded(before);
        tabs.tellEnd(before.id);
      }
      notify(reason);
    },
    /**
     * Whether this tab missed that the session got a new refresh token, and no other tells it within a second. Then it is
     * over here, and nowhere else.
     */
    async isLost() {
      const before = current();
      if (!before || !isOutdated(before)) return false;
      tabs.ask(before.id);
      await change(() => session !== before);
      if (session !== before) return false;
      set(null);
      notify();
      return true;
    },
    /** A sign-in of this tab's own is about to end: no other tab's session is taken, and who needs one waits for it. */
    awaits(signIn) {
      isAwaiting = false;
      ownSignIn = signIn.catch(() => {});
    },
    /** The session, once another tab had the time to hand its own over. */
    async arrived() {
      if (!session) await (ownSignIn ?? (isAwaiting && arrival));
      return current();
    },
  };
  return shared;
};

const all = new Map();

/** That of an app at a provider; the first client of it takes over what this tab has stored. */
export const sharedOf = (app, own) => {
  if (!all.has(app)) all.set(app, open(`coolsms-oauth2.session${app}`, own));
  return all.get(app);
};
