// The types of the public API.
import type { OAuthError } from "./error.ts";

/** The `response_type` of an authorization request (RFC 6749 §3.1.1): the implicit grant or the code grant. */
export type ResponseType = "token" | "code";

/** The scopes of CoolSMS, which `coolsms-oauth2/explain` names for users. */
export type CoolsmsScope =
  | "users:read"
  | "accounts:read"
  | "senderid:read"
  | "senderid:write"
  | "message:read"
  | "message:write"
  | "cash:read"
  | "cash:write"
  | "pricing:read"
  | "notification:read"
  | "coolog:read"
  | "storage:read"
  | "storage:write"
  | "iam:read"
  | "iam:write"
  | "images:read"
  | "images:write"
  | "kakao:read"
  | "kakao:write";

/** A scope (RFC 6749 §3.3): one of CoolSMS, which editors complete, or that of another provider. */
export type Scope = CoolsmsScope | (string & {});

/** One scope or several: words in one string, separated by spaces, or an array. */
export type ScopeOption = Scope | readonly Scope[];

/** Where a JWT that is an access token says what it is for. */
export interface JwtClaims {
  /** The name of the claim that holds the granted scope. */
  scope?: string | undefined;
  /** The name of the claim that holds the client id. A token that names another client is refused. */
  clientId?: string | undefined;
}

/** The settings of an authorization server and its API. {@link coolsms} returns those of CoolSMS. */
export interface Provider {
  /** A name for the provider; states and sessions are bound to it. */
  id: string;
  /** The issuer identifier. A response with another `iss` is refused (RFC 9207). */
  issuer?: string | undefined;
  /** Whether every response names its issuer (RFC 9207 §3). If true, a response without `iss` is refused. */
  authorizationResponseIssParameterSupported?: boolean | undefined;
  /** The URL at which a sign-in starts (RFC 6749 §3.1). `https:`, or `http:` on loopback. */
  authorizationEndpoint: string;
  /**
   * The URL that exchanges codes and refresh tokens for access tokens (RFC 6749 §3.2). For codes of CoolSMS it is a server
   * of your own, which keeps the client secret.
   */
  tokenEndpoint?: string | undefined;
  /** The format of token requests: a form (RFC 6749 §4.1.3; default), or JSON, as CoolSMS requires. */
  tokenRequest?: "form" | "json" | undefined;
  /** The URL that revokes tokens (RFC 7009). CoolSMS has none. */
  revocationEndpoint?: string | undefined;
  /** The base URL of the API. {@link Client.fetch} resolves relative URLs against it. */
  apiBase?: string | undefined;
  /** The default response type of clients. Default `"code"`. */
  responseType?: ResponseType | undefined;
  /** The part of the URL that may carry a success. Default: the fragment for a token, the query for a code (RFC 6749). */
  responseIn?: "fragment" | "query" | "either" | undefined;
  /** What carries the state: the parameter `state`, or, for a provider that does not echo it, the redirect URI's query. */
  stateIn?: "parameter" | "redirect_uri" | undefined;
  /** For access tokens that are JWTs: the claims that hold the granted scope and the client id. */
  jwtAccessToken?: JwtClaims | undefined;
  /** The token type of a response without `token_type`. Without this setting such a response is refused. */
  defaultTokenType?: "Bearer" | undefined;
  /** The lifetime, in seconds, of a token whose response names none. */
  defaultLifetimeSeconds?: number | undefined;
  /** Whether a request without scope is refused. */
  scopeRequired?: boolean | undefined;
  /** The separator of scope values. Default a space (RFC 6749 §3.3). */
  scopeSeparator?: " " | "," | undefined;
  /**
   * The scope that each API call needs, such as `{ "GET /users/v1/member": "users:read" }`; `:name` matches one path
   * segment. An entry with the exact path takes precedence.
   */
  apiScopes?: Record<string, string> | undefined;
}

/** What a state is bound to. */
export interface StateBinding {
  /** The client id of the app, as registered. */
  clientId: string;
  /** The redirect URI, byte for byte as registered. */
  redirectUri: string;
  /** The response type. Default `"token"`. */
  responseType?: ResponseType | undefined;
  /** The provider's id. Default `"coolsms"`. */
  provider?: string | undefined;
  /** The requested scope. It is stored with the state. */
  scope?: ScopeOption | undefined;
  /** How long the state is valid, in seconds: 1 to 86,400. Default 600. */
  lifetimeSeconds?: number | undefined;
}

