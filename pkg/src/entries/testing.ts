/**
 * A client for tests of apps: signed in without a browser's sign-in, with the answers that the test gives. It needs no page,
 * starts no WebAssembly and no timer, and stores nothing.
 *
 * @module
 */

import { API_ORIGINS, API_SCOPES } from "#names";
import { oauthError as errorOf } from "../error.ts";
import type { OAuthErrorCode } from "../error_code.ts";
import { unlessAborted } from "../http/abort.ts";
import { scopeWords } from "../scope.ts";
import { answerTo, isCall, requestOf } from "../testing/fetch.ts";
import type {
  Client,
  ClientRequestInit,
  PopupOptions,
  RequestScopesByPopupOptions,
  RequestScopesOptions,
  ScopeOption,
  Session,
  SignInOptions,
  SignInResult,
} from "../types.ts";
// From the same place as every entry, so that there is one class.
import { OAuthError } from "./api.ts";

/** The members that {@link oauthError} takes: those of `OAuthError`. */
export type OAuthErrorDetails = Partial<Omit<OAuthError, "name" | "code" | "stack">>;

/** The options of {@link createTestClient}. */
export interface TestClientOptions {
  /** The granted scope. Default `"*"`, every scope. */
  scopes?: ScopeOption | undefined;
  /** Members of the session that differ from the default ones; null if nobody is signed in. */
  session?: Partial<Session> | null;
  /** `"unknown"` if another tab may still send its session: until {@link TestClient.setSession} is called. */
  status?: "unknown";
  /**
   * What the API answers: a table of calls, such as `{ "GET /users/v1/member": { name: "Hong" } }`, where `:name` matches one
   * path segment; or a function. An answer is a `Response`, an error to reject with, a value for a JSON body, or a function of
   * the request that returns one of these.
   */
  fetch?: Record<string, unknown> | ((request: Request) => unknown);
  /** What comes back from the provider: {@link Client.handleRedirectCallback} resolves with it, or rejects with the error. */
  callback?: Partial<SignInResult> | OAuthError;
  /**
   * What a user grants who signs in in a popup. Default: what is requested. It throws what the sign-in rejects with.
   */
  grant?: (requested: string[]) => string | readonly string[];
  /** The base URL of the API. Default that of CoolSMS. */
  apiBase?: string;
  /** The scope that each call needs, as in a provider's `apiScopes`. Default those of CoolSMS. */
  apiScopes?: Record<string, string>;
}

/** A client for tests, and what a test sees of it and does to it. */
export interface TestClient extends Client {
  /** The calls that were made, in their order. A call that was refused before it was made is not there. */
  readonly calls: Request[];
  /** The sign-ins by redirect, in their order. A real client would have left the page. */
  readonly redirects: SignInOptions[];
  /** Replaces the session as another tab or the server would, and calls the listeners. */
  setSession(this: void, session: Partial<Session> | null, reason?: OAuthError): void;
}

/**
 * Returns an error of this package, an instance of its `OAuthError`.
 *
 * @example
 * ```js
 * const error = oauthError("authorization_error", { error: "access_denied", returnTo: "/account" });
 * ```
 *
 * @param code - The reason.
 * @param details - Further members. `message` is the code by default.
 */
export function oauthError(code: OAuthErrorCode, details: OAuthErrorDetails = {}): OAuthError {
  const { message = code, ...members } = details;
  return Object.assign(errorOf(code, message), members);
}

const isCoolsms = (origin: string) => API_ORIGINS.includes(origin);

let count = 0;

/**
 * Creates a client that is signed in, or not, as the test says. It is of the type that `createClient` returns, and refuses
 * what a real one refuses: calls without a session or without the scope, calls to another origin, answers that refuse the
 * token. Two clients share nothing.
 *
 * @example
 * ```js
 * const client = createTestClient({
 *   scopes: "users:read",
 *   fetch: { "GET /users/v1/member": { name: "Hong" } },
 * });
 * ```
 *
 * @param options - Who is signed in, and what the API answers.
 */
