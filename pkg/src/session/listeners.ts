// The listeners to changes of a session: those of apps, and those of the package itself.
import type { OAuthError } from "../error.ts";
import { after } from "../timer.ts";

/** Called after each change, with the error that ended the session, if one did. */
export type Listener = (reason?: OAuthError) => void;

/** Calls every listener. One that throws does not stop the others; its error is reported as an unhandled rejection. */
export const notifyAll = (listeners: Set<Listener>, reason?: OAuthError): void => {
  for (const listener of [...listeners]) {
    try {
      listener(reason);
    } catch (thrown) {
      Promise.reject(thrown);
    }
  }
};

/** Resolves after the first change for which the condition is true, or after `limitMs`. */
export const waitUntil = (listeners: Set<Listener>, condition: () => unknown, limitMs: number): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      listeners.delete(check);
      cancel();
      resolve();
    };
    const check = () => {
      if (condition()) end();
    };
    const cancel = after(limitMs, end);
    listeners.add(check);
  });
