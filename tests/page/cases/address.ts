// What the address holds, and what of it is the app's own. The rows of `callbacks.json` have more of both.

import { expect } from "chai";

import { it } from "../support/case.ts";
import { UNKNOWN_STATE } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";

describe("address", () => {
  it("S26", "scripts after the package see no response", async (page) => {
    const frame = await page.openDocument();
    await frame.load(`/blank.html${await page.newResponse(frame.generateState())}`);
    expect(frame.window).to.have.property("addressSeenByOthers", frame.redirectUri);
    expect(await frame.newClient().handleRedirectCallback()).to.have.property("session");
  });

  for (const rest of ["#refresh_token=forged", "#oauth_state=forged"]) {
    it("S26", `nothing stays of a response whose rest is in the fragment: ${rest}`, async (page) => {
      const frame = await page.openDocument();
      frame.generateState();
      await frame.load(`/blank.html?access_token=forged&state=wrong${rest}`);
      expect(frame.location.href).to.equal(frame.redirectUri);
      await refusal("state_mismatch", frame.newClient().handleRedirectCallback());
      expect(frame.location.href).to.equal(frame.redirectUri);
    });
  }

  it("S27", "query, route and history state of the app survive, at import", async (page) => {
    const frame = await page.openDocument();
    frame.generateState();
    await frame.load(`/blank.html?tab=inbox&error=forged&state=${UNKNOWN_STATE}#/messages/7`);
    expect(frame.window, "what a router sees").to.have.property("addressSeenByOthers", frame.location.href);
    frame.window.history.replaceState({ page: 7 }, "");
    await refusal("state_mismatch", frame.newClient().handleRedirectCallback());
    expect(frame.location.href).to.equal(`${frame.redirectUri}?tab=inbox#/messages/7`);
    expect(frame.window.history.state).to.deep.equal({ page: 7 });
  });

  it("S27", "query, route and history state of the app survive, later", async (page) => {
    page.generateState();
    history.replaceState({ page: 7 }, "");
    page.arrive(`?tab=inbox&error=forged&state=${UNKNOWN_STATE}#/messages/7`);
    await refusal("state_mismatch", page.newClient().handleRedirectCallback());
    expect(location.href).to.equal(`${page.redirectUri}?tab=inbox#/messages/7`);
    expect(history.state).to.deep.equal({ page: 7 });
  });
});
