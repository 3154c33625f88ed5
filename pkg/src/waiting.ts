// How long the package waits for others, in milliseconds: other tabs, a popup, a server. A build for tests takes
// `waiting.quick.ts` in place of this file, so that a test need not wait as long.

/** For another tab to hand its session over, or to tell that it was refreshed. */
export const ARRIVAL_MS = 1000;

/** For how long the lock of a refresh is held after it, so that the other tabs hear of the new tokens first. */
export const LINGER_MS = 1000;

/** For an answer of a server, where the app sets no `timeoutMs`. */
export const ANSWER_MS = 30_000;

/** In a popup's page: for the page that opened it, which may be busy, to take the response. */
export const TAKEN_MS = 5000;

/** In a popup's page: for the browser to close the window. */
export const CLOSE_MS = 1000;

/** How often a popup is looked at. */
export const LOOK_MS = 250;

/** How long a popup must be closed, with the user back at this page, until it counts as given up. */
export const GRACE_MS = 4000;
