// `createClient`: a plain object of closures, so that every method works unbound and nothing has to be freed. They hold
// the configuration and the session, and wait; what is decided is decided in the module.
import { cleanAddress, forgetResponse, responseUrl } from "./address.js";
import { OAuthError, parseNote } from "#browser/error.js";
import * as core from "#glue";
import { ready } from "./core.js";
import { call } from "./request.js";
import { sharedOf } from "./session.js";

const wordsOf = (scope) => [scope].flat().join(" ").split(" ").filter(Boolean);

/** On a server or in a worker: nobody is signed in, and what needs a page says so. */
const inert = () => {
  const reject = async () => {
    throw new OAuthError("no_browser", "this needs a browser window");
  };
  return {
    signInWithRedirect: reject,
    handleRedirectCallback: reject,
    getSession: () => null,
    subscribe: () => () => {},
    getAccessToken: reject,
    fetch: reject,
    missingScopes: wordsOf,
    signOut: reject,
    dispose() {},
  };
};

/** The app's note of a sign-in, as the text that it is stored as. */
const noteOf = (note) => {
  try {
    return JSON.stringify(note);
  } catch (cause) {
    throw new OAuthError("invalid_request", "appState: JSON cannot say this", { field: "appState", cause });
  }
};

/**
 * Leaves for another address. It never resolves; it rejects with `cancelled` when the person comes back to this very
 * document: browsers may keep it, and everything that waits in it.
 */
const leaveFor = (url) =>
  new Promise((_, reject) => {
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) reject(new OAuthError("cancelled", "the person came back without signing in"));
    });
    location.assign(url);
  });

export const createClient = (config) => {
  if (typeof window === "undefined") return inert();
  ready();
  const own = core.openClient(config, location.origin);
  const { clientId, provider } = own;
  const shared = sharedOf(JSON.stringify([provider.authorizationEndpoint, provider.id, clientId]));
  const isInMemory = own.tokenStore === "memory";
  const listeners = new Set();
  // This very document may come back after another one of the tab has signed out.
  const onPageShow = ({ persisted }) => persisted && shared.current();
  addEventListener("pageshow", onPageShow);

  const stop = (listener) => [listeners, shared.listeners].forEach((set) => set.delete(listener));
  const callbackOf = (url, isSession, promise) => {
    cleanAddress();
    // A refusal does not take the place of an earlier success.
    if (isSession || !shared.callback?.isSession) shared.callback = { url, isSession, promise };
    return promise;
  };
  const receive = (url) => {
    try {
      const received = core.receiveCallback(own, url);
      if (received === null) return shared.callback?.promise ?? Promise.resolve(null);
      const { session, returnTo = null, appState = null } = received;
      shared.set(session, isInMemory);
      const result = { session: shared.snapshot(), returnTo, appState: parseNote(appState) };
      forgetResponse();
      const promise = callbackOf(url, true, Promise.resolve(result));
      shared.notify();
      return promise;
    } catch (error) {
      // It names the place where a sign-in of this client started: then it has ended that one.
      if (error.returnTo) forgetResponse();
      return callbackOf(url, false, Promise.reject(error));
    }
  };

  return {
    async signInWithRedirect(options) {
      const plain = options && { ...options, appState: noteOf(options.appState) };
      return leaveFor(core.startSignIn(own, plain, location.href));
    },
    handleRedirectCallback() {
      const url = responseUrl();
      if (shared.callback?.url !== url) return receive(url);
      // The same response again, in the address too.
      cleanAddress();
      return shared.callback.promise;
    },
    getSession: shared.snapshot,
    subscribe(listener) {
      // A function of its own, so that one listener may subscribe twice.
      const own = () => listener();
      listeners.add(own);
      shared.listeners.add(own);
      return () => stop(own);
    },
    async getAccessToken() {
      const session = shared.current();
      if (session) return session.accessToken;
      throw new OAuthError("login_required", "nobody is signed in, or the sign-in has expired");
    },
    async fetch(input, init) {
      const options = { scope: init?.scope, timeoutMs: init?.timeoutMs };
      return call(input, init, own, shared.current, options);
    },
    missingScopes: (needed) => core.missingScopes(shared.current(), needed),
    async signOut() {
      shared.set(null);
      shared.notify();
    },
    dispose() {
      listeners.forEach(stop);
      removeEventListener("pageshow", onPageShow);
    },
  };
};
