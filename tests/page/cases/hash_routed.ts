// An app whose routes stand in the fragment, where a response stands too.

import { expect } from "chai";

import { it } from "../support/case.ts";
import { type Page, UNKNOWN_STATE } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";

type App = { routes: string[]; goBack: (returnTo: string) => void; document: Document };

const PATH = "/hash-routed.html";
/** Where the user is. */
const ROUTE = "#/inbox?tab=2";

/** Starts a sign-in at the route, and opens the page again with what is behind its path then. */
const arrive = async (page: Page, suffix: (state: string) => string) => {
  const frame = await page.openDocument(PATH + ROUTE);
  const state = await frame.leave();
  await frame.load(PATH + suffix(state));
  const app = frame.window as unknown as App;
  /** The app shows the route, the address is that of it, and no route ever held a response. */
  const isAtTheRoute = (): void => {
    expect(app.document.querySelector("#route")?.textContent).to.equal(ROUTE);
    expect(frame.location.href).to.equal(location.origin + PATH + ROUTE);
    expect(app.routes.filter((route) => route !== "" && route !== ROUTE)).to.be.empty;
  };
  return { app, client: frame.newClient(), isAtTheRoute };
};

describe("hash router", () => {
  it("S26 S27", "the route survives a denial", async (page) => {
    const { app, client, isAtTheRoute } = await arrive(page, (state) => `#error=access_denied&state=${state}`);
    const error = await refusal("authorization_error", client.handleRedirectCallback());
    app.goBack(error.returnTo as string);
    isAtTheRoute();
  });

  it("S27", "the route survives while a sign-in is pending", async (page) => {
    const { client, isAtTheRoute } = await arrive(page, () => ROUTE);
    expect(await client.handleRedirectCallback()).to.equal(null);
    isAtTheRoute();
  });

  it("S26 S27", "the route survives a forged response in the query", async (page) => {
    const { client, isAtTheRoute } = await arrive(page, () => `?code=forged&state=${UNKNOWN_STATE}${ROUTE}`);
    await refusal("state_mismatch", client.handleRedirectCallback());
    isAtTheRoute();
  });
});
