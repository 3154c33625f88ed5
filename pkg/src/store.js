// A session in sessionStorage, as far as it is to be there; and, in localStorage, marks without tokens of what became of
// sessions, for tabs that were frozen or away when it was told. Either store may be missing, blocked or full at any call:
// then there is nothing.

const isText = (value) => typeof value === "string";

/** Whether something is a session, with a token to use or to get one with. */
export const isSession = (value) => {
  const { id, accessToken = "", refreshToken = "", scope = null, refreshes } = value ?? {};
  const isWhole = [id, accessToken, refreshToken].every(isText) && (scope === null || Array.isArray(scope));
  return isWhole && Number.isFinite(refreshes) && accessToken + refreshToken !== "";
};

/** What is there; null is nothing of use, undefined that nobody can say. */
const read = (store, key) => {
  let text;
  try {
    text = globalThis[store].getItem(key);
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const write = (store, key, value) => {
  try {
    if (value === null) globalThis[store].removeItem(key);
    else globalThis[store].setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
};

/** What of a session is to survive a reload; null where that is none. */
const lasting = (session, { tokenStore, refreshTokenStore }) => {
  const kept = { ...session };
  if (tokenStore === "memory") delete kept.accessToken;
  if (refreshTokenStore !== "session") delete kept.refreshToken;
  return isSession(kept) ? kept : null;
};

/** What is stored under the key, as far as it is to be there; undefined where the store cannot be read. */
export const stored = (key, policy) => {
  const session = read("sessionStorage", key);
  return session === undefined ? undefined : lasting(session, policy);
};

/** The id of the session that this tab had, where no more of it was to survive: another tab may have all of it. */
export const storedId = (key) => {
  const id = read("sessionStorage", key)?.id;
  return isText(id) ? id : null;
};

/** Stores what is to survive a reload, and says whether that is a session, and there is room for it. */
export const keep = (key, session, policy) => {
  const kept = lasting(session, policy);
  const isKept = write("sessionStorage", key, kept ?? (session && { id: session.id }));
  if (!isKept) write("sessionStorage", key, null);
  return isKept && kept !== null;
};

const MARKS = "coolsms-oauth2.marks";

/** The last sixteen: a session's id, and after how many refreshes it got a new refresh token, or "ended". */
const marks = () => {
  const found = read("localStorage", MARKS);
  return Array.isArray(found) ? found.slice(-16).filter(Array.isArray) : [];
};

const markOf = ({ id }) => marks().find(([known]) => known === id)?.[1];

const mark = ({ id }, what) => {
  write("localStorage", MARKS, [...marks().filter(([known]) => known !== id), [id, what]]);
};

/** Whether the session is over, in every tab. */
export const hasEnded = (session) => markOf(session) === "ended";
export const markEnded = (session) => mark(session, "ended");

/** Whether some tab has got a refresh token in place of this session's: whoever sent the old one would lose both. */
export const isOutdated = (session) => markOf(session) > session.refreshes;
export const markRotated = (session) => mark(session, session.refreshes);
