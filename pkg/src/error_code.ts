// The codes of the errors, which are those of src/protocol/error.rs and of what comes before the module.
/** The reason of an error, and what an app should do about it. */
export type OAuthErrorCode =
  /** The configuration is invalid; `field` names the member. Fix the code. */
  | "invalid_config"
  /** An argument is invalid; `field` names it. Fix the code. */
  | "invalid_request"
  /** There is no browser window: a server or a worker. Call this in the page. */
  | "no_browser"
  /** The entry `coolsms-oauth2/wasm` was used before `await init()` finished. */
  | "not_ready"
  /**
   * The browser forbids WebAssembly. Add `'wasm-unsafe-eval'` to `script-src` of the page's Content-Security-Policy. If the
   * page has none, the browser is configured so, such as Safari in Lockdown Mode.
   */
  | "wasm_blocked"
  /**
   * The WebAssembly file did not load, or is damaged: `message` names its URL and what was received instead (`status`, if
   * the server refused). With `coolsms-oauth2/wasm`, put the file at that URL, or pass its URL to `init`; if the browser was
   * offline, call `init` again. With the default entry and the script tag, serve the script unchanged, as UTF-8.
   */
  | "wasm_unavailable"
  /** The platform provided no random bytes. There is no weaker fallback; ask the user to use another browser. */
  | "no_randomness"
  /** sessionStorage is missing, blocked or full. Ask the user to allow it, or to leave the in-app browser. */
  | "storage_unavailable"
  /** The response has no `state`. It may be forged: offer to sign in. */
  | "missing_state"
  /** The `state` was not issued here: it is forged, or from another tab or browser. Offer to sign in. */
  | "state_mismatch"
  /** The response was used before. Offer to sign in. */
  | "state_replayed"
  /** The response came after the state expired. Offer to sign in. */
  | "state_expired"
  /** A parameter occurs twice (RFC 6749 §3.1). Offer to sign in. */
  | "duplicate_parameter"
  /**
   * The response cannot be decoded, or contradicts itself: offer to sign in. Or the response of a token endpoint, or an
   * issuer's metadata, is invalid (`status`): the session stays as it is; try again later.
   */
  | "malformed_response"
  /** The response is larger than 64 KiB. Offer to sign in. */
  | "response_too_large"
  /**
   * The response came to another URL of this origin than the redirect URI: the server redirects it, or a router ran first.
   * Register and configure the URL at which it arrives.
   */
  | "redirect_uri_mismatch"
  /** The response is of another kind than requested, or in another place. Check the provider's settings. */
  | "unexpected_response"
  /**
   * The token endpoint returned an error, or the token was not revoked: `status`, and what the server said: `error` and
   * `errorDescription` (RFC 6749 §5.2), or CoolSMS's `errorCode` and `errorMessage`. The session stays as it is; try again
   * later.
   */
  | "token_error"
  /** The token contains characters that no token may contain (RFC 6749 Appendix A). */
  | "invalid_token"
  /** The `token_type` is not Bearer (RFC 6749 §7.1). */
  | "unsupported_token_type"
  /** The `iss` of the response is not the provider's issuer (RFC 9207), or that of the metadata is another (RFC 8414 §3.3). */
  | "issuer_mismatch"
  /** The token was issued to another client (RFC 6749 §10.16). */
  | "client_mismatch"
  /** The server returned an error: `error` (such as `access_denied`), `errorDescription`, `errorUri`. */
  | "authorization_error"
  /**
   * There is no session, or the token has expired and cannot be refreshed. If the server refused the refresh token,
   * `status`, `error` or `errorCode` say so. Offer to sign in.
   */
  | "login_required"
  /** The user did not grant `missingScopes`. Say what will not work, and offer to ask again. */
  | "insufficient_scope"
  /** The API refused the token (401): it has expired or was revoked, or a scope is missing. Offer to sign in. */
  | "unauthorized"
  /** The token may not be sent to that origin. Add the origin to `apiOrigins` if it may. */
  | "origin_not_allowed"
  /** There was no response in time. */
  | "timeout"
  /** There was no response: offline, blocked by CORS, or a redirect, which would send the token elsewhere. */
  | "network_error"
  /** The browser blocked the popup. Call `signInWithPopup` in a click handler, or sign in by redirect. */
  | "popup_blocked"
  /**
   * The user returned with the back button without signing in, closed the popup, started another sign-in, or reloaded the page
   * while the code was exchanged.
   */
  | "cancelled";