/** A pending sign-in, as {@link verifyState} returns it. */
export interface PendingSignIn {
  /** The state, which is used by now. */
  state: string;
  /** The client id of the app. */
  clientId: string;
  /** The provider's id. */
  provider: string;
  /** The redirect URI. */
  redirectUri: string;
  /** The requested response type. */
  responseType: ResponseType;
  /** The requested scope, one value per item. */
  scope: string[];
  /** When the sign-in started, in milliseconds since the epoch. */
  issuedAt: number;
  /** When the state expires, in milliseconds since the epoch. */
  expiresAt: number;
  /** Path, query and fragment of the page on this origin where {@link Client.signInWithRedirect} was called. */
  returnTo?: string;
  /** The app's own data, where there is any. */
  appState?: unknown;
}

/** An authorization request (RFC 6749 §4.1.1, §4.2.1). */
export interface AuthorizeRequest {
  /** The provider. Default {@link coolsms}. */
  provider?: Provider | undefined;
  /** The client id of the app, as registered (RFC 6749 §2.2). */
  clientId: string;
  /** The redirect URI. It is sent byte for byte. */
  redirectUri: string;
  /** The response type. Default the provider's. */
  responseType?: ResponseType | undefined;
  /** The requested scope. CoolSMS requires one. */
  scope?: ScopeOption | undefined;
  /** The state, from {@link generateState}. */
  state: string;
  /** Further parameters. They cannot replace those of the request itself. */
  params?: Record<string, string | readonly string[]> | undefined;
}

/** The members of every authorization response. */
export interface ResponseCommon {
  /** The state as received. It is not verified. */
  state?: string;
  /** The issuer (RFC 9207). */
  iss?: string;
  /** All other parameters. */
  extra: Record<string, string>;
}

/** A successful response of the implicit grant (RFC 6749 §4.2.2). */
export interface TokenResponse extends ResponseCommon {
  /** The kind of response. */
  type: "token";
  /** The access token as received. Its audience is not checked. */
  accessToken: string;
  /** The token type; the only one that is supported (RFC 6750). */
  tokenType: "Bearer";
  /** The refresh token. CoolSMS sends one, although RFC 6749 §4.2.2 forbids it; it never expires. */
  refreshToken?: string;
  /** The lifetime of the access token in seconds, where the response names a valid one. */
  expiresIn?: number;
  /** The granted scope, where the response names one. */
  scope?: string[];
}

/** A successful response of the code grant (RFC 6749 §4.1.2). */
export interface CodeResponse extends ResponseCommon {
  /** The kind of response. */
  type: "code";
  /** The authorization code, which the token endpoint exchanges for a token (RFC 6749 §4.1.3). */
  code: string;
}

/** An error response (RFC 6749 §4.1.2.1, §4.2.2.1). */
export interface ErrorResponse extends ResponseCommon {
  /** The kind of response. */
  type: "error";
  /** The error code, such as `access_denied` (RFC 6749 §4.2.2.1). */
  error: string;
  /** The server's explanation. */
  errorDescription?: string;
  /** The URL of the server's page about the error. */
  errorUri?: string;
}

/**
 * An authorization response; `type` tells the kinds apart. All texts are the server's: show them as plain text, never as
 * HTML.
 */
export type AuthorizationResponse = TokenResponse | CodeResponse | ErrorResponse;

/** What an error response of the API says. */
export interface ApiError {
  /** The HTTP status. */
  status: number;
  /** CoolSMS's error code, such as `Unauthorized`. It is missing if the body was empty, HTML or incomplete. */
  errorCode?: string;
  /** CoolSMS's error message: plain text, never HTML. */
  errorMessage?: string;
}

/** What an app sees of a session. It holds no tokens. */
export interface Session {
  /** A random id. It is the same in all tabs that share the session, and stays the same after a refresh. */
  readonly id: string;
  /** The token type; the only one that is supported (RFC 6750). */
  readonly tokenType: "Bearer";
  /** The granted scope, each value once; null if it is unknown. `*` means every scope. */
  readonly scope: string[] | null;
  /** When the access token expires, in milliseconds since the epoch; null if that is unknown. */
  readonly expiresAt: number | null;
  /** All other members of the response, at most 64, except those that are named like a secret, such as `id_token`. */
  readonly extra: Record<string, string>;
  /** Whether a refresh token is held, so that the session can go on when the access token expires. */
  readonly refreshable: boolean;
}

/** The result of a successful sign-in. */
export interface SignInResult {
  /** The new session. */
  session: Session;
  /** Path, query and fragment to return to: navigate there with your own router. Null after a sign-in by popup. */
  returnTo: string | null;
  /** The `appState` that the sign-in was given, or null. */
  appState: unknown;
}

