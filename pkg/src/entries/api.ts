// The public functions, the same in every entry.

import { ANSWER_MS } from "#waiting";
import { OAuthError, oauthError, parseNote } from "../error.ts";
import { readText } from "../http/body.ts";
import { call } from "../http/call.ts";
import { findProvider } from "../http/discover.ts";
import { core } from "../module/exports.ts";
import { ensureStarted, noBrowser } from "../module/start.ts";
import { forgetResponse, responseUrl } from "../sign_in/response.ts";
import type {
  ApiError,
  AuthorizationResponse,
  AuthorizeRequest,
  CallInit,
  CoolsmsOptions,
  DiscoverOptions,
  PendingSignIn,
  Provider,
  StateBinding,
} from "../types.ts";

export { createClient } from "../client.ts";
export type { OAuthErrorCode } from "../error_code.ts";
export type * from "../types.ts";
export { OAuthError };

const ensurePage = () => {
  if (typeof window === "undefined") throw noBrowser();
  ensureStarted();
};

const pageUrl = () => {
  ensurePage();
  return location.href;
};

/**
 * Returns a state: 256 bits from the platform's CSPRNG, stored in sessionStorage with what it is bound to (RFC 6749 §10.12).
 * At most sixteen are stored.
 *
 * @example
 * ```js
 * const state = generateState({ clientId, redirectUri });
 * location.assign(buildAuthorizeUrl({ clientId, redirectUri, scope: "cash:read", state }));
 * ```
 *
 * @throws {@link OAuthError} `invalid_request`, `no_randomness`, `storage_unavailable`, `no_browser`.
 */
export function generateState(binding: StateBinding): string {
  ensurePage();
  return core.generateState(binding);
}

/**
 * Verifies the state of a response and marks it as used: a state is accepted once. Returns the sign-in that it belongs to.
 *
 * @example
 * ```js
 * const response = parseAuthorizationResponse();
 * if (response) verifyState(response.state, { clientId, redirectUri });
 * ```
 *
 * @throws {@link OAuthError} `missing_state`, `state_mismatch`, `state_replayed`, `state_expired`, `no_browser`. Other pending
 * sign-ins stay as they are.
 */
export function verifyState(state: string | null | undefined, expected: StateBinding): PendingSignIn {
  ensurePage();
  const signIn: PendingSignIn = core.verifyState({ state, expected });
  forgetResponse();
  if (signIn.appState) signIn.appState = parseNote(signIn.appState as string);
  return signIn;
}

/**
 * Returns the URL of an authorization request (RFC 6749 §4.1.1, §4.2.1).
 *
 * @example
 * ```js
 * const url = buildAuthorizeUrl({ clientId, redirectUri, scope: ["users:read", "cash:read"], state });
 * ```
 *
 * @throws {@link OAuthError} `invalid_request`, `invalid_config`.
 */
export function buildAuthorizeUrl(request: AuthorizeRequest): string {
  ensureStarted();
  return core.buildAuthorizeUrl(request);
}

/**
 * Parses the authorization response in the fragment and query of a URL; returns null if there is none. The default is the
 * page's URL, as it was before the response was removed from it at import. Nothing is verified: pass the `state` to
 * {@link verifyState}.
 *
 * @example
 * ```js
 * const response = parseAuthorizationResponse();
 * if (response?.type === "error") console.log(response.error, response.errorDescription);
 * ```
 *
 * @throws {@link OAuthError} `duplicate_parameter`, `malformed_response`, `response_too_large`, `invalid_token`,
 * `unsupported_token_type`, `unexpected_response`.
 */
export function parseAuthorizationResponse(
  url: string | URL = pageUrl(),
  provider?: Provider,
): AuthorizationResponse | null {
  ensureStarted();
  const text = String(url);
  const source = text === globalThis.location?.href ? responseUrl() : text;
  return core.parseAuthorizationResponse({ url: source, provider });
}

