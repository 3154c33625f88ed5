// The globals of one copy of the package, by name: everything that it uses of a browser and that has an effect. Most are those
// of its document.
import { createHash } from "node:crypto";
import { broadcastChannelOf } from "./channels.ts";
import type { Copy } from "./copy.ts";
import { locksOf } from "./locks.ts";
import { FakeRequest, FakeResponse, fetchOf } from "./network.ts";
import type { Page } from "./page.ts";

/** One object for all: making an error is slow. */
const noText = new SyntaxError("there is no text");

/**
 * In V8 the package's `JSON.parse(null).filter(...)` would look for the words of its TypeError in the whole source text, which
 * takes a millisecond. Where nothing is stored this throws instead, which the package catches all the same.
 */
const json = {
  stringify: JSON.stringify,
  parse: (text: string | null) => {
    if (text === null) throw noText;
    return JSON.parse(text);
  },
};

const abortSignalOf = (page: Page) => ({
  timeout: (ms: number) => {
    const controller = new AbortController();
    page.timers.setTimeout(() => controller.abort(new Error("timeout")), ms);
    return controller.signal;
  },
  any: (signals: AbortSignal[]) => {
    const controller = new AbortController();
    for (const signal of signals) {
      if (signal.aborted) controller.abort(signal.reason);
      else signal.addEventListener("abort", () => controller.abort(signal.reason));
    }
    return controller.signal;
  },
});

const locationOf = (page: Page, assign?: (url: string) => void) => ({
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
  assign,
});

const historyOf = (page: Page) => ({
  get state() {
    return page.tab.history.current.state;
  },
  replaceState: (state: unknown, _: string, url: string | URL) => {
    const { current } = page.tab.history;
    current.state = state;
    current.url = new URL(url, current.url).href;
  },
});

/** The names, in an order of their own: they are the parameters of the function that the package is compiled to. */
export const NAMES = [
  "window",
  "top",
  "globalThis",
  "document",
  "location",
  "history",
  "sessionStorage",
  "navigator",
  "crypto",
  "fetch",
  "setTimeout",
  "clearTimeout",
  "setInterval",
  "clearInterval",
  "Date",
  "performance",
  "JSON",
  "addEventListener",
  "open",
  "close",
  "BroadcastChannel",
  "AbortSignal",
  "Request",
  "Response",
] as const;

export type Globals = Partial<Record<(typeof NAMES)[number], unknown>>;

/** What all scripts of a document share. */
export const globalsOf = (page: Page): Globals => {
  const { world, timers, tab } = page;
  // At once, so that nothing leaves the queue of microtasks.
  const digest = async (_: string, bytes: Uint8Array) =>
    Uint8Array.from(createHash("sha256").update(bytes).digest()).buffer;
  const crypto = { getRandomValues: (bytes: Uint8Array) => world.entropy.fill(bytes), subtle: { digest } };
  // In no frame.
  const window = {};
  return {
    window,
    top: window,
    globalThis: { sessionStorage: tab.storage.api, localStorage: world.local.api, location: locationOf(page), crypto },
    document: {
      get URL() {
        return page.href;
      },
      hasFocus: () => true,
    },
    history: historyOf(page),
    sessionStorage: tab.storage.api,
    navigator: world.hasLocks ? { locks: locksOf(page) } : {},
    crypto,
    setTimeout: timers.setTimeout,
    clearTimeout: timers.clear,
    setInterval: timers.setInterval,
    clearInterval: timers.clear,
    Date: { now: () => world.now },
    performance: { timeOrigin: page.id },
    JSON: json,
    addEventListener: (type: string, listener: (event: object) => void) => page.listeners.push({ type, listener }),
    close: () => page.closeByScript(),
    AbortSignal: abortSignalOf(page),
    Request: FakeRequest,
    Response: FakeResponse,
  };
};

/** The globals of a copy: those of its document, and those of which it is known which copy has called them. */
export const environmentOf = (copy: Copy): unknown[] => {
  const values: Globals = {
    ...copy.page.globals,
    location: locationOf(copy.page, (url) => copy.leaveFor(url)),
    fetch: fetchOf(copy),
    open: () => copy.openPopup(),
    BroadcastChannel: broadcastChannelOf(copy),
  };
  return NAMES.map((name) => values[name]);
};
