// Takes an authorization response out of the address the moment this file runs: before the wasm is there, and
// before a router or an analytics script can read it. It is armed by a sign-in that waits for its response, so
// an app's own `?code=` or `?error=` is never touched without one.

/** The key of the pending sign-ins in sessionStorage; `storage.rs` names the same one. */
const PENDING = "coolsms-oauth2.pending";

/** The parameters of a response; `parameters.rs` lists the same ones, and a test compares the two. */
const PARAMETERS = [
  "access_token", "code", "error", "state", "token_type", "expires_in", "expires", "scope", "refresh_token",
  "error_description", "error_uri", "iss", "oauth_state",
];

/** Those that make an address a response. */
const DECIDING = PARAMETERS.slice(0, 3);

const piecesOf = (part) => part.slice(1).split("&");
const isOneOf = (names) => (piece) => names.includes(new URLSearchParams(piece).keys().next().value);
const carriesResponse = () => [location.search, location.hash].some((part) => piecesOf(part).some(isOneOf(DECIDING)));

/** The response that was taken out, as the whole address that it came in. */
let taken = null;

/** The address that may hold a response: the page's own, or the one that was cleaned at import. */
export const responseUrl = () => (taken === null || carriesResponse() ? location.href : taken);

/** Forgets the response, once it is spent. */
export const forgetResponse = () => {
  taken = null;
};

/** Removes what a response put into the address; the app's own query, route and history.state stay. */
export const cleanAddress = () => {
  const { origin, pathname, search, hash } = location;
  const query = piecesOf(search).filter((piece) => !isOneOf(PARAMETERS)(piece)).join("&");
  const route = piecesOf(hash).some(isOneOf(PARAMETERS)) ? "" : hash;
  try {
    history.replaceState(history.state, "", origin + pathname + (query && `?${query}`) + route);
  } catch {
    // A page without a history of its own (a sandboxed frame) has no address bar either.
  }
};

try {
  const now = Date.now();
  const waits = ({ redirectUri, expiresAt, spent }) => {
    const { origin, pathname } = new URL(redirectUri);
    return !spent && now < expiresAt && origin === location.origin && pathname === location.pathname;
  };
  if (carriesResponse() && JSON.parse(sessionStorage.getItem(PENDING)).some(waits)) {
    taken = location.href;
    cleanAddress();
  }
} catch {
  // No page, no storage, nothing pending: there is nothing to take.
}
