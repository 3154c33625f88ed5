// Takes an authorization response out of the address the moment this file runs: before the wasm is there, and
// before a router or an analytics script can read it. It is armed by a sign-in that waits for its response, so
// an app's own `?code=` or `?error=` is never touched without one.

/** The key of the pending sign-ins in sessionStorage; `storage.rs` names the same one. */
const PENDING = "coolsms-oauth2.pending";

/** The parameters of a response; `parameters.rs` lists the same ones, and a test compares the two. */
const PARAMETERS = [
  "access_token",
  "code",
  "error",
  "state",
  "refresh_token",
  "oauth_state",
  "token_type",
  "expires_in",
  "expires",
  "scope",
  "error_description",
  "error_uri",
  "iss",
];

/** Those that make an address a response, and those without which a fragment is the app's own route. */
const DECIDING = PARAMETERS.slice(0, 3);
const TELLING = PARAMETERS.slice(0, 6);

const piecesOf = (part) => part.slice(1).split("&");
// After an "&", since URLSearchParams drops a question mark at the beginning, which belongs to the name here.
const isOneOf = (names) => (piece) => names.includes(new URLSearchParams(`&${piece}`).keys().next().value);
const carries = (names) => [location.search, location.hash].some((part) => piecesOf(part).some(isOneOf(names)));

/** The nonce of a sign-in by popup, where the address has one: `pending.rs` makes such, of letters that need no escape. */
export const popupNonceOf = (url) => /[?&#](?:oauth_)?state=(popup-[a-p]{64})(?![^&#])/.exec(url)?.[1];

/** The response that was taken out, as the whole address that it came in. */
let taken = null;

/** The address that may hold a response: the page's own, or the one that was cleaned at import. */
export const responseUrl = () => (taken === null || carries(DECIDING) ? location.href : taken);

/** Forgets the response, once it is spent. */
export const forgetResponse = () => {
  taken = null;
};

/** Removes what a response put into the address; the app's own query, route and history.state stay. */
export const cleanAddress = () => {
  if (!carries(DECIDING)) return;
  const { search, hash } = location;
  try {
    // Not `location.href`, which leaves out a user name: an address without it may not replace one that has it.
    const url = new URL(document.URL);
    url.search = piecesOf(search)
      .filter((piece) => !isOneOf(PARAMETERS)(piece))
      .join("&");
    if (piecesOf(hash).some(isOneOf(TELLING))) url.hash = "";
    history.replaceState(history.state, "", url);
  } catch {
    // A page without a history of its own (a sandboxed frame) has no address bar either.
  }
};

/** Whether this page is where the sign-in is to come back to: origin, path, and the query that is the app's own. */
const isBack = (signIn) => {
  try {
    const { origin, pathname, searchParams } = new URL(signIn.redirectUri);
    const here = new URLSearchParams(location.search);
    const isHere = ([name, value]) => here.getAll(name).includes(value);
    return origin === location.origin && pathname === location.pathname && [...searchParams].every(isHere);
  } catch {
    // Somebody else's record: the others count all the same.
    return false;
  }
};

const take = () => {
  taken = location.href;
  cleanAddress();
};

try {
  // In a popup nothing is pending: the page that opened it remembers the sign-in.
  if (popupNonceOf(location.href) && carries(DECIDING)) take();
  const now = Date.now();
  const pending = JSON.parse(sessionStorage.getItem(PENDING)).filter(isBack);
  // A token is taken out even when its sign-in is over: nothing but a response has one.
  // As the module counts: a clock that was set back makes no sign-in wait longer.
  const isYoung = ({ issuedAt, expiresAt }) => Math.abs(now - issuedAt) < expiresAt - issuedAt;
  const isWaiting = pending.some((signIn) => !signIn.spent && isYoung(signIn));
  if (pending.length > 0 && carries(isWaiting ? DECIDING : ["access_token"])) take();
} catch {
  // No page, no storage, nothing pending: there is nothing to take.
}
