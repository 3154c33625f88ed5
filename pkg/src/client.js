// `createClient`: a plain object of closures around the client in the module, so that every method works
// unbound and nothing has to be freed.
import { core } from "./core.js";
import { OAuthError } from "#browser/error.js";

// Those that return a promise never throw; a second `handleRedirectCallback` gives the very same promise.
const ASYNC = ["signInWithRedirect", "getAccessToken", "fetch", "signOut"];
const DIRECT = ["handleRedirectCallback", "getSession", "missingScopes"];

const wordsOf = (scope) => [scope].flat().join(" ").split(" ").filter(Boolean);

/** On a server or in a worker: nobody is signed in, and what needs a page says so. */
const inert = () => {
  const reject = async () => {
    throw new OAuthError("no_browser", "this needs a browser window");
  };
  const client = Object.fromEntries([...ASYNC, ...DIRECT].map((name) => [name, reject]));
  return { ...client, getSession: () => null, missingScopes: wordsOf, subscribe: () => () => {}, dispose() {} };
};

export const createClient = (config) => {
  if (typeof window === "undefined") return inert();
  const client = new (core().Client)(config);
  const listeners = new Set();
  // This very document may come back after another one of the tab has signed out.
  const onPageShow = ({ persisted }) => persisted && client.check();
  addEventListener("pageshow", onPageShow);
  const stop = (listener) => {
    client.unsubscribe(listener);
    listeners.delete(listener);
  };
  return {
    ...Object.fromEntries(ASYNC.map((name) => [name, async (...args) => client[name](...args)])),
    ...Object.fromEntries(DIRECT.map((name) => [name, (...args) => client[name](...args)])),
    subscribe(listener) {
      // A function of its own, so that one listener may subscribe twice.
      const own = () => listener();
      client.subscribe(own);
      listeners.add(own);
      return () => stop(own);
    },
    dispose() {
      listeners.forEach(stop);
      removeEventListener("pageshow", onPageShow);
    },
  };
};
