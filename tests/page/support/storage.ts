// What this tab and this origin keep, and a tab that has no room.

/** All of it, as text. */
export const stored = (): string => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie]);

/** Where the tab keeps the session; a channel of that name is where tabs tell of it. */
export const sessionKey = (): string => {
  const key = Object.keys(sessionStorage).find((key) => key.startsWith("coolsms-oauth2.session"));
  if (key === undefined) throw new Error("no session is stored");
  return key;
};

/** Where the tombstones are, and the sessions that got a new refresh token. */
export const MARKS = "coolsms-oauth2.marks";

/** Notes, as another tab would, that it has refreshed a session. */
export const markRefreshed = (id: string | undefined): void =>
  localStorage.setItem(MARKS, JSON.stringify({ all: [[id, 1, Date.now()]], floor: 0 }));

/** Leaves no room in sessionStorage for a single character more. */
export const fillStorage = (): void => {
  let size = 1 << 22;
  // A key of one character is all that one entry takes.
  for (let key = 0x4e00; size >= 1; key += 1) {
    try {
      sessionStorage.setItem(String.fromCharCode(key), "x".repeat(size - 1));
    } catch {
      size = Math.floor(size / 2);
    }
  }
};
