/**
 * OAuth 2.0 sign-in to CoolSMS (SOLAPI), and to any RFC 6749 provider, for single-page apps.
 *
 * Times are in the unit that their name says: `…Seconds`, `…Ms`; `expiresAt` and the like are milliseconds since
 * the epoch, as `Date.now()` gives them. Every refusal is an {@link OAuthError}.
 */

/** What is asked for at the authorization endpoint (RFC 6749 §3.1.1). */
export type ResponseType = "token" | "code";

/** An authorization server and its API. {@link coolsms} makes the one for CoolSMS. */
export interface Provider {
  /** A name for it; states and sessions are bound to it. */
  id: string;
  /** Its issuer identifier: a response with another `iss` is refused (RFC 9207). */
  issuer?: string;
  /** Whether every response names its issuer (RFC 9207 §3): then one without `iss` is refused. */
  authorizationResponseIssParameterSupported?: boolean;
  /** Where a sign-in starts (RFC 6749 §3.1). `https:`, or `http:` on loopback. */
  authorizationEndpoint: string;
  /**
   * Where codes and refresh tokens become access tokens (RFC 6749 §3.2). For CoolSMS's codes it is a server of the app's
   * own, which keeps the client secret.
   */
  tokenEndpoint?: string;
  /** How it is asked: as a form (RFC 6749 §4.1.3; default), or in JSON, as CoolSMS wants it. */
  tokenRequest?: "form" | "json";
  /** Where tokens are given back (RFC 7009). CoolSMS has no such place. */
  revocationEndpoint?: string;
  /** Where its API lives; relative addresses in {@link Client.fetch} stand below it. */
  apiBase?: string;
  /** What it is asked for. Default `"code"`. */
  responseType?: ResponseType;
  /** Where a success may stand. Default: a token in the fragment, a code in the query, as RFC 6749 says. */
  responseIn?: "fragment" | "query" | "either";
  /** Where the nonce travels: in `state`, or, for a provider that does not echo it, in the redirect URI's query. */
  stateIn?: "parameter" | "redirect_uri";
  /** For access tokens that are JWTs: the claims that hold the granted scope and the client id. */
  jwtAccessToken?: {
    /** The name of the claim that holds the granted scope. */
    scope?: string;
    /** The name of the claim that holds the client id; a token that names another client is refused. */
    clientId?: string;
  };
  /** What a response without `token_type` means. Without this setting it is refused. */
  defaultTokenType?: "Bearer";
  /** The lifetime, in seconds, of a token that says none. */
  defaultLifetimeSeconds?: number;
  /** Refuse a request without scope. */
  scopeRequired?: boolean;
  /** What stands between scope words. Default a space (RFC 6749 §3.3). */
  scopeSeparator?: " " | ",";
  /** What its calls need, such as `{ "GET /users/v1/member": "users:read" }`; `:name` stands for one segment. */
  apiScopes?: Record<string, string>;
}

/** What a nonce is bound to. */
export interface StateBinding {
  /** The app's, as registered. */
  clientId: string;
  /** Byte for byte as registered. */
  redirectUri: string;
  /** Default `"token"`. */
  responseType?: ResponseType;
  /** The provider's id. Default `"coolsms"`. */
  provider?: string;
  /** Remembered with the nonce. */
  scope?: string | string[];
  /** How long the nonce is good, in seconds: 1 to 86,400. Default 600. */
  lifetimeSeconds?: number;
}

/** A sign-in that was under way, as {@link verifyState} returns it. */
export interface PendingSignIn {
  /** The nonce, spent by now. */
  state: string;
  /** The app that it was for. */
  clientId: string;
  /** The provider's id. */
  provider: string;
  /** Where the response was to come. */
  redirectUri: string;
  /** What was asked for. */
  responseType: ResponseType;
  /** The scope asked for, word by word. */
  scope: string[];
  /** Milliseconds since the epoch. */
  issuedAt: number;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** Path, query and fragment on this origin, where {@link Client.signInWithRedirect} started it. */
  returnTo?: string;
  /** The app's own note, where there is one. */
  appState?: unknown;
}

