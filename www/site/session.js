// What became of a session since the page last looked, as the person is told it.

/** @typedef {{ id: string, expiresAt: number | null }} Session */

/**
 * Whether it goes on with a new token, fetched here or by another tab.
 *
 * @param {Session | null} before
 * @param {Session | null} now
 */
export function wasRefreshed(before, now) {
  return before !== null && now !== null && before.id === now.id && before.expiresAt !== now.expiresAt;
}

/**
 * The notice for a session that is over: the person left, here or in another tab, or its time had come.
 *
 * @param {Session} before
 * @param {unknown} reason why the server has ended it, where it has
 * @param {boolean} isSigningOut
 */
export function endOf(before, reason, isSigningOut) {
  if (isSigningOut) return "signed-out";
  const isExpired = before.expiresAt !== null && before.expiresAt <= Date.now();
  return reason || isExpired ? "session-ended" : "signed-out-elsewhere";
}
