// The page of every library: the same but for `#app`, which is a file of `apps`. Times are those of the page's own clock,
// in milliseconds since the navigation started.
import * as app from "#app";
import { facts, isCached } from "./facts.js";
import { times } from "./parse.js";

const client = app.open(facts);
const ready = performance.now();

/** From the response in the address to the first answer of the API, on the screen. */
const answer = async () => {
  const call = await app.finish(client, facts);
  const response = await call(`${facts.base}/users/v1/member`);
  const { name } = await response.json();
  const greeting = document.getElementById("greeting");
  greeting.textContent = name;
  greeting.getBoundingClientRect(); // lays the page out
  return { ready, answer: performance.now(), name, isCached: isCached("/app.js"), address: location.href };
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
      app.begin(client, facts).catch(reject);
    });
  },

  /** How long it takes to read an address. */
  parse: (parsing) => times(app, client, facts, parsing),

  describe: String,
});