/** The configuration of a client. */
export interface ClientConfig {
  /** The client id of the app, as registered (RFC 6749 §2.2). There is no option for a secret: a page cannot keep one. */
  clientId: string;
  /** The redirect URI: an absolute URL on this page's own origin. It is sent byte for byte (RFC 6749 §3.1.2). */
  redirectUri: string;
  /** The requested scope: a string of values, or an array (RFC 6749 §3.3). CoolSMS requires one. */
  scope?: ScopeOption | undefined;
  /** The provider. Default {@link coolsms}. */
  provider?: Provider | undefined;
  /** The response type. Default the provider's. `"code"` uses PKCE (RFC 7636) and requires the provider's `tokenEndpoint`. */
  responseType?: ResponseType | undefined;
  /** The origins to which the token may be sent. Default: that of the provider's API. An empty list allows none. */
  apiOrigins?: readonly string[] | undefined;
  /** Where the access token is stored: in sessionStorage (default; it survives a reload) or in memory. */
  tokenStore?: "session" | "memory" | undefined;
  /**
   * Where a refresh token is stored. Default: `"discard"` for the implicit grant, since that of CoolSMS never expires and is
   * not bound to your app; `"memory"` for the code grant. In `"session"` (sessionStorage) it survives a reload.
   */
  refreshTokenStore?: "discard" | "memory" | "session" | undefined;
  /**
   * Whether tabs of this app share a session: a tab that has none is given that of another, also when it begins. Default true.
   * If false, no token leaves the page.
   */
  shareAcrossTabs?: boolean | undefined;
  /** How long before its expiry a token is refreshed, in seconds: 1 to 3,600. Default 30. */
  clockSkewSeconds?: number | undefined;
  /** How long a sign-in may take, in seconds: 1 to 86,400. Default 600. */
  stateLifetimeSeconds?: number | undefined;
  /** How long a call waits for the head of the response, in milliseconds. Default 30,000. */
  timeoutMs?: number | undefined;
}

/** The options of a sign-in. */
export interface SignInOptions {
  /** The requested scope. Default the client's. */
  scope?: ScopeOption | undefined;
  /** The URL on this origin to return to. Default the page's own. */
  returnTo?: string | undefined;
  /** The app's own data: any JSON value. {@link SignInResult} returns it. */
  appState?: unknown;
  /** Further parameters of the authorization request. */
  params?: Record<string, string | readonly string[]> | undefined;
}

/** The options of a sign-in by popup. */
export interface PopupOptions extends Omit<SignInOptions, "returnTo"> {
  /**
   * Aborts the sign-in: the promise rejects with the signal's reason. If the browser does not close the popup, the popup
   * closes itself when it reaches the redirect URI, and its response is ignored.
   */
  signal?: AbortSignal | undefined;
}

/** The options of a request for more scope. By default it leaves the page. */
export interface RequestScopesOptions extends SignInOptions {
  /** How the user signs in. Default `"redirect"`. */
  via?: "redirect" | undefined;
}

/** The options of a request for more scope by popup. */
export interface RequestScopesByPopupOptions extends PopupOptions {
  /** How the user signs in. */
  via: "popup";
}

/** The options of {@link Client.fetch}: those of `fetch`, and more. */
export interface ClientRequestInit extends RequestInit {
  /** The scope that the call needs. Default: what the provider's `apiScopes` say. */
  scope?: ScopeOption | undefined;
  /** How long the call waits for the head of the response, in milliseconds. Default the client's. */
  timeoutMs?: number | undefined;
}

