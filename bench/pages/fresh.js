// The page that has no library yet: it loads one out of the browser's cache, starts it and reads one address.
import { facts, isCached } from "./facts.js";
import { callback, TYPICAL } from "./parse.js";

/** `#app` and its library in one file, which is not bundled with this one. */
const LIBRARY = "/library/library.js";

/** What WebDriver calls. */
Object.assign(window, {
  /** The state that the next page is to find: told to it or, for `take`, in the browser's storage. */
  save: async (name) => {
    const app = await import(LIBRARY);
    return name === "take" ? await app.save(app.open(facts), facts) : "s".repeat(48);
  },

  /** How long it takes, by the function of that name. */
  firstParse: async (name, state) => {
    const url = callback(facts, state, TYPICAL);
    const start = performance.now();
    const app = await import(LIBRARY);
    const client = app.open(facts);
    const result = name === "take" ? app.take(client, url, facts) : app.given(client, url, state, facts);
    if (typeof result?.then === "function") await result;
    return { time: performance.now() - start, isCached: isCached() };
  },

  describe: String,
});
