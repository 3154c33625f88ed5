// The globals of one copy of the package, by name: everything that it uses of a browser and that has an effect.
import { createHash } from "node:crypto";
import { broadcastChannelOf } from "./channels.ts";
import type { Copy } from "./copy.ts";
import { locksOf } from "./locks.ts";
import { FakeRequest, fetchOf } from "./network.ts";

export type Globals = Record<string, unknown>;

export const environmentOf = (copy: Copy): Globals => {
  const { page, tab, world } = copy;
  const { timers } = page;
  // At once, so that nothing leaves the queue of microtasks.
  const digest = async (_: string, bytes: Uint8Array) =>
    Uint8Array.from(createHash("sha256").update(bytes).digest()).buffer;
  // In no frame.
  const window = {};
  return {
    window,
    top: window,
    globalThis: page.globalThis,
    document: {
      get URL() {
        return page.href;
      },
      hasFocus: () => true,
    },
    location: {
      get href() {
        return page.href;
      },
      get search() {
        return new URL(page.href).search;
      },
      get hash() {
        return new URL(page.href).hash;
      },
      get pathname() {
        return new URL(page.href).pathname;
      },
      origin: "https://app.example",
      assign: (url: string) => copy.leaveFor(url),
    },
    history: {
      get state() {
        return tab.history.current.state;
      },
      replaceState: (state: unknown, _: string, url: string | URL) => {
        const { current } = tab.history;
        current.state = state;
        current.url = new URL(url, current.url).href;
      },
    },
    sessionStorage: tab.storage,
    navigator: world.setup.hasLocks ? { locks: locksOf(page) } : {},
    crypto: { getRandomValues: (bytes: Uint8Array) => world.entropy.fill(bytes), subtle: { digest } },
    setTimeout: timers.setTimeout,
    clearTimeout: timers.clear,
    setInterval: timers.setInterval,
    clearInterval: timers.clear,
    Date: { now: () => world.now },
    performance: { timeOrigin: page.id },
    addEventListener: (type: string, listener: (event: object) => void) => page.listeners.push({ type, listener }),
    open: () => copy.openPopup(),
    // Some browsers refuse.
    close: () => world.random.oneIn(8) || world.closing.push(tab),
    fetch: fetchOf(copy),
    Request: FakeRequest,
    BroadcastChannel: broadcastChannelOf(copy),
  };
};
