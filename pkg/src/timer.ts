// Timers that a frozen tab or a sleeping machine does not mislead.
import { LATE_MS } from "#waiting";

/**
 * Calls `run` after `ms`. A timer that fires late, because the tab was frozen or the machine slept, waits once more for
 * `LATE_MS`: what arrived meanwhile comes first. Returns the function that cancels it.
 */
export const after = (ms: number, run: () => void): (() => void) => {
  const due = Date.now() + ms;
  let timer = setTimeout(() => {
    if (Date.now() - due > LATE_MS) timer = setTimeout(run, LATE_MS);
    else run();
  }, ms);
  return () => clearTimeout(timer);
};
