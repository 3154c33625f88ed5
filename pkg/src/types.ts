// The types of the public API.
import type { OAuthError } from "./error.ts";

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

/** How {@link callApi} calls: what `fetch` takes, and more. */
export interface CallInit extends RequestInit {
  /** The origins that the token may be sent to. Default: CoolSMS's API. */
  apiOrigins?: string[];
  /** How long the call waits for the head of its answer, in milliseconds. Default 30,000. */
  timeoutMs?: number;
}

/** How {@link discover} asks. */
export interface DiscoverOptions {
  /** How long it waits for each answer, in milliseconds. Default 30,000. */
  timeoutMs?: number;
}

/** Where and how {@link coolsms} finds CoolSMS. */
export interface CoolsmsOptions {
  /** The sandbox, or an app's own proxy. Default CoolSMS itself. */
  base?: string;
  /** Where the nonce travels. `"redirect_uri"` is for the case that CoolSMS does not echo `state`. */
  stateIn?: "parameter" | "redirect_uri";
}
