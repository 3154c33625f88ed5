// The script-tag file: the default entry as the global `CoolsmsOAuth2`. The names are written out, because what a bundler makes
// of `export *` fails where a page has added to `Object.prototype`.
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

const before: object | undefined = (globalThis as { CoolsmsOAuth2?: object }).CoolsmsOAuth2;
const CoolsmsOAuth2 = {
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

Object.assign(globalThis, { CoolsmsOAuth2 });
