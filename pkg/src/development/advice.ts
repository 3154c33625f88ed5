// What a developer should do about each error. Only the build for development contains it.
import type { OAuthErrorCode } from "../error_code.ts";

const OFFER_SIGN_IN = "Offer to sign in again.";
const FIX_CALL = "Fix the call.";
const FIX_CONFIG = "Fix the configuration.";

const ADVICE: Record<OAuthErrorCode, string> = {
  invalid_config: FIX_CONFIG,
  invalid_request: FIX_CALL,
  no_browser: "Call this in the browser, for example in an effect or after mounting.",
  not_ready:
    "Wait for `await init()` before anything else, or import `coolsms-oauth2` instead of `coolsms-oauth2/wasm`.",
  wasm_blocked:
    "A page without such a policy is in a browser that forbids WebAssembly, such as Safari in Lockdown Mode.",
  wasm_unavailable: "With `coolsms-oauth2/wasm`, serve coolsms-oauth2.wasm beside it or pass its URL to init().",
  no_randomness: "Ask the user to use another browser.",
  storage_unavailable: "Ask the user to allow storage for this site, or to leave the in-app browser.",
  missing_state: OFFER_SIGN_IN,
  state_mismatch: "It may also belong to another tab or browser. Offer to sign in again.",
  state_replayed: OFFER_SIGN_IN,
  state_expired: "Offer to sign in again. `stateLifetimeSeconds` says how long a sign-in may take.",
  duplicate_parameter: OFFER_SIGN_IN,
  malformed_response: "Offer to try again; if it stays, report it to the provider.",
  response_too_large: OFFER_SIGN_IN,
  redirect_uri_mismatch:
    "The server redirects that URL, or a router ran first. Register the URL at which the response arrives, or import `coolsms-oauth2/capture` before the router.",
  unexpected_response: "Compare `responseType` and `responseIn` with what the provider really sends.",
  token_error: "The session stays as it is. Offer to try again later.",
  invalid_token: "Report it to the provider.",
  unsupported_token_type: "If the provider leaves out `token_type`, set `defaultTokenType` in its settings.",
  issuer_mismatch: "Compare `issuer` with the provider's own; otherwise the response may be forged.",
  client_mismatch: "The response may be forged. Check `clientId`.",
  authorization_error: "`error` and `errorDescription` say why. `access_denied` is the user's choice.",
  login_required: "Offer to sign in.",
  insufficient_scope: "Say what will not work, and ask for `missingScopes` with `client.requestScopes(...)`.",
  unauthorized: "Offer to sign in.",
  origin_not_allowed: "List only origins that may see the token: the API's and your own.",
  timeout: "Offer to try again. `timeoutMs` says how long to wait.",
  network_error:
    "If the browser's console mentions CORS, the API does not allow this origin: call it through a proxy, docs/en/cors.md.",
  popup_blocked: "Call `signInWithPopup` directly in a click handler, or sign in by redirect.",
  cancelled: OFFER_SIGN_IN,
};

/** Returns a message as a sentence, with what to do, and where the code is explained. */
export const advise = (code: OAuthErrorCode, message: string): string => {
  const sentence = message.replace(/^[a-z]/, (first) => first.toUpperCase()).replace(/[^.?]$/, "$&.");
  return `${sentence} ${ADVICE[code]} See docs/en/errors.md#${code}.`;
};
