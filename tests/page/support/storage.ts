// What this tab and this origin keep, and a tab that has no room.

/** All of it, as text. */
export const stored = (): string => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie]);

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
