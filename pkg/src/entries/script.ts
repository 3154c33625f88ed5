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

const CoolsmsOAuth2 = {
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
