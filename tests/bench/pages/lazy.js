// A page that imports this package's `capture` alone; the rest comes when somebody signs in.
import "coolsms-oauth2/capture";
import { draw, facts } from "./paint.js";

/** Loads the package, then does what is asked of it. */
const load = async (act) => {
  const app = await import("#app");
  return act(app, app.open(facts));
};
draw({
  signIn: () => load((app, client) => app.begin(client, facts)),
  signedIn: () => load((app, client) => app.finish(client, facts)),
});
