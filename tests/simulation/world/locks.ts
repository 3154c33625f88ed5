// A fake of Web Locks: one page at a time has a lock; the others wait in the order in which they asked, until an event
// grants it. A page that is gone has none.
import type { Page } from "./page.ts";

export interface Lock {
  name: string;
  page: Page;
  isHeld: boolean;
  grant: () => void;
}

type Run = () => Promise<void>;

export const locksOf = (page: Page) => ({
  request: (name: string, ...rest: [run: Run] | [options: { signal: AbortSignal }, run: Run]): Promise<void> =>
    new Promise((resolve, reject) => {
      const { world } = page;
      const [signal, run] = rest.length === 1 ? [null, rest[0]] : [rest[0].signal, rest[1]];
      const release = () => {
        world.locks = world.locks.filter((it) => it !== lock);
      };
      const lock: Lock = {
        name,
        page,
        isHeld: false,
        grant: () => {
          lock.isHeld = true;
          run().then(resolve, reject).finally(release);
        },
      };
      world.locks.push(lock);
      // Nobody competes for a lock that cannot be given up: it tells others that this page is there.
      if (!signal) lock.grant();
      signal?.addEventListener("abort", () => {
        if (lock.isHeld) return;
        release();
        reject(signal.reason);
      });
    }),
  query: async () => ({ held: page.world.locks.filter(({ isHeld }) => isHeld) }),
});
