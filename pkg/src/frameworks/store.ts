// What the entries for frameworks share: a client's session as a store of snapshots, the one callback of a client, and the
// ways to sign in that a guard has. It imports types alone, so that each entry is as small as it is by itself.
import type { OAuthError } from "../error.ts";
import type { Client, Session, SignInOptions, SignInResult } from "../types.ts";

/** Who is signed in, as a component sees it. The object is the same until something changes. */
export interface SessionState {
  /**
   * `"unknown"` on a server, in the first rendering of a page that a server rendered, and until the response in this page's
   * URL is handled and other tabs had time to send their session.
   */
  readonly status: "unknown" | "signed_in" | "signed_out";
  /** The session; null unless the status is `"signed_in"`. */
  readonly session: Session | null;
  /**
   * Why the last sign-in failed, or why the server ended the session. Null again as soon as another session begins, or this
   * one ends.
   */
  readonly error: OAuthError | null;
}

/** Goes to another route: `navigate` of React Router fits. */
export type Navigate = (to: string, options: { replace: true; state: unknown }) => unknown;

/** What is known on a server. */
export const UNKNOWN: SessionState = { status: "unknown", session: null, error: null };

export interface SessionStore {
  /** The present snapshot. */
  read(): SessionState;
  /** Calls the listener at every change, until the returned function is called. The first listener settles the store. */
  subscribe(listener: () => void): () => void;
  /** Handles the response in the page's URL, once, and waits for other tabs. It never rejects. */
  settle(): Promise<void>;
  /** Settles, and then goes back to where the sign-in started. */
  start(navigate: Navigate): void;
  /** Leaves for the sign-in page; the failure, if it comes to that, is in the snapshot too. */
  leave(options?: SignInOptions): Promise<never>;
}

const createStore = (client: Client): SessionStore => {
  const listeners = new Set<() => void>();
  let state = UNKNOWN;
  let error: OAuthError | null = null;
  let isSettled = false;
  let settling: Promise<void> | undefined;
  let leaving: Promise<never> | undefined;
  let navigate: Navigate | undefined;
  /** The sign-in that came back, until the app is again where it had started. */
  let outcome: SignInResult | OAuthError | null = null;

  const notify = () => {
    listeners.forEach((listener) => {
      listener();
    });
  };
  const goBack = () => {
    if (isSettled && navigate && outcome?.returnTo) {
      const { returnTo, appState } = outcome;
      outcome = null;
      try {
        navigate(returnTo, { replace: true, state: appState });
      } catch (thrown) {
        // It is the app's, and told as an unhandled rejection: who is signed in is known all the same.
        Promise.reject(thrown);
      }
    }
  };
  const read = () => {
    if (isSettled) {
      const [status, session] = [client.getStatus(), client.getSession()];
      if (status !== state.status || session !== state.session || error !== state.error) {
        state = { status, session, error };
      }
    }
    return state;
  };
  const run = async () => {
    client.subscribe((reason) => {
      const before = state.session?.id;
      if (reason || read().session?.id !== before) error = reason ?? null;
      notify();
    });
    try {
      outcome = await client.handleRedirectCallback();
    } catch (thrown) {
      outcome = error = thrown as OAuthError;
    }
    await client.ready();
    isSettled = true;
    goBack();
    read();
    notify();
  };
  const settle = () => {
    settling ??= run();
    return settling;
  };

  return {
    read,
    subscribe(listener) {
      listeners.add(listener);
      settle();
      return () => listeners.delete(listener);
    },
    settle,
    start(to) {
      navigate = to;
      goBack();
      settle();
    },
    leave(options) {
      leaving ??= client.signInWithRedirect(options).catch((thrown) => {
        leaving = undefined;
        error = thrown;
        notify();
        throw thrown;
      });
      return leaving;
    },
  };
};

/**
 * Whether a sign-in has failed since the last session: then only the user starts another. After `login_required`, which ends a
 * session, the guard does.
 */
export const hasFailed = ({ error }: SessionState): boolean => error !== null && error.code !== "login_required";

const stores = new WeakMap<Client, SessionStore>();

/** The store of a client: one, however many components and guards there are. */
export const storeOf = (client: Client): SessionStore => {
  let store = stores.get(client);
  if (!store) {
    store = createStore(client);
    stores.set(client, store);
  }
  return store;
};
