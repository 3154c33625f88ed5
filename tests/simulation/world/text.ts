// Reading addresses for the rules, by other means than the package.

/** The names of a response's parameters. */
const RESPONSE = new Set([
  "access_token",
  "code",
  "error",
  "state",
  "token_type",
  "expires_in",
  "expires",
  "scope",
  "refresh_token",
  "error_description",
  "error_uri",
  "iss",
  "oauth_state",
]);

const pairs = (url: string): [string, string][] => {
  const { searchParams, hash } = new URL(url);
  return [...searchParams, ...new URLSearchParams(`&${hash.slice(1)}`)];
};

/** Every value of that name, in query and fragment. */
export const valuesOf = (url: string, name: string): string[] =>
  pairs(url).flatMap(([known, value]) => (known === name ? [value] : []));

export const carriesResponse = (url: string): boolean => pairs(url).some(([name]) => RESPONSE.has(name));

/** Whether an address is a response to this package: what else looks like one is the app's own. */
export const isResponse = (url: string): boolean => {
  const states = [...valuesOf(url, "state"), ...valuesOf(url, "oauth_state")];
  if (states.some((state) => /^(?:popup-)?[a-p]{64}$/.test(state))) return true;
  return valuesOf(url, "access_token").length > 0 || (valuesOf(url, "error").length > 0 && states.length === 0);
};

/** What is left of an address without a response. */
export const ownPart = (address: string): string => {
  const url = new URL(address);
  const pieces = url.search.slice(1).split("&");
  url.search = pieces.filter((piece) => !carriesResponse(`${url.origin}?${piece}`)).join("&");
  if (carriesResponse(url.origin + url.hash)) url.hash = "";
  return url.href;
};

/** JSON of a store; null where it is none. */
export const parsed = (text: string | null | undefined): any => {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
};

/** A JWT without a signature: the client reads one as a hint alone. */
export const jwt = (payload: object): string =>
  `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.c2ln`;
