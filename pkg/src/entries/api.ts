// The public names, the same in every entry.

import * as core from "#glue";
import { OAuthError, oauthError, parseNote } from "../error.ts";
import { call } from "../http/call.ts";
import { findProvider } from "../http/discover.ts";
import { ensureStarted, noBrowser, truncated } from "../module/start.ts";
import { forgetResponse, responseUrl } from "../sign_in/capture.ts";
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
export type { OAuthErrorCode } from "../error.ts";
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
 * A nonce of 256 bits from the platform's CSPRNG, remembered in sessionStorage with what it is bound to
 * (RFC 6749 §10.12). Sixteen are remembered at the most.
 *
 * @throws {@link OAuthError} `invalid_request`, `no_randomness`, `storage_unavailable`, `no_browser`.
 */
export function generateState(binding: StateBinding): string {
  ensurePage();
  return core.generateState(binding);
}

/**
 * Spends a nonce: it verifies once.
 *
 * @throws {@link OAuthError} `missing_state`, `state_mismatch`, `state_replayed`, `state_expired`; then all other
 * sign-ins are as before.
 */
export function verifyState(state: string | null | undefined, expected: StateBinding): PendingSignIn {
  ensurePage();
  const signIn: PendingSignIn = core.verifyState({ state, expected });
  forgetResponse();
  if (signIn.appState) signIn.appState = parseNote(signIn.appState as string);
  return signIn;
}

/**
 * The address that starts a sign-in.
 *
 * @throws {@link OAuthError} `invalid_request`, `invalid_config`.
 */
export function buildAuthorizeUrl(request: AuthorizeRequest): string {
  ensureStarted();
  return core.buildAuthorizeUrl(request);
}

/**
 * Reads the response in an address, from fragment and query; null where there is none. Default: the page's own,
 * also when the response was taken out of it at import. It verifies and spends nothing: call {@link verifyState}
 * with its `state`.
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
  const address = text === globalThis.location?.href ? responseUrl() : text;
  return core.parseAuthorizationResponse({ url: truncated(address), provider });
}

// Functions that return a promise reject and never throw.

/**
 * Calls an API with a token in the `Authorization` header (RFC 6750 §2.1). It resolves with any answer but a 401,
 * or a 403 with an `insufficient_scope` challenge, which reject with the `Response` in the error; an abort rejects
 * with the signal's own reason.
 *
 * @throws {@link OAuthError} `unauthorized`, `insufficient_scope`, `origin_not_allowed`, `invalid_request`, `timeout`,
 * `network_error`.
 */
export async function callApi(url: string | URL | Request, accessToken: string, init?: CallInit): Promise<Response> {
  ensureStarted();
  const options = { apiOrigins: init?.apiOrigins, timeoutMs: init?.timeoutMs };
  return call(url, init, {}, { current: () => ({ accessToken }) }, options);
}

/** What the body of a refused call says: CoolSMS's `errorCode` and `errorMessage`, where they are there. */
export async function apiError(response: Response): Promise<ApiError> {
  ensureStarted();
  if (!(response instanceof Response)) {
    throw oauthError("invalid_request", "`response` must be a Response", { field: "response" });
  }
  // A body that was read already, or breaks off, says nothing.
  const body = await response.text().catch(() => "");
  return { status: response.status, ...core.readApiError(body) };
}

/**
 * A provider from its own metadata: `/.well-known/oauth-authorization-server` (RFC 8414), or OpenID Connect's
 * `/.well-known/openid-configuration`. Add `apiBase` and what else the app knows: `{ ...(await discover(issuer)), apiBase }`.
 *
 * @throws {@link OAuthError} `issuer_mismatch` where the metadata is another issuer's; `malformed_response`;
 * `unexpected_response` where it says that it does not know S256; `invalid_request`; `invalid_config`, naming the endpoint
 * that cannot be used; `timeout`; `network_error`.
 */
export async function discover(issuer: string, options?: DiscoverOptions): Promise<Provider> {
  ensureStarted();
  return findProvider(issuer, options);
}

/**
 * The settings for CoolSMS: implicit grant, JWT access tokens of 24 hours.
 *
 * @throws {@link OAuthError} `invalid_config`, with the option's name in `field`.
 */
export function coolsms(options?: CoolsmsOptions): Provider {
  ensureStarted();
  return core.coolsms(options);
}
