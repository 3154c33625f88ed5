// Removes an authorization response from the page's URL as soon as this file runs: before the module starts, and before a router
// or an analytics script can read it. It does so only if a sign-in is pending, so that an app's own `?code=` or `?error=` is
// otherwise left alone.
import { DECIDING, PARAMETERS, POPUP_STATE, STORAGE_KEY, TELLING, TOKEN } from "#names";

const piecesOf = (part: string) => part.slice(1).split("&");
// The "&" keeps a leading question mark, which belongs to the name here: URLSearchParams would drop it.
const isOneOf = (names: string[]) => (piece: string) =>
  names.includes(new URLSearchParams(`&${piece}`).keys().next().value as string);
const carries = (names: string[]) =>
  [location.search, location.hash].some((part) => piecesOf(part).some(isOneOf(names)));

/** Returns the state of a sign-in by popup, if the URL has one: letters that need no escape. */
export const popupStateOf = (url: string): string | undefined => POPUP_STATE.exec(url)?.[1];

/** The page's URL before the response was removed from it. */
let captured: string | null = null;

/** Returns the URL that may contain a response: the page's own, or the captured one. */
export const responseUrl = (): string => (captured === null || carries(DECIDING) ? location.href : captured);

/** Forgets the captured URL, once its response is used. */
export const forgetResponse = (): void => {
  captured = null;
};

/** Removes a response from the page's URL. The app's own query, route and history.state stay. */
export const cleanUrl = (): void => {
  if (!carries(DECIDING)) return;
  const { search, hash } = location;
  try {
    // `location.href` omits a user name, and `replaceState` refuses a URL that differs in it.
    const url = new URL(document.URL);
    url.search = piecesOf(search)
      .filter((piece) => !isOneOf(PARAMETERS)(piece))
      .join("&");
    if (piecesOf(hash).some(isOneOf(TELLING))) url.hash = "";
    history.replaceState(history.state, "", url);
  } catch {
    // A sandboxed frame has neither a history nor an address bar.
  }
};

/** The members of a pending sign-in that are used here. */
interface Pending {
  redirectUri: string;
  issuedAt: number;
  expiresAt: number;
  used?: boolean;
}

/** Whether this page is the redirect URI of the sign-in: its origin, its path, and all of its query parameters. */
const isRedirectUriOf = (signIn: Pending) => {
  try {
    const { origin, pathname, searchParams } = new URL(signIn.redirectUri);
    const here = new URLSearchParams(location.search);
    const isHere = ([name, value]: [string, string]) => here.getAll(name).includes(value);
    return origin === location.origin && pathname === location.pathname && [...searchParams].every(isHere);
  } catch {
    // The record is invalid. The others are still used.
    return false;
  }
};

const capture = () => {
  captured = location.href;
  cleanUrl();
};

try {
  // A popup has no pending sign-in: the page that opened it has it.
  if (popupStateOf(location.href) && carries(DECIDING)) capture();
  const now = Date.now();
  const pending = (JSON.parse(sessionStorage.getItem(STORAGE_KEY) as string) as Pending[]).filter(isRedirectUriOf);
  // A token is removed even if its sign-in has expired: only a response contains one.
  // Like the module, limits the lifetime even if the clock was set back.
  const isYoung = ({ issuedAt, expiresAt }: Pending) => Math.abs(now - issuedAt) < expiresAt - issuedAt;
  const isWaiting = pending.some((signIn) => !signIn.used && isYoung(signIn));
  if (pending.length > 0 && carries(isWaiting ? DECIDING : TOKEN)) capture();
} catch {
  // There is no page, no storage, or no pending sign-in.
}