/** An authorization request (RFC 6749 §4.1.1, §4.2.1). */
export interface AuthorizeRequest {
  /** Default {@link coolsms}. */
  provider?: Provider;
  /** The app's, as registered (RFC 6749 §2.2). */
  clientId: string;
  /** Sent byte for byte. */
  redirectUri: string;
  /** Default the provider's. */
  responseType?: ResponseType;
  /** CoolSMS needs one. */
  scope?: string | string[];
  /** From {@link generateState}. */
  state: string;
  /** Further parameters. None may set what the request itself sets. */
  params?: Record<string, string>;
}

/** What a response may hold, whatever its kind. */
export interface ResponseCommon {
  /** The nonce, as it came: nothing has verified it. */
  state?: string;
  /** The issuer (RFC 9207). */
  iss?: string;
  /** All other parameters. */
  extra: Record<string, string>;
}

/** A success of the implicit grant (RFC 6749 §4.2.2). */
export interface TokenResponse extends ResponseCommon {
  /** Tells it from the other kinds. */
  type: "token";
  /** As it came: nothing has checked whom it is for. */
  accessToken: string;
  /** The only type that is understood (RFC 6750). */
  tokenType: "Bearer";
  /** Sent by CoolSMS although RFC 6749 §4.2.2 forbids it; it never expires. */
  refreshToken?: string;
  /** Seconds, where the response says something that can be used. */
  expiresIn?: number;
  /** The granted scope, where the response says one. */
  scope?: string[];
}

/** A success of the code grant (RFC 6749 §4.1.2). */
export interface CodeResponse extends ResponseCommon {
  /** Tells it from the other kinds. */
  type: "code";
  /** What is exchanged for a token (RFC 6749 §4.1.3). */
  code: string;
}

/** A refusal (RFC 6749 §4.1.2.1, §4.2.2.1). */
export interface ErrorResponse extends ResponseCommon {
  /** Tells it from the other kinds. */
  type: "error";
  /** Such as `access_denied` (RFC 6749 §4.2.2.1). */
  error: string;
  /** The server's explanation. */
  errorDescription?: string;
  /** The server's page about it. */
  errorUri?: string;
}

/** What stands in an address after a sign-in; `type` tells the kinds apart. All texts are the server's words: inert. */
export type AuthorizationResponse = TokenResponse | CodeResponse | ErrorResponse;

/** What the body of a refused call says. */
export interface ApiError {
  /** The HTTP status. */
  status: number;
  /** CoolSMS's code, such as `Unauthorized`, unless the body was empty, HTML or cut off. */
  errorCode?: string;
  /** CoolSMS's sentence: inert text. */
  errorMessage?: string;
}

