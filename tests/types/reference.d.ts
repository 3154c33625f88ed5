/**
 * OAuth 2.0 sign-in to CoolSMS (SOLAPI), and to any RFC 6749 provider, for single-page apps.
 *
 * Names say the unit of a time: `…Seconds`, `…Ms`. `expiresAt` and other points in time are milliseconds since the epoch, like
 * `Date.now()`. Every error of this package is an {@link OAuthError}.
 *
 * {@link explain} and {@link scopeName} are in `coolsms-oauth2/explain`, {@link init} in `coolsms-oauth2/wasm`, the rest in both
 * `coolsms-oauth2` and `coolsms-oauth2/wasm`.
 *
 * @module
 */
export * from "../../pkg/dist/types/entries/explain.js";
export * from "../../pkg/dist/types/entries/wasm.js";
