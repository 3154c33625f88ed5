/**
 * The script-tag file: the default entry as the global `CoolsmsOAuth2`. In TypeScript,
 * `/// <reference types="coolsms-oauth2/script" />` declares it.
 *
 * @module
 */
// The names are written out, because what a bundler makes of `export *` fails where a page has added to `Object.prototype`.
import {
  apiError,
  buildAuthorizeUrl,
  callApi,
  coolsms,
  createClient,
  discover,
  generateState,
  OAuthError,
  parseAuthorizationResponse,
  verifyState,
} from "./index.ts";

declare global {
  /** What other script-tag files of the package add to the global. */
  interface CoolsmsOAuth2Additions {}

  /** The functions of the package, where its script-tag file is loaded. */
  var CoolsmsOAuth2: typeof import("./index.ts") & CoolsmsOAuth2Additions;
}

const before: object | undefined = (globalThis as { CoolsmsOAuth2?: object }).CoolsmsOAuth2;
const functions = {
  ...before, // the file of `explain-script.ts`, if it came first
  apiError,
  buildAuthorizeUrl,
  callApi,
  coolsms,
  createClient,
  discover,
  generateState,
  OAuthError,
  parseAuthorizationResponse,
  verifyState,
} satisfies typeof import("./index.ts");

Object.assign(globalThis, { CoolsmsOAuth2: functions });