/** Everything that can be refused, and what an app should do. */
export type OAuthErrorCode =
  /** The configuration cannot be used; `field` names the member. Fix the code. */
  | "invalid_config"
  /** An argument cannot be used; `field` names it. Fix the code. */
  | "invalid_request"
  /** No browser window: a server or a worker. Call it in the page. */
  | "no_browser"
  /** The entry `coolsms-oauth2/wasm` before `await init()` has finished. */
  | "not_ready"
  /**
   * The browser forbids WebAssembly. Add `'wasm-unsafe-eval'` to `script-src` of the page's Content-Security-Policy; a
   * page without one is in a browser set so, such as Safari in Lockdown Mode.
   */
  | "wasm_blocked"
  /**
   * The WebAssembly did not arrive, or not as it was: `message` says where it was looked for and what came instead
   * (`status`, where the server refused). With `coolsms-oauth2/wasm`, put its file there, or give `init` its address;
   * offline, call `init` again. With the default entry and the script tag, serve the script unchanged, as UTF-8.
   */
  | "wasm_unavailable"
  /** The platform gave no random bytes. Nothing weaker is used; ask for another browser. */
  | "no_randomness"
  /** sessionStorage is missing, blocked or full. Tell the person to allow it, or to leave the in-app browser. */
  | "storage_unavailable"
  /** The response carries no `state`. It may be forged: offer to sign in. */
  | "missing_state"
  /** The `state` was not issued here. Forged, or from another tab or browser: offer to sign in. */
  | "state_mismatch"
  /** The response was used before. Offer to sign in. */
  | "state_replayed"
  /** The response came too late. Offer to sign in. */
  | "state_expired"
  /** A parameter came twice (RFC 6749 §3.1). Offer to sign in. */
  | "duplicate_parameter"
  /**
   * The response does not decode, or contradicts itself: offer to sign in. An answer of a token endpoint, or an issuer's
   * metadata, that is not what it should be (`status`): the session is as before; try later.
   */
  | "malformed_response"
  /** The response is over 64 KiB. Offer to sign in. */
  | "response_too_large"
  /** Another kind of response than was asked for, or in another place. Check the provider's settings. */
  | "unexpected_response"
  /**
   * The token endpoint answered with an error, or gave none back: `status`, and what it said: `error` and
   * `errorDescription` (RFC 6749 §5.2), or CoolSMS's `errorCode` and `errorMessage`. The session is as before; try later.
   */
  | "token_error"
  /** The token holds characters that no token may (RFC 6749 Appendix A). */
  | "invalid_token"
  /** The `token_type` is not Bearer (RFC 6749 §7.1). */
  | "unsupported_token_type"
  /** The response's `iss` is not the provider's issuer (RFC 9207), or the metadata's is another (RFC 8414 §3.3). */
  | "issuer_mismatch"
  /** The token was issued to another client (RFC 6749 §10.16). */
  | "client_mismatch"
  /** The server answered with an error: `error` (such as `access_denied`), `errorDescription`, `errorUri`. */
  | "authorization_error"
  /**
   * Nobody is signed in, or the token has expired and there is none to refresh it with. Where the server refused the refresh
   * token, `status`, `error` or `errorCode` say so. Offer to sign in.
   */
  | "login_required"
  /** The person did not grant `missingScopes`. Say what will not work, and offer to ask again. */
  | "insufficient_scope"
  /** The API refused the token (401): expired, revoked, or a scope is missing. Offer to sign in. */
  | "unauthorized"
  /** The token may not go to that origin. List it in `apiOrigins` if it may. */
  | "origin_not_allowed"
  /** No answer in time. */
  | "timeout"
  /** No answer: offline, blocked by CORS, or a redirect, which would carry the token on. */
  | "network_error"
  /** The browser opened no popup. Call `signInWithPopup` in a click, or sign in by redirect. */
  | "popup_blocked"
  /** The person came back by the back button before signing in, or closed the popup, or began anew. */
  | "cancelled";

/** Every refusal of this package. It never holds a token. */
export class OAuthError extends Error {
  private constructor();
  /** Always this. */
  readonly name: "OAuthError";
  /** Stable across versions; `message` is for developers and may change. */
  readonly code: OAuthErrorCode;
  /** The member or argument that cannot be used. */
  readonly field?: string;
  /** The server's code (`authorization_error`, `token_error`, `login_required`). */
  readonly error?: string;
  /** The server's explanation: inert text. */
  readonly errorDescription?: string;
  /** The server's page about it: inert text. */
  readonly errorUri?: string;
  /** CoolSMS's code (`token_error`, `login_required`). */
  readonly errorCode?: string;
  /** CoolSMS's sentence: inert text. */
  readonly errorMessage?: string;
  /** What was not granted (`insufficient_scope`). */
  readonly missingScopes?: string[];
  /** The HTTP status, where an answer was refused. */
  readonly status?: number;
  /** The answer that was refused; its body can still be read. */
  readonly response?: Response;
  /** Where the person was when the sign-in started. */
  readonly returnTo?: string;
  /** The app's own note of that sign-in. */
  readonly appState?: unknown;
  /** What the browser said, where something of it failed; for `unauthorized`, why the token could not be refreshed. */
  readonly cause?: unknown;
}

