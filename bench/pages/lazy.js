// A page that imports this package's `capture` alone (`apps/*/capture.js`); the rest comes when somebody signs in.
import * as app from "#app";
import { draw, facts } from "./paint.js";

draw({
  signIn: async () => app.begin(await app.open(facts), facts),
  signedIn: async () => app.finish(await app.open(facts), facts),
});
