// A session in sessionStorage, as far as it is to be there; and, in localStorage, which sessions are over. Either store may
// be missing, blocked or full at any call: then there is nothing.

const isText = (value) => typeof value === "string";

/** Whether something is a session, with a token to use or to get one with. */
export const isSession = (value) => {
  const { id, accessToken = "", refreshToken = "" } = value ?? {};
  return isText(id) && isText(accessToken) && isText(refreshToken) && accessToken + refreshToken !== "";
};

const read = (store, key) => {
  try {
    return JSON.parse(globalThis[store].getItem(key));
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

/** What is stored under the key, where that is a session. */
export const stored = (key) => {
  const session = read("sessionStorage", key);
  return isSession(session) ? session : null;
};

/** Stores what of a session is to survive a reload, and says whether there is such, and room for it. */
export const keep = (key, session, { tokenStore, refreshTokenStore }) => {
  const kept = { ...session };
  if (tokenStore === "memory") delete kept.accessToken;
  if (refreshTokenStore !== "session") delete kept.refreshToken;
  if (isSession(kept) && write("sessionStorage", key, kept)) return true;
  write("sessionStorage", key, null);
  return false;
};

/** Which sessions are over, by their ids: for tabs that were frozen, or away, when it was told. The last sixteen. */
const ENDED = "coolsms-oauth2.ended";

const ended = () => [read("localStorage", ENDED) ?? []].flat();

export const hasEnded = ({ id }) => ended().includes(id);

export const markEnded = ({ id }) => write("localStorage", ENDED, [...ended(), id].slice(-16));
