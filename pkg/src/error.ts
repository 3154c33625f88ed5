// The one error of the package: the WebAssembly module throws it too.

/** Parses JSON that the app gave and others may have changed; null where it is none. */
export const parseNote = (text: string | null): unknown => {
  try {
    return JSON.parse(text as string);
  } catch {
    return null;
  }
};

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
  /** Always this. */
  declare readonly name: "OAuthError";
  /** Stable across versions; `message` is for developers and may change. */
  declare readonly code: OAuthErrorCode;
  /** The member or argument that cannot be used. */
  declare readonly field?: string;
  /** The server's code (`authorization_error`, `token_error`, `login_required`). */
  declare readonly error?: string;
  /** The server's explanation: inert text. */
  declare readonly errorDescription?: string;
  /** The server's page about it: inert text. */
  declare readonly errorUri?: string;
  /** CoolSMS's code (`token_error`, `login_required`). */
  declare readonly errorCode?: string;
  /** CoolSMS's sentence: inert text. */
  declare readonly errorMessage?: string;
  /** What was not granted (`insufficient_scope`). */
  declare readonly missingScopes?: string[];
  /** The HTTP status, where an answer was refused. */
  declare readonly status?: number;
  /** The answer that was refused; its body can still be read. */
  declare readonly response?: Response;
  /** Where the person was when the sign-in started. */
  declare readonly returnTo?: string;
  /** The app's own note of that sign-in. */
  declare readonly appState?: unknown;
  /** What the browser said, where something of it failed; for `unauthorized`, why the token could not be refreshed. */
  declare readonly cause?: unknown;

  // Private to apps; the module constructs it with `new`, and the package through `oauthError`.
  private constructor(code: OAuthErrorCode, message: string, details?: ErrorDetails) {
    super(message);
    Object.assign(this, details, { code });
    const note = this as { appState?: unknown };
    if (note.appState) note.appState = parseNote(note.appState as string);
  }
}
(OAuthError.prototype as { name: string }).name = "OAuthError";

/** What an error may carry besides its code and message. */
type ErrorDetails = Partial<Pick<OAuthError, "field" | "status" | "cause">>;

/** Creates an error of this package. */
export const oauthError = (code: OAuthErrorCode, message: string, details?: ErrorDetails): OAuthError =>
  new (OAuthError as unknown as new (...args: unknown[]) => OAuthError)(code, message, details);
