// `createClient`: an object of closures, so that every method works unbound and nothing has to be freed. It connects the
// parts; the module makes the decisions.

import { appOf } from "./app.ts";
import { warnOfScope } from "./development/warnings.ts";
import { type OAuthError, oauthError } from "./error.ts";
import { authorize, call } from "./http/call.ts";
import { revoke } from "./http/token_endpoint.ts";
import { core, plain } from "./module/exports.ts";
import { ensureStarted, noBrowser } from "./module/start.ts";
import { scopeWords } from "./scope.ts";
import type { Listener } from "./session/listeners.ts";
import { refresh } from "./session/refresh.ts";
import { handleCallback, receiveFromPopup } from "./sign_in/callback.ts";
import { signInByPopup } from "./sign_in/popup.ts";
import { leaveFor, startSignIn } from "./sign_in/start.ts";
import type {
  Client,
  ClientConfig,
  PopupOptions,
  RequestScopesByPopupOptions,
  RequestScopesOptions,
  SignInOptions,
} from "./types.ts";

/** The client on a server or in a worker. */
const inertClient = (): Client => {
  const reject = async () => {
    throw noBrowser();
  };
  return {
    signInWithRedirect: reject,
    signInWithPopup: reject,
    handleRedirectCallback: reject,
    getSession: () => null,
    getStatus: () => "unknown",
    ready: reject,
    subscribe: () => () => {},
    getAccessToken: reject,
    fetch: reject,
    missingScopes: scopeWords,
    requestScopes: reject,
    refresh: reject,
    signOut: reject,
    dispose() {},
  };
};

/**
 * Creates a client for one app. Clients of the same app on a page share one session. Its stores and its channel to other tabs
 * are opened by the first use, at the latest in the next task. On a server and in a worker the client is inert: it has no
 * session, and methods that need a page reject with `no_browser`.
 *
 * @example
 * ```js
 * const client = createClient({
 *   clientId: "sandbox-demo",
 *   redirectUri: location.origin + location.pathname,
 *   scope: "users:read cash:read",
 * });
 * const result = await client.handleRedirectCallback();
 * if (!client.getSession()) await client.signInWithRedirect();
 * else console.log(await (await client.fetch("/cash/v1/balance")).json());
 * ```
 *
 * @throws {@link OAuthError} `invalid_config`, with the member's name in `field`.
 */
export function createClient(config: ClientConfig): Client {
  if (typeof window === "undefined") return inertClient();
  ensureStarted();
  // Copied once, and not for each call of the module.
  const checked = plain(core.openClient({ settings: config, origin: location.origin }));
  if (DEVELOPMENT) warnOfScope(config);
  const app = appOf(checked);
  const subscriptions = new Set<Listener>();
  const unsubscribe = (subscription: Listener) => {
    subscriptions.delete(subscription);
    app.holder.listeners.delete(subscription);
  };

  let isDisposed = false;
  app.attach(1);

  const refreshSession = () => refresh(checked, app);
  const missingScopes = (needed: string | readonly string[]) => {
    const session = app.holder.sync();
    const missing = core.missingScopes({ session, needed });
    const denied = session && app.denied?.id === session.id ? app.denied.scopes : [];
    return [...new Set([...missing, ...scopeWords(needed).filter((scope) => denied.includes(scope))])];
  };
  /** Remembers what the API refused although it was granted, so that it can be asked for. */
  const noteDenied = ({ code, missingScopes = [], response }: OAuthError) => {
    const session = app.holder.sync();
    if (code !== "insufficient_scope" || !response || !session) return;
    const before = app.denied?.id === session.id ? app.denied.scopes : [];
    app.denied = { id: session.id, scopes: [...before, ...missingScopes] };
  };
  const signInWithRedirect = async (options?: SignInOptions) =>
    leaveFor((await startSignIn(checked, options, false)).url);
  const signInWithPopup = async (popupOptions?: PopupOptions) => {
    const { signal, ...options } = popupOptions ?? {};
    const start = () => startSignIn(checked, options, true);
    const lifetimeMs = (checked.stateLifetimeSeconds ?? 600) * 1000;
    return signInByPopup(start, (...response) => receiveFromPopup(checked, app, ...response), app, {
      signal,
      lifetimeMs,
    });
  };

  return {
    signInWithRedirect,
    signInWithPopup,
    handleRedirectCallback: () => handleCallback(checked, app),
    getSession: () => app.holder.view(),
    getStatus: () => (app.holder.view() ? "signed_in" : app.holder.isUnknown() ? "unknown" : "signed_out"),
    ready: () => app.holder.ready(),
    subscribe(listener) {
      // A new function, so that one listener may subscribe twice.
      const subscription: Listener = (reason) => listener(reason);
      subscriptions.add(subscription);
      app.holder.listeners.add(subscription);
      return () => unsubscribe(subscription);
    },
    async getAccessToken() {
      await app.holder.ready();
      return authorize(core.tokenOf, app.holder.sync, refreshSession);
    },
    async fetch(input, init) {
      const options = { scope: init?.scope, timeoutMs: init?.timeoutMs };
      await app.holder.ready();
      const access = { current: app.holder.sync, refresh: refreshSession, refused: app.refused };
      return call(input, init, checked, access, options).catch((error) => {
        noteDenied(error);
        throw error;
      });
    },
    missingScopes,
    requestScopes: (async (
      more: string | readonly string[],
      requestOptions?: RequestScopesOptions | RequestScopesByPopupOptions,
    ) => {
      const { via, ...options } = requestOptions ?? {};
      const session = app.holder.sync();
      const missing = missingScopes(more);
      if (scopeWords(more).length === 0) {
        throw oauthError("invalid_request", DEVELOPMENT && "`scope` must name what to ask for", { field: "scope" });
      }
      // If the granted scope is unknown, it is requested.
      if (missing.length === 0 && session?.scope) {
        return { session: app.holder.view(), returnTo: null, appState: null };
      }
      const scope = [...new Set([...(session?.scope ?? scopeWords(checked.scope)), ...scopeWords(more)])];
      return (via === "popup" ? signInWithPopup : signInWithRedirect)({ ...options, scope });
    }) as Client["requestScopes"],
    refresh: async () => refreshSession(),
    async signOut() {
      const session = app.holder.lastSession();
      app.holder.end(session);
      const status = session && (await revoke(checked, session));
      if (status && Math.trunc(status / 100) !== 2) {
        throw oauthError(
          "token_error",
          DEVELOPMENT && `the revocation endpoint answered ${status}: the token was not revoked`,
          { status },
        );
      }
    },
    dispose() {
      subscriptions.forEach(unsubscribe);
      if (!isDisposed) app.attach(-1);
      isDisposed = true;
    },
  };
}
