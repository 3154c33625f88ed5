// What the address holds, and what of it is the app's own: with the package, and with the small script that takes the response
// out where the package comes later. The rows of `callbacks.json` have more of both.

import { expect } from "chai";

import { it } from "../support/case.ts";
import { PACKAGE } from "../support/frame.ts";
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

describe("capture", () => {
  it("S26", "the response waits for a package that comes later", async (page) => {
    const frame = await page.openDocument();
    const state = await frame.leave({ appState: 7 });
    await frame.load(`/capture.html${await page.newResponse(state)}`);
    expect(frame.window).to.have.property("addressSeenByOthers", `${location.origin}/capture.html`);
    expect(Object.getOwnPropertyNames(frame.window).filter((name) => /oauth/i.test(name))).to.be.empty;
    frame.window.history.replaceState(null, "", "/capture.html?tab=2#/route");
    await frame.loadScript(PACKAGE);
    const client = frame.newClient({ redirectUri: `${location.origin}/blank.html` });
    const error = await refusal("redirect_uri_mismatch", client.handleRedirectCallback());
    expect(error.returnTo).to.equal("/blank.html");
    expect(frame.location.search + frame.location.hash).to.equal("?tab=2#/route");
    expect(Object.getOwnPropertySymbols(frame.window).map(String)).not.to.contain("Symbol(coolsms-oauth2.captured)");
  });

  it("S26", "a sign-in is finished by a package that comes later", async (page) => {
    const frame = await page.openDocument();
    const redirectUri = `${location.origin}/capture.html`;
    const state = await frame.leave({ appState: 7 }, { redirectUri });
    await frame.load(redirectUri + (await page.newResponse(state)));
    const connection = `link[rel="preconnect"][crossorigin="anonymous"][href^="${page.sandbox.base}"]`;
    expect(frame.window.document.querySelector(connection)).not.to.equal(null);
    await frame.loadScript(PACKAGE);
    const result = await frame.newClient({ redirectUri }).handleRedirectCallback();
    expect(result).to.include({ appState: 7 });
  });

  it("S27", "what is no response of a sign-in stays, and the storage is not read for nothing", async (page) => {
    const frame = await page.openDocument("/capture.html?tab=2#/route");
    expect(frame.window).to.have.property("readsOfStorage", 0);
    const address = `${location.origin}/capture.html#access_token=7&state=abc`;
    await frame.load(address);
    expect(frame.window).to.have.property("readsOfStorage", 1);
    expect(frame.location.href).to.equal(address);
  });
});
