/**
 * OAuth 2.0 sign-in to CoolSMS (SOLAPI), and to any RFC 6749 provider, for single-page apps.
 *
 * Names say the unit of a time: `…Seconds`, `…Ms`. `expiresAt` and other points in time are milliseconds since the epoch, like
 * `Date.now()`. Every error of this package is an {@link OAuthError}.
 *
 * @module
 */

export { init } from "../module/fetched.ts";
// The entry that loads the WebAssembly from a separate file: the same functions, after `await init()`.
export * from "./api.ts";
