/**
 * OAuth 2.0 sign-in to CoolSMS (SOLAPI), and to any RFC 6749 provider, for single-page apps.
 *
 * Times are in the unit that their name says: `…Seconds`, `…Ms`; `expiresAt` and the like are milliseconds since
 * the epoch, as `Date.now()` gives them. Every refusal is an {@link OAuthError}.
 *
 * @module
 */

import { inlineBytes } from "../module/inline.ts";
// The default entry: it carries the WebAssembly and starts it at first use.
import { provideBytes } from "../module/start.ts";

provideBytes(inlineBytes);

export * from "./api.ts";
