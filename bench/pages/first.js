// A page that imports its library as its documentation does, and makes it ready before the first text is drawn.
import * as app from "#app";
import { draw, facts } from "./paint.js";

const client = app.open(facts);
draw({ signIn: () => app.begin(client, facts), signedIn: () => app.finish(client, facts) });
