// How long the package waits for other tabs, popups and servers, in milliseconds. A build for tests replaces this file by
// `waiting.quick.ts`.

/** How long to wait for another tab to send its session. */
export const ARRIVAL_MS = 1000;

/** How long the lock of a refresh is held after it, so that other tabs receive the new tokens first. */
export const LINGER_MS = 1000;

/** How long to wait for the response of a server, if the app sets no `timeoutMs`. */
export const ANSWER_MS = 30_000;

/** How long a popup waits for the page that opened it, which may be busy, to acknowledge the response. */
export const TAKEN_MS = 5000;

/** How long a popup waits for the browser to close it. */
export const CLOSE_MS = 1000;

/** How often a page checks whether its popup is closed. */
export const LOOK_MS = 250;

/** How long a popup must be closed, and its page have the focus, until the sign-in counts as cancelled. */
export const GRACE_MS = 4000;

/** How late a timer fires, at the least, if the tab was frozen or the machine slept; and how long what arrived then has. */
export const LATE_MS = 1000;

/** How long a response may wait to be handled until a developer is told of it. */
export const UNHANDLED_MS = 5000;

/** How long the provider's page may take to replace this one. */
export const LEAVE_MS = 30_000;