/** What a sign-in ends in. The tokens are not in it. */
export interface Session {
  /** A name of its own, random: the same in all tabs that share it, and after a refresh. */
  readonly id: string;
  /** The only type there is here (RFC 6750). */
  readonly tokenType: "Bearer";
  /** The granted scope; null is unknown. `*` is everything. */
  readonly scope: string[] | null;
  /** Milliseconds since the epoch; null is unknown. */
  readonly expiresAt: number | null;
  /** What else the response said, but for what is named a token, such as `id_token`. */
  readonly extra: Record<string, string>;
}

/** A sign-in that succeeded. */
export interface SignInResult {
  /** The session that has begun. */
  session: Session;
  /** Path, query and fragment: the app goes there with its own router. Null after a popup. */
  returnTo: string | null;
  /** What the sign-in was given, or null. */
  appState: unknown;
}

/** The configuration of a client. */
export interface ClientConfig {
  /** From the registration of the app (RFC 6749 §2.2). There is no place for a secret: a page cannot keep one. */
  clientId: string;
  /** Where the response goes: absolute, on this page's own origin, sent byte for byte (RFC 6749 §3.1.2). */
  redirectUri: string;
  /** What is asked for: words in a string or an array (RFC 6749 §3.3). CoolSMS needs one. */
  scope?: string | string[];
  /** Default {@link coolsms}. */
  provider?: Provider;
  /** Default the provider's. `"code"` goes with PKCE (RFC 7636), and needs the provider's `tokenEndpoint`. */
  responseType?: ResponseType;
  /** The origins that the token may be sent to. Default: the provider's API. An empty list allows none. */
  apiOrigins?: string[];
  /** Where the access token lives: sessionStorage (default; it survives a reload) or memory. */
  tokenStore?: "session" | "memory";
  /**
   * What becomes of a refresh token. Default: `"discard"` for the implicit grant, for CoolSMS's never expires and is bound
   * to no client, `"memory"` for a code. In `"session"` (sessionStorage) it survives a reload.
   */
  refreshTokenStore?: "discard" | "memory" | "session";
  /** Whether a new tab of this app gets the session of another (default), or signs in by itself. */
  shareAcrossTabs?: boolean;
  /** How long before its end a token is refreshed, in seconds: 1 to 3,600. Default 30. */
  clockSkewSeconds?: number;
  /** How long a sign-in may take, in seconds: 1 to 86,400. Default 600. */
  stateLifetimeSeconds?: number;
  /** How long a call waits for the head of its answer, in milliseconds. Default 30,000. */
  timeoutMs?: number;
}

/** How a sign-in starts. */
export interface SignInOptions {
  /** Default the client's. */
  scope?: string | string[];
  /** Where the person comes back to, on this origin. Default the current address. */
  returnTo?: string;
  /** The app's own note, anything that JSON can say; it comes back in {@link SignInResult}. */
  appState?: unknown;
  /** Further parameters of the authorization request. */
  params?: Record<string, string>;
}

/** How a sign-in by popup starts. */
export interface PopupOptions extends Omit<SignInOptions, "returnTo"> {
  /**
   * Ends it: the promise rejects with the signal's reason. Where the browser does not close the popup, it closes by itself
   * once it is back at the redirect URI, and nothing comes of it.
   */
  signal?: AbortSignal;
}

/** How a client asks for more. By default it leaves the page. */
export interface RequestScopesOptions extends SignInOptions {
  /** By which way. Default `"redirect"`. */
  via?: "redirect";
}

/** How a client asks for more, in a popup. */
export interface RequestScopesByPopupOptions extends PopupOptions {
  /** By which way. */
  via: "popup";
}

/** How a client calls the API: what `fetch` takes, and more. */
export interface ClientRequestInit extends RequestInit {
  /** What the call needs. Default: what the provider's `apiScopes` say. */
  scope?: string | string[];
  /** How long the call waits for the head of its answer, in milliseconds. Default the client's. */
  timeoutMs?: number;
}

