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

const piecesOf = (part: string) => part.slice(1).split("&");
// After an "&", since URLSearchParams drops a question mark at the beginning, which belongs to the name here.
const isOneOf = (names: string[]) => (piece: string) =>
  names.includes(new URLSearchParams(`&${piece}`).keys().next().value as string);
const carries = (names: string[]) =>
  [location.search, location.hash].some((part) => piecesOf(part).some(isOneOf(names)));

/** The state of a sign-in by popup, where the URL has one: `pending.rs` makes such, of letters that need no escape. */
export const popupStateOf = (url: string): string | undefined =>
  /[?&#](?:oauth_)?state=(popup-[a-p]{64})(?![^&#])/.exec(url)?.[1];

/** The URL that held a response, before it was taken out. */
let captured: string | null = null;

/** Returns the URL that may hold a response: the page's own, or the one that was cleaned at import. */
export const responseUrl = (): string => (captured === null || carries(DECIDING) ? location.href : captured);

/** Forgets the captured response, once it is used. */
export const forgetResponse = (): void => {
  captured = null;
};

/** Removes what a response put into the page's URL; the app's own query, route and history.state stay. */
export const cleanUrl = (): void => {
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

/** The members of a stored sign-in that count here. */
interface Pending {
  redirectUri: string;
  issuedAt: number;
  expiresAt: number;
  spent?: boolean;
}

/** Whether this page is the sign-in's redirect URI: origin, path, and the query that is the app's own. */
const isRedirectUriOf = (signIn: Pending) => {
  try {
    const { origin, pathname, searchParams } = new URL(signIn.redirectUri);
    const here = new URLSearchParams(location.search);
    const isHere = ([name, value]: [string, string]) => here.getAll(name).includes(value);
    return origin === location.origin && pathname === location.pathname && [...searchParams].every(isHere);
  } catch {
    // Somebody else's record: the others count all the same.
    return false;
  }
};

const capture = () => {
  captured = location.href;
  cleanUrl();
};

try {
  // In a popup nothing is pending: the page that opened it remembers the sign-in.
  if (popupStateOf(location.href) && carries(DECIDING)) capture();
  const now = Date.now();
  const pending = (JSON.parse(sessionStorage.getItem(PENDING) as string) as Pending[]).filter(isRedirectUriOf);
  // A token is taken out even when its sign-in is over: nothing but a response has one.
  // As the module counts: a clock that was set back makes no sign-in wait longer.
  const isYoung = ({ issuedAt, expiresAt }: Pending) => Math.abs(now - issuedAt) < expiresAt - issuedAt;
  const isWaiting = pending.some((signIn) => !signIn.spent && isYoung(signIn));
  if (pending.length > 0 && carries(isWaiting ? DECIDING : ["access_token"])) capture();
} catch {
  // No page, no storage, nothing pending: there is nothing to take.
}
