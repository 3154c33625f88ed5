// What is known of CoolSMS before a person leaves for it: whether it can be reached, and whether it is a sandbox.

/**
 * The browser may say that it is offline although CoolSMS's sandbox, on this machine, is there: so it is asked.
 *
 * @param {string} base CoolSMS's address
 */
export async function isOffline(base) {
  if (navigator.onLine) return false;
  try {
    await fetch(base, { mode: "no-cors", cache: "no-store" });
    return false;
  } catch {
    return true;
  }
}

/**
 * A sandbox is on this machine.
 *
 * @param {string} base
 */
export const isSandbox = (base) => /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(base).hostname);