/** A client. Every method works unbound. */
export interface Client {
  /**
   * Leaves for the provider. It does not resolve; it rejects with `cancelled` when the person comes back to this
   * very document, with `storage_unavailable` where a sign-in cannot be remembered.
   */
  signInWithRedirect(this: void, options?: SignInOptions): Promise<never>;
  /**
   * Signs in in a window of its own; to be called in a click, for browsers open none otherwise. The page at the redirect URI
   * calls {@link Client.handleRedirectCallback} as ever: in the popup that gives the response to this page and closes. A
   * popup that the person closed is noticed some seconds after they are back here (`cancelled`), for one that was cut off
   * (Cross-Origin-Opener-Policy) looks closed all the time; a response that comes even then is taken, and listeners hear
   * of it. A newer attempt cancels an older one of this page. `timeout` comes with the end of `stateLifetimeSeconds`.
   */
  signInWithPopup(this: void, options?: PopupOptions): Promise<SignInResult>;
  /**
   * Reads the response that this page was called with; null where it is no callback. The address is clean
   * afterwards, whatever came. A second call gives the same promise; but where a code could not be exchanged for trouble
   * with the network, it tries again.
   */
  handleRedirectCallback(this: void): Promise<SignInResult | null>;
  /** The session, or null: the same object until it changes. */
  getSession(this: void): Session | null;
  /**
   * Calls the listener at every change of the session, here or in another tab, until the function that it returns is called.
   * Where the server has ended it by refusing the refresh token, the listener gets that refusal.
   */
  subscribe(this: void, listener: (reason?: OAuthError) => void): () => void;
  /** The token, for a library that needs it, refreshed where it must be. Rejects as {@link Client.refresh} does. */
  getAccessToken(this: void): Promise<string>;
  /**
   * `fetch` with the token, for the allowed origins. A relative string stands below the provider's API base.
   * `scope` names what the call needs: where it was not granted, no request is made. Redirects fail, unless
   * `redirect: "manual"` is set. A token that has ended, or is about to, is refreshed first. Where the API refuses it with
   * a 401 that says nothing of scopes, there is one refresh, and one more try if the body can be sent again (a stream, or
   * a `Request` with a body, cannot).
   */
  fetch(this: void, input: string | URL | Request, init?: ClientRequestInit): Promise<Response>;
  /** What of a scope was not granted; all of it where nobody is signed in, nothing where the grant is unknown. */
  missingScopes(this: void, needed: string | string[]): string[];
  /**
   * Signs in again for what was granted and `more`, and resolves at once where nothing is missing. Whoever signs in has the session
   * then: nothing of the old one is kept.
   */
  requestScopes(this: void, more: string | string[], options: RequestScopesByPopupOptions): Promise<SignInResult>;
  /** The same by redirect: it comes back to where the person is. */
  requestScopes(this: void, more: string | string[], options?: RequestScopesOptions): Promise<SignInResult>;
  /**
   * Gets a new access token (RFC 6749 §6). However many ask, in all tabs of the session, one request is made (without Web
   * Locks, one for each tab). Rejects with `login_required` where there is nothing to refresh, or the server refuses the
   * refresh token: then the session is over, in every tab of it. All other trouble leaves it as it is: `token_error`,
   * `malformed_response`, `invalid_token`, `unsupported_token_type`, `client_mismatch`, `timeout`, `network_error`.
   */
  refresh(this: void): Promise<Session>;
  /**
   * Forgets the session in every tab that has it, also those that are frozen or away. Then it gives the token back, where
   * the provider takes it (RFC 7009), and rejects where that fails. CoolSMS takes none: a token lives on until it expires.
   */
  signOut(this: void): Promise<void>;
  /** Takes off all listeners of this client. */
  dispose(this: void): void;
}

/**
 * A client for one app. On a server and in a worker it is inert: nobody is signed in, and what needs a page
 * rejects with `no_browser`.
 *
 * @throws {@link OAuthError} `invalid_config`, with the member's name in `field`.
 */
