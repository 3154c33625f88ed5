// Removes an authorization response from the page's URL as soon as this file runs: before the module starts, and before a router
// or an analytics script can read it. What it removed waits in memory for `response.ts`, which may be loaded much later. It is
// also the entry `coolsms-oauth2/capture`, so it imports nothing but names.
import { DECIDING, ERROR, PARAMETERS, STATE, STATES, STORAGE_KEY, TELLING, TOKEN } from "#names";

/** The property of the global object that has the removed response until `response.ts` takes it. */
export const CAPTURED: unique symbol = Symbol.for("coolsms-oauth2.captured");

// A router of the fragment may have put its mark, "#/" or "#!/", before the response.
const piecesOf = (part: string) => part.replace(/^(?:\?|#(?:!?\/)?)/, "").split("&");
// The "&" keeps a leading question mark, which belongs to the name here: URLSearchParams would drop it.
const isOneOf = (names: string[]) => (piece: string) =>
  names.includes(new URLSearchParams(`&${piece}`).keys().next().value as string);
const carries = (names: string[]) =>
  [location.search, location.hash].some((part) => part && piecesOf(part).some(isOneOf(names)));
const hasOwnState = () => STATE.test(location.href);
const isRefusal = () => carries(ERROR) && !carries(STATES);

/** Whether the page's URL may contain a response: an app's own `?code=` is none. */
export const hasResponse = (): boolean => carries(DECIDING) && (hasOwnState() || carries(TOKEN) || isRefusal());

/** Removes a response from a URL. */
const clean = (url: URL) => {
  const { search, hash } = url;
  url.search = piecesOf(search)
    .filter((piece) => !isOneOf(PARAMETERS)(piece))
    .join("&");
  if (piecesOf(hash).some(isOneOf(TELLING))) url.hash = "";
  return url;
};

/** Returns `history.state` without the response: a router that ran first may have kept the URL there. */
const cleanState = (state: unknown) => {
  try {
    const cleanText = (_: string, text: unknown) => {
      if (typeof text !== "string" || !STATE.test(text)) return text;
      const { origin, href } = clean(new URL(text, document.URL));
      return text.startsWith("/") ? href.replace(origin, "") : href;
    };
    const copy = JSON.parse(JSON.stringify(state), cleanText);
    return JSON.stringify(copy) === JSON.stringify(state) ? state : copy;
  } catch {
    // It is no JSON. Routers keep JSON.
    return state;
  }
};

/** Removes a response from the page's URL and from `history.state`. The app's own query, route and state stay. */
export const cleanUrl = (): void => {
  if (!hasResponse()) return;
  try {
    // `location.href` omits a user name, and `replaceState` refuses a URL that differs in it.
    history.replaceState(cleanState(history.state), "", clean(new URL(document.URL)));
  } catch {
    // A sandboxed frame has neither a history nor an address bar.
  }
};

/** The members of a pending sign-in that are used here. */
interface Pending {
  state: string;
  endpoints?: string;
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

/** Reads the pending sign-ins. A text of this size is none that the package wrote: reading it would block the page. */
const pendingSignIns = (): Pending[] => {
  try {
    const text = sessionStorage.getItem(STORAGE_KEY) as string;
    const found = text.length < 2 ** 20 && JSON.parse(text);
    return Array.isArray(found) ? found.slice(-16).filter(Boolean) : [];
  } catch {
    // There is no storage, or no pending sign-in.
    return [];
  }
};

/** Opens the connections that the app is about to use: to the token endpoint and to the API. */
const connect = ({ endpoints = "" }: Pending) => {
  try {
    for (const href of endpoints.split(" ").filter(Boolean)) {
      document.head.append(
        Object.assign(document.createElement("link"), { rel: "preconnect", crossOrigin: "anonymous", href }),
      );
    }
  } catch {
    // There is no head, or the record is invalid. The app connects later.
  }
};

const capture = () => {
  // Most pages have no response. They do not read the storage: the first read blocks the page.
  if (!hasResponse()) return;
  const pending = pendingSignIns();
  // First: a connection takes longest.
  pending.filter(({ state }) => state && location.href.includes(state)).forEach(connect);
  const here = pending.filter(isRedirectUriOf);
  const now = Date.now();
  // Like the module, limits the lifetime even if the clock was set back.
  const isLive = ({ used, issuedAt, expiresAt }: Pending) => !used && Math.abs(now - issuedAt) < expiresAt - issuedAt;
  // A token is removed even if its sign-in has expired: only a response contains one.
  if (!hasOwnState() && !(here.length > 0 && (carries(TOKEN) || (isRefusal() && here.some(isLive))))) return;
  const { href } = location;
  (globalThis as Record<symbol, unknown>)[CAPTURED] = href;
  cleanUrl();
};

try {
  capture();
} catch {
  // There is no page.
}