export function createTestClient(options: TestClientOptions = {}): TestClient {
  const { apiBase = API_ORIGINS[0], apiScopes = API_SCOPES } = options;
  const listeners = new Set<{ listener: (reason?: OAuthError) => void }>();
  const calls: Request[] = [];
  const redirects: SignInOptions[] = [];
  let denied: string[] = [];
  let isUnknown = options.status === "unknown";
  let becomeReady = () => {};
  const readiness = isUnknown ? new Promise<void>((resolve) => (becomeReady = resolve)) : Promise.resolve();

  const begin = (members: Partial<Session> = {}): Session => ({
    id: `test-session-${++count}`,
    tokenType: "Bearer",
    scope: scopeWords(options.scopes ?? "*"),
    expiresAt: null,
    extra: {},
    refreshable: false,
    ...members,
  });
  let session = options.session === null || isUnknown ? null : begin(options.session);

  const current = () => {
    const isOver = session?.expiresAt && session.expiresAt <= Date.now() && !session.refreshable;
    return isOver ? null : session;
  };
  const signedIn = () => {
    const held = current();
    if (!held) throw errorOf("login_required", "the user is not signed in, or the session has expired");
    return held;
  };
  const put = (next: Session | null, reason?: OAuthError) => {
    if (next?.id !== session?.id) denied = [];
    session = next;
    isUnknown = false;
    becomeReady();
    for (const { listener } of [...listeners]) listener(reason);
  };
  const missingScopes = (needed: string | readonly string[]) => {
    const granted = current() ? (current()?.scope ?? ["*"]) : [];
    const asked = scopeWords(needed);
    const missing = asked.filter((word) => !granted.includes(word) && !granted.includes("*"));
    return [...new Set([...missing, ...asked.filter((word) => denied.includes(word))])];
  };
  const signInByPopup = ({ scope, appState = null, signal }: PopupOptions = {}): Promise<SignInResult> => {
    const signIn = async () => {
      const requested = scopeWords(scope ?? options.scopes ?? "*");
      const next = begin({ scope: scopeWords(options.grant?.(requested) ?? requested) });
      put(next);
      return { session: next, returnTo: null, appState };
    };
    return unlessAborted(signal, signIn);
  };
  const leave = (how: SignInOptions = {}) => {
    redirects.push(how);
    return new Promise<never>(() => {});
  };
  const insufficient = (what: string, missing: string[]) =>
    oauthError("insufficient_scope", {
      message: `${what} needs \`${missing.join(" ")}\`, which was not granted`,
      missingScopes: missing,
    });
  /** What the real client makes of a refusal. */
  const check = (what: string, response: Response, needed: string[]) => {
    const challenge = response.headers.get("WWW-Authenticate") ?? "";
    const { status } = response;
    if ((status === 401 || status === 403) && /^Bearer\b.*\berror="?insufficient_scope\b/i.test(challenge)) {
      const missing = scopeWords(/\bscope="([^"]*)"/i.exec(challenge)?.[1] ?? needed);
      denied.push(...missing);
      throw Object.assign(insufficient(what, missing), { status, response });
    }
    if (status !== 401) return response;
    const message = `${what} was refused: the token has expired, was revoked, or lacks a scope`;
    throw oauthError("unauthorized", { message, status, response });
  };
  const call = async (input: string | URL | Request, init?: ClientRequestInit, signal?: AbortSignal | null) => {
    await readiness;
    const request = requestOf(input, init, apiBase);
    const { origin, pathname } = new URL(request.url);
    const base = new URL(apiBase);
    if (origin !== base.origin && !(isCoolsms(origin) && isCoolsms(base.origin))) {
      throw errorOf("origin_not_allowed", `the token may not be sent to ${origin}, unless \`apiOrigins\` lists it`);
    }
    signedIn();
    const path = pathname.slice(base.pathname.replace(/\/+$/, "").length);
    const known = Object.entries(apiScopes).find(([name]) => isCall(name, request.method, path));
    const needed = scopeWords(init?.scope ?? known?.[1]);
    const missing = missingScopes(needed);
    const what = `${request.method} ${pathname}`;
    if (missing.length > 0) throw insufficient(what, missing);
    if (signal?.aborted) throw signal.reason;
    request.headers.set("Authorization", "Bearer test-token");
    calls.push(request);
    return check(what, await answerTo(request, `${request.method} ${path}`, options.fetch ?? {}), needed);
  };
  let callback: Promise<SignInResult | null> | undefined;

  return {
    calls,
    redirects,
    setSession: (members, reason) => put(members && begin(members), reason),
    signInWithRedirect: leave,
    signInWithPopup: signInByPopup,
    handleRedirectCallback() {
      const result = async () => {
        if (options.callback instanceof OAuthError) throw options.callback;
        return options.callback ? { returnTo: null, appState: null, session: signedIn(), ...options.callback } : null;
      };
      callback ??= result();
      return callback;
    },
    getSession: current,
    getStatus: () => (current() ? "signed_in" : isUnknown ? "unknown" : "signed_out"),
    ready: () => readiness,
    subscribe(listener) {
      const subscription = { listener };
      listeners.add(subscription);
      return () => void listeners.delete(subscription);
    },
    async getAccessToken() {
      await readiness;
      signedIn();
      return "test-token";
    },
    fetch(input, init) {
      const signal = init?.signal ?? (input as Request).signal;
      return unlessAborted(signal, () => call(input, init, signal));
    },
    missingScopes,
    requestScopes: (async (
      more: string | readonly string[],
      how: RequestScopesOptions | RequestScopesByPopupOptions = {},
    ) => {
      const { via, ...rest } = how;
      const held = current();
      if (scopeWords(more).length === 0) {
        throw oauthError("invalid_request", { message: "`scope` must name what to ask for", field: "scope" });
      }
      if (missingScopes(more).length === 0 && held?.scope) return { session: held, returnTo: null, appState: null };
      const scope = [...new Set([...(held?.scope ?? []), ...scopeWords(more)])];
      return (via === "popup" ? signInByPopup : leave)({ ...rest, scope });
    }) as Client["requestScopes"],
    async refresh() {
      const held = current();
      if (!held?.refreshable) throw errorOf("login_required", "no session, or no refresh token");
      const next = { ...held };
      put(next);
      return next;
    },
    async signOut() {
      put(null);
    },
    dispose: () => listeners.clear(),
  };
}