export function createClient(config: ClientConfig): Client;

/**
 * A nonce of 256 bits from the platform's CSPRNG, remembered in sessionStorage with what it is bound to
 * (RFC 6749 §10.12). Sixteen are remembered at the most.
 *
 * @throws {@link OAuthError} `invalid_request`, `no_randomness`, `storage_unavailable`, `no_browser`.
 */
export function generateState(binding: StateBinding): string;

/**
 * Spends a nonce: it verifies once.
 *
 * @throws {@link OAuthError} `missing_state`, `state_mismatch`, `state_replayed`, `state_expired`; then all other
 * sign-ins are as before.
 */
export function verifyState(state: string | null | undefined, expected: StateBinding): PendingSignIn;

/**
 * The address that starts a sign-in.
 *
 * @throws {@link OAuthError} `invalid_request`, `invalid_config`.
 */
export function buildAuthorizeUrl(request: AuthorizeRequest): string;

/**
 * Reads the response in an address, from fragment and query; null where there is none. Default: the page's own,
 * also when the response was taken out of it at import. It verifies and spends nothing: call {@link verifyState}
 * with its `state`.
 *
 * @throws {@link OAuthError} `duplicate_parameter`, `malformed_response`, `response_too_large`, `invalid_token`,
 * `unsupported_token_type`, `unexpected_response`.
 */
export function parseAuthorizationResponse(url?: string | URL, provider?: Provider): AuthorizationResponse | null;

/** How {@link callApi} calls: what `fetch` takes, and more. */
export interface CallInit extends RequestInit {
  /** The origins that the token may be sent to. Default: CoolSMS's API. */
  apiOrigins?: string[];
  /** How long the call waits for the head of its answer, in milliseconds. Default 30,000. */
  timeoutMs?: number;
}

/**
 * Calls an API with a token in the `Authorization` header (RFC 6750 §2.1). It resolves with any answer but a 401,
 * or a 403 with an `insufficient_scope` challenge, which reject with the `Response` in the error; an abort rejects
 * with the signal's own reason.
 *
 * @throws {@link OAuthError} `unauthorized`, `insufficient_scope`, `origin_not_allowed`, `invalid_request`, `timeout`,
 * `network_error`.
 */
export function callApi(url: string | URL | Request, accessToken: string, init?: CallInit): Promise<Response>;

/** What the body of a refused call says: CoolSMS's `errorCode` and `errorMessage`, where they are there. */
export function apiError(response: Response): Promise<ApiError>;

/** How {@link discover} asks. */
export interface DiscoverOptions {
  /** How long it waits for each answer, in milliseconds. Default 30,000. */
  timeoutMs?: number;
}

/**
 * A provider from its own metadata: `/.well-known/oauth-authorization-server` (RFC 8414), or OpenID Connect's
 * `/.well-known/openid-configuration`. Add `apiBase` and what else the app knows: `{ ...(await discover(issuer)), apiBase }`.
 *
 * @throws {@link OAuthError} `issuer_mismatch` where the metadata is another issuer's; `malformed_response`;
 * `unexpected_response` where it says that it does not know S256; `invalid_request`; `invalid_config`, naming the endpoint
 * that cannot be used; `timeout`; `network_error`.
 */
export function discover(issuer: string, options?: DiscoverOptions): Promise<Provider>;

/** Where and how {@link coolsms} finds CoolSMS. */
export interface CoolsmsOptions {
  /** The sandbox, or an app's own proxy. Default CoolSMS itself. */
  base?: string;
  /** Where the nonce travels. `"redirect_uri"` is for the case that CoolSMS does not echo `state`. */
  stateIn?: "parameter" | "redirect_uri";
}

/**
 * The settings for CoolSMS: implicit grant, JWT access tokens of 24 hours.
 *
 * @throws {@link OAuthError} `invalid_config`, with the option's name in `field`.
 */
export function coolsms(options?: CoolsmsOptions): Provider;
