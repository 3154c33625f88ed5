// What the clients of one app on one page have in common: a session, who listens to it, and the last callback. So
// double effects and second instances see one sign-in.

const isFresh = (session) => Date.now() < (session.expiresAt ?? Infinity);

const isText = (value) => typeof value === "string";

/** What sessionStorage holds under the key, where that is a session. */
const stored = (key) => {
  try {
    const session = JSON.parse(sessionStorage.getItem(key));
    return isText(session.accessToken) && isText(session.id) ? session : null;
  } catch {
    return null;
  }
};

/** What an app may know of a session: everything but the token. The list is its own, so that it may sort it. */
const told = (session) => {
  if (!session) return null;
  const { accessToken, ...rest } = session;
  return Object.freeze({ ...rest, scope: rest.scope?.slice?.() ?? null });
};

const open = (key) => {
  const listeners = new Set();
  let session = null;
  let snapshot = null;
  let isStored = false;

  const replace = (next) => {
    session = next;
    snapshot = told(next);
  };
  const notify = () => {
    for (const listener of [...listeners]) {
      try {
        listener();
      } catch (thrown) {
        // It must not stop the others, nor go unnoticed: an unhandled rejection is reported.
        Promise.reject(thrown);
      }
    }
  };
  /** Replaces the session, here and in the store. Where the store refuses, or is not wanted, it lives in memory. */
  const set = (next, isInMemory) => {
    replace(next);
    isStored = false;
    try {
      if (next && !isInMemory) {
        sessionStorage.setItem(key, JSON.stringify(next));
        isStored = true;
      }
    } catch {
      // The store is blocked or full.
    }
    try {
      if (!isStored) sessionStorage.removeItem(key);
    } catch {
      // Then nothing is there either.
    }
  };

  const found = stored(key);
  if (found && isFresh(found)) {
    replace(found);
    isStored = true;
  }
  return {
    /** The last callback: its address, the promise of what came of it, and whether that is a session. */
    callback: null,
    listeners,
    set,
    notify,
    snapshot: () => snapshot,
    /**
     * The session as it is now: one that has run out ends, and what another document of this tab has done to the
     * stored one holds here too.
     */
    current() {
      if (!session) return null;
      const before = session.id;
      const found = isStored ? stored(key) : session;
      // The snapshot stays the same object while the session is the same: apps compare it.
      if (found?.id !== before) replace(found);
      if (session && !isFresh(session)) set(null);
      if (session?.id !== before) notify();
      return session;
    },
  };
};

const all = new Map();

/** That of an app at a provider; the first client of it takes over what this tab has stored. */
export const sharedOf = (app) => {
  if (!all.has(app)) all.set(app, open(`coolsms-oauth2.session${app}`));
  return all.get(app);
};