// Functions that return a promise reject and never throw.

/**
 * Calls an API with a token in the `Authorization` header (RFC 6750 §2.1). Resolves with any response except a 401, or a 403
 * with an `insufficient_scope` challenge: these reject, and the error contains the `Response`. An abort rejects with the
 * signal's reason.
 *
 * @example
 * ```js
 * const response = await callApi("https://api.coolsms.co.kr/cash/v1/balance", accessToken);
 * const { balance } = await response.json();
 * ```
 *
 * @throws {@link OAuthError} `unauthorized`, `insufficient_scope`, `origin_not_allowed`, `invalid_request`, `timeout`,
 * `network_error`.
 */
export async function callApi(url: string | URL | Request, accessToken: string, init?: CallInit): Promise<Response> {
  ensureStarted();
  const options = { apiOrigins: init?.apiOrigins, timeoutMs: init?.timeoutMs };
  return call(url, init, {}, { current: () => ({ accessToken }) }, options);
}

/**
 * Reads the body of an error response of the API: CoolSMS's `errorCode` and `errorMessage`, if it contains them. A body that
 * is longer than 256 KiB, takes more than 30 seconds, is incomplete, or was read before counts as empty.
 *
 * @example
 * ```js
 * const response = await client.fetch("/messages/v4/send", { method: "POST", headers, body });
 * if (!response.ok) console.log((await apiError(response)).errorMessage);
 * ```
 *
 * @throws {@link OAuthError} `invalid_request`.
 */
export async function apiError(response: Response): Promise<ApiError> {
  ensureStarted();
  if (!(response instanceof Response)) {
    throw oauthError("invalid_request", DEVELOPMENT && "`response` must be a Response", { field: "response" });
  }
  return { status: response.status, ...core.readApiError(await readText(response, ANSWER_MS)) };
}

/**
 * Returns the settings of a provider from its metadata: `/.well-known/oauth-authorization-server` (RFC 8414), or
 * `/.well-known/openid-configuration` (OpenID Connect Discovery 1.0 §4). Add `apiBase` and other settings that the app
 * knows: `{ ...(await discover(issuer)), apiBase }`.
 *
 * @example
 * ```js
 * const provider = { ...(await discover("https://id.example")), apiBase: "https://api.example" };
 * const client = createClient({ clientId, redirectUri, provider });
 * ```
 *
 * @throws {@link OAuthError} `issuer_mismatch` if the metadata belongs to another issuer; `malformed_response`;
 * `unexpected_response` if the provider does not support S256 (RFC 7636 §4.2); `invalid_request`; `invalid_config`, with the
 * invalid endpoint in `field`; `timeout`; `network_error`.
 */
export async function discover(issuer: string, options?: DiscoverOptions): Promise<Provider> {
  ensureStarted();
  return findProvider(issuer, options);
}

/** An object whose members are there as soon as it is asked for anything: every trap fills it, then does what it is for. */
const lazily = (load: () => Provider) => {
  const get =
    (_: unknown, trap: "get") =>
    (target: Provider, ...rest: [string]) =>
      Reflect[trap](Object.assign(target, load()), ...rest);
  return new Proxy({} as Provider, new Proxy({}, { get } as ProxyHandler<object>));
};

/**
 * Returns the settings of CoolSMS: implicit grant, JWT access tokens that are valid for 24 hours. On a server it starts nothing
 * until a setting is read: some forbid WebAssembly there.
 *
 * @example
 * ```js
 * const provider = coolsms({ base: "http://127.0.0.1:8401" }); // the sandbox
 * ```
 *
 * @throws {@link OAuthError} `invalid_config`, with the option's name in `field`.
 */
export function coolsms(options?: CoolsmsOptions): Provider {
  const settings = () => {
    ensureStarted();
    return core.coolsms(options);
  };
  return typeof window === "undefined" ? lazily(settings) : settings();
}
