// Calls every function of the package with hostile arguments, under hostile built-ins, and then asks whether it still works:
// `node tests/server/hostile_calls.js [COUNT] [SEED]`. It prints what it found as JSON: how many calls were made, how many of the
// good calls between them were answered, and how the module's memory and stack grew, in bytes.
import { setTimeout as pause } from "node:timers/promises";
import { openPage } from "./page.js";

const [count = 20_000, seed = 1] = process.argv.slice(2).map(Number);

let state = seed;
/** A whole number below `end` (mulberry32). */
const below = (end) => {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
};
const of = (items) => items[below(items.length)];

const href = "https://app.example/callback";
openPage(href);
Object.assign(globalThis, { open: () => null, fetch: async () => undefined });

/** What the module has, seen from outside. */
let wasm;
const { Instance } = WebAssembly;
WebAssembly.Instance = new Proxy(Instance, {
  construct(target, args) {
    const instance = new target(...args);
    if (args[1]) wasm = instance.exports;
    return instance;
  },
});

const oauth = await import("../../pkg/dist/index.js");
const config = { clientId: "our-app", redirectUri: href, scope: "users:read", shareAcrossTabs: false };
const client = oauth.createClient(config);

const thrower = () => {
  throw new Error("of the page");
};
const cyclic = {};
cyclic.itself = cyclic;
const deep = JSON.parse("[".repeat(2000) + "]".repeat(2000));
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();
const NAMES = (
  "clientId redirectUri scope provider state params id authorizationEndpoint url apiOrigins timeoutMs method headers " +
  "appState"
).split(" ");
const texts = ["", "a", href, "https://api.coolsms.co.kr/x", "\ud800", "users:read", "%ZZ", "#".repeat(300)];
const numbers = [0, -1, Number.NaN, 1e308, 7n];
const simple = [undefined, null, true, ...numbers, Symbol("s"), thrower, cyclic, deep, revoked, new Date(0)];

const hostile = (depth = 3) => {
  const inner = () => hostile(depth - 1);
  if (depth === 0) return of([...simple, ...texts]);
  return of([
    () => of(simple),
    () => of(texts),
    () => "x".repeat(below(70_000)),
    () => `${href}#access_token=${of(texts)}&state=${"abcdefghijklmnop"[below(16)].repeat(64)}`,
    () => Object.fromEntries(Array.from({ length: below(5) }, () => [of(NAMES), inner()])),
    () => ({ ...config, [of(NAMES)]: inner() }),
    () => Array.from({ length: below(4) }, inner),
    () => Object.defineProperty({}, of(NAMES), { enumerable: true, get: thrower }),
    () => new Proxy({}, { get: thrower, ownKeys: thrower }),
    () => new Proxy({}, { get: () => inner(), ownKeys: () => NAMES, getOwnPropertyDescriptor: () => undefined }),
  ])();
};

/** Built-ins that fail during one call. */
const SPOILT = [
  [Headers.prototype, "set"],
  [Headers.prototype, "get"],
  [sessionStorage, "getItem"],
  [sessionStorage, "setItem"],
  [JSON, "parse"],
  [JSON, "stringify"],
  [Map.prototype, "set"],
  [Map.prototype, "get"],
  [String.prototype, "split"],
  [String.prototype, "replace"],
  [Array.prototype, "map"],
  [RegExp.prototype, "exec"],
  [crypto, "getRandomValues"],
  [globalThis, "fetch"],
  [globalThis, "encodeURIComponent"],
];

const { OAuthError, ...functions } = oauth;
/** All but what ends the client, and what leaves a listener there. */
const { dispose, subscribe, ...methods } = client;
const targets = [...Object.values(functions), ...Object.values(methods)];

const promises = [];
const attempt = () => {
  const spoilt = below(4) === 0 ? of(SPOILT) : null;
  const args = Array.from({ length: below(4) }, () => hostile());
  const target = of(targets);
  const original = spoilt?.[0][spoilt[1]];
  if (spoilt) spoilt[0][spoilt[1]] = thrower;
  try {
    const outcome = target(...args);
    if (typeof outcome?.then === "function") promises.push(outcome);
    if (typeof outcome?.dispose === "function") outcome.dispose();
  } catch {
    // It is the good calls that count.
  } finally {
    if (spoilt) spoilt[0][spoilt[1]] = original;
  }
};

/** Whether a call that is right is answered rightly. */
const isWell = () => {
  const url = new URL(oauth.buildAuthorizeUrl({ ...config, shareAcrossTabs: undefined, state: "abc" }));
  const parsed = oauth.parseAuthorizationResponse(`${href}#access_token=t&state=abc`);
  return url.searchParams.get("state") === "abc" && parsed?.accessToken === "t";
};

process.on("unhandledRejection", () => {});
const measure = () => ({ memory: wasm.memory.buffer.byteLength, stack: wasm.__stack_pointer.value });
let well = 0;
let good = 0;
let before;
for (let call = 1; call <= count; call++) {
  attempt();
  if (call % 1000 === 0) {
    await Promise.race([Promise.allSettled(promises.splice(0)), pause(1)]);
    sessionStorage.clear();
    good += 1;
    well += isWell() ? 1 : 0;
  }
  if (call === Math.floor(count / 4)) before = measure();
}
const after = measure();
console.log(
  JSON.stringify({
    calls: count,
    good,
    well,
    memoryGrowth: after.memory - before.memory,
    stackGrowth: after.stack - before.stack,
  }),
);
process.exit(0);
