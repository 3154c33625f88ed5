// `createClient`: a plain object of closures, so that every method works unbound and nothing has to be freed. They hold
// the configuration and the session, and wait; what is decided is decided in the module.

import { OAuthError } from "#browser/error.js";
import * as core from "#glue";
import { handleCallback, receiveFromPopup } from "./callback.js";
import { ready } from "./core.js";
import { signInByPopup } from "./popup.js";
import { refresh } from "./refresh.js";
import { call, permitted } from "./request.js";
import { sharedOf } from "./session.js";
import { leaveFor, startSignIn } from "./sign_in.js";
import { revoke } from "./token.js";

const wordsOf = (scope) => [scope ?? []].flat().join(" ").split(" ").filter(Boolean);

/** On a server or in a worker: nobody is signed in, and what needs a page says so. */
const inert = () => {
  const reject = async () => {
    throw new OAuthError("no_browser", "this needs a browser window");
  };
  return {
    signInWithRedirect: reject,
    signInWithPopup: reject,
    handleRedirectCallback: reject,
    getSession: () => null,
    subscribe: () => () => {},
    getAccessToken: reject,
    fetch: reject,
    missingScopes: wordsOf,
    requestScopes: reject,
    refresh: reject,
    signOut: reject,
    dispose() {},
  };
};

export const createClient = (config) => {
  if (typeof window === "undefined") return inert();
  ready();
  const own = core.openClient({ settings: config, origin: location.origin });
  const { clientId, provider } = own;
  const shared = sharedOf(JSON.stringify([provider.authorizationEndpoint, provider.id, clientId]), own);
  const listeners = new Set();
  const stop = (listener) => {
    for (const set of [listeners, shared.listeners]) set.delete(listener);
  };

  const refreshed = () => refresh(own, shared);
  const signInWithRedirect = async (options) => leaveFor((await startSignIn(own, options, false)).url);
  const signInWithPopup = async (wish) => {
    const { signal, ...options } = wish ?? {};
    const start = () => startSignIn(own, options, true);
    const receive = (...response) => receiveFromPopup(own, shared, ...response);
    return signInByPopup(start, receive, shared, { signal, lifetimeMs: (own.stateLifetimeSeconds ?? 600) * 1000 });
  };

  return {
    signInWithRedirect,
    signInWithPopup,
    handleRedirectCallback: () => handleCallback(own, shared),
    getSession: shared.snapshot,
    subscribe(listener) {
      // A function of its own, so that one listener may subscribe twice.
      const own = (reason) => listener(reason);
      listeners.add(own);
      shared.listeners.add(own);
      return () => stop(own);
    },
    async getAccessToken() {
      await shared.arrived();
      const permit = (session, mayRefresh) => core.tokenOf({ session, mayRefresh });
      return permitted(permit, shared.current, refreshed);
    },
    async fetch(input, init) {
      const options = { scope: init?.scope, timeoutMs: init?.timeoutMs };
      await shared.arrived();
      return call(input, init, own, { current: shared.current, refresh: refreshed }, options);
    },
    missingScopes: (needed) => core.missingScopes({ session: shared.current(), needed }),
    async requestScopes(more, wish) {
      const { via, ...options } = wish ?? {};
      const session = shared.current();
      // An unknown grant lacks nothing that is known.
      if (core.missingScopes({ session, needed: more }).length === 0 && session?.scope) {
        return { session: shared.snapshot(), returnTo: null, appState: null };
      }
      const scope = [...new Set([...(session?.scope ?? wordsOf(own.scope)), ...wordsOf(more)])];
      return (via === "popup" ? signInWithPopup : signInWithRedirect)({ ...options, scope });
    },
    refresh: async () => refreshed(),
    async signOut() {
      const session = shared.current();
      shared.end();
      const status = session && (await revoke(own, session));
      if (status && Math.trunc(status / 100) !== 2) {
        throw new OAuthError("token_error", "the token was not revoked", { status });
      }
    },
    dispose() {
      listeners.forEach(stop);
    },
  };
};
