/**
 * OAuth 2.0 sign-in to CoolSMS (SOLAPI), and to any RFC 6749 provider, for single-page apps.
 *
 * Times are in the unit that their name says: `…Seconds`, `…Ms`; `expiresAt` and the like are milliseconds since
 * the epoch, as `Date.now()` gives them. Every refusal is an {@link OAuthError}.
 *
 * @module
 */

export { init } from "../module/fetched.ts";
// The entry with the WebAssembly in a file of its own: the same names, after `await init()`.
export * from "./api.ts";
