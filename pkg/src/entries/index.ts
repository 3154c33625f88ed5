/**
 * OAuth 2.0 sign-in to CoolSMS (SOLAPI), and to any RFC 6749 provider, for single-page apps.
 *
 * Names say the unit of a time: `…Seconds`, `…Ms`. `expiresAt` and other points in time are milliseconds since the epoch, like
 * `Date.now()`. Every error of this package is an {@link OAuthError}.
 *
 * @module
 */

import { inlineBytes } from "../module/inline.ts";
// The default entry: it contains the WebAssembly and starts it at first use.
import { provideBytes } from "../module/start.ts";

provideBytes(inlineBytes);

export * from "./api.ts";
