// The page of every library: the same but for `#app`, which is a file of `apps`. Times are those of the page's own clock,
// in milliseconds since the navigation started.
import "./started.js";
import * as app from "#app";
import { callCost, manyCalls } from "./calls.js";
import { facts, isCached } from "./facts.js";
import { times } from "./parse.js";

/** The client, and when it was ready. */
const opening = Promise.resolve(app.open(facts)).then((client) => ({ client, ready: performance.now() }));

const MEMBER = `${facts.base}/users/v1/member`;
/** Calls the API once somebody is signed in. */
let call;

/** When each step of the way to the answer was done. */
const steps = (ready) => {
  const [page] = performance.getEntriesByType("navigation");
  const [started] = performance.getEntriesByName("started");
  const resources = performance.getEntriesByType("resource");
  const [script] = resources.filter(({ initiatorType }) => initiatorType === "script");
  const [request] = resources.filter(({ name }) => name.startsWith(facts.base));
  return {
    page: page.responseEnd,
    script: script.responseEnd,
    started: started.startTime,
    ready,
    request: request.startTime,
  };
};

/** From the response in the address to the first answer of the API, on the screen. */
const answer = async () => {
  const { client, ready } = await opening;
  call = await app.finish(client, facts);
  const response = await call(MEMBER);
  const { name } = await response.json();
  const greeting = document.getElementById("greeting");
  greeting.textContent = name;
  greeting.getBoundingClientRect(); // lays the page out
  const answer = performance.now();
  return { steps: { ...steps(ready), answer }, name, isCached: isCached(), address: location.href };
};

/** What WebDriver calls. */
Object.assign(window, {
  finished: location.pathname === "/callback" ? answer() : null,

  /** Starts a sign-in, up to the address that the page would leave for. Nothing is left of the one before. */
  begin: () => {
    sessionStorage.clear();
    localStorage.clear();
    return new Promise((resolve, reject) => {
      const stay = (event) => {
        event.preventDefault();
        resolve(event.destination.url);
      };
      navigation.addEventListener("navigate", stay, { once: true });
      opening.then(({ client }) => app.begin(client, facts)).catch(reject);
    });
  },

  /** What a call takes beyond `fetch`, in microseconds; and many calls. */
  callCost: (isOnce) => callCost(call, MEMBER, isOnce),
  manyCalls: (isOnce) => manyCalls(call, MEMBER, isOnce),

  /** How long it takes to read an address. All of `app` as one value would cost the bundle a helper. */
  parse: async (parsing) => {
    const functions = { given: app.given, save: app.save, take: app.take };
    return times(functions, (await opening).client, facts, parsing);
  },

  describe: String,
});