/** A client of one app. Every method works unbound. */
export interface Client {
  /**
   * Leaves the page for the provider's sign-in page (RFC 6749 §3.1). The promise never resolves. It rejects with `cancelled`
   * if the user comes back to this very document, with `timeout` if the provider's page does not come, and with `storage_unavailable` if the sign-in cannot be stored.
   */
  signInWithRedirect(this: void, options?: SignInOptions): Promise<never>;
  /**
   * Signs in in a popup. Call it in a click handler: browsers block popups otherwise (`popup_blocked`). The page at the
   * redirect URI calls {@link Client.handleRedirectCallback} as usual; in the popup, that sends the response to this page and
   * closes the popup.
   *
   * If the user closes the popup, the promise rejects with `cancelled` some seconds after they return to this page: a popup
   * that is isolated by Cross-Origin-Opener-Policy looks closed all the time. A response that arrives later is still
   * accepted, and listeners are called. A newer attempt cancels an older one of this page. After `stateLifetimeSeconds` the
   * promise rejects with `timeout`.
   */
  signInWithPopup(this: void, options?: PopupOptions): Promise<SignInResult>;
  /**
   * Handles the response in this page's URL; resolves with null if there is none. Afterwards the URL no longer contains the
   * response, whatever the result. A second call returns the same promise, but if the network failed while a code was
   * exchanged, it tries again.
   */
  handleRedirectCallback(this: void): Promise<SignInResult | null>;
  /**
   * Returns the session, or null if there is none, or if its token has expired and cannot be refreshed. It is the same object
   * until the session changes.
   */
  getSession(this: void): Session | null;
  /**
   * Returns `"unknown"` while another tab may still send its session, or a code is being exchanged. Listeners are called when
   * it changes. On a server it is always unknown.
   */
  getStatus(this: void): "unknown" | "signed_in" | "signed_out";
  /**
   * Resolves when it is known whether this tab has, or is given, a session. If no other tab can have one, that is at once.
   */
  ready(this: void): Promise<void>;
  /**
   * Calls the listener at every change of the session, in this tab or another, until the returned function is called. If the
   * server ended the session by refusing the refresh token, the listener receives that error.
   */
  subscribe(this: void, listener: (reason?: OAuthError) => void): () => void;
  /**
   * Resolves with the access token, for a library that needs it. A token that has expired or is about to expire is refreshed
   * first. Rejects like {@link Client.refresh}.
   */
  getAccessToken(this: void): Promise<string>;
  /**
   * Calls the API like `fetch`, with the token in the `Authorization` header (RFC 6750 §2.1), if the origin is allowed. A
   * relative URL is resolved against the provider's `apiBase`. If the scope that the call needs was not granted, no request
   * is made. Redirects fail, unless `redirect: "manual"` is set. A token that has expired or is about to expire is refreshed
   * first. If the API refuses the token with a 401 that does not concern scope, the token is refreshed once and the call is
   * repeated once, if its body can be sent again (a stream, or a `Request` with a body, cannot).
   */
  fetch(this: void, input: string | URL | Request, init?: ClientRequestInit): Promise<Response>;
  /**
   * Returns the values of a scope that were not granted: all of them without a session, none if the granted scope is unknown.
   */
  missingScopes(this: void, needed: ScopeOption): string[];
  /**
   * Signs in again, for the granted scope and `more`; resolves at once if nothing is missing. What the API refused although it
   * was granted counts as missing. Rejects with `invalid_request` if `more` names nothing. The session belongs to the user
   * who signs in: nothing of the previous session is kept.
   */
  requestScopes(this: void, more: ScopeOption, options: RequestScopesByPopupOptions): Promise<SignInResult>;
  /** Does the same by redirect: the user returns to the current page. */
  requestScopes(this: void, more: ScopeOption, options?: RequestScopesOptions): Promise<SignInResult>;
  /**
   * Refreshes the access token (RFC 6749 §6). Concurrent calls and tabs share one request (without Web Locks, each tab makes
   * its own). Rejects with `login_required` if there is nothing to refresh, or if the server refuses the refresh token: then
   * the session ends in every tab. After all other errors the session stays as it is: `token_error`, `malformed_response`,
   * `invalid_token`, `unsupported_token_type`, `client_mismatch`, `timeout`, `network_error`.
   */
  refresh(this: void): Promise<Session>;
  /**
   * Ends the session in every tab that has it, including tabs that are frozen. Then revokes the token, if the provider
   * supports that (RFC 7009), and rejects if that fails. CoolSMS does not: its tokens stay valid until they expire.
   */
  signOut(this: void): Promise<void>;
  /** Removes all listeners of this client. The last client of an app on a page closes the channel to other tabs. */
  dispose(this: void): void;
}

/** The options of {@link callApi}: those of `fetch`, and more. */
export interface CallInit extends RequestInit {
  /** The origins to which the token may be sent. Default: that of CoolSMS's API. */
  apiOrigins?: readonly string[] | undefined;
  /** How long the call waits for the head of the response, in milliseconds. Default 30,000. */
  timeoutMs?: number | undefined;
}

/** The options of {@link discover}. */
export interface DiscoverOptions {
  /** How long to wait for each response, in milliseconds. Default 30,000. */
  timeoutMs?: number | undefined;
}

/** The options of {@link coolsms}. */
export interface CoolsmsOptions {
  /** The base URL of the sandbox, or of the app's own proxy. Default that of CoolSMS. */
  base?: string | undefined;
  /** What carries the state. `"redirect_uri"` is for the case that CoolSMS does not echo `state`. */
  stateIn?: "parameter" | "redirect_uri" | undefined;
}
