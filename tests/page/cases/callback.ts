// Responses to a pending sign-in: what the app gets to know, however often and by whichever entry it asks.

import { expect } from "chai";
import * as oauth from "coolsms-oauth2";

import { it } from "../support/case.ts";
import { answer } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";

/** The entry whose WebAssembly is a file of its own. */
type WithFile = typeof oauth & { init: () => Promise<void> };

describe("callback", () => {
  for (const [entry, path] of [
    ["the script tag", "/blank.html"],
    ["an import", "/module.html"],
  ]) {
    it("S22 S26", `a success gives the session and the place that the user left, with ${entry}`, async (page) => {
      const frame = await page.openDocument(`${path}?tab=inbox#/messages/7`);
      const state = await frame.leave({ appState: { draft: "안녕" } });
      const { accessToken } = await page.sandbox.issueTokens(["users:read", "cash:read"]);
      await frame.load(path + answer(accessToken, state));
      expect(frame.location.href, "it is taken out at import").to.equal(location.origin + path);
      const result = await frame.newClient().handleRedirectCallback();
      expect(result?.returnTo).to.equal(`${path}?tab=inbox#/messages/7`);
      expect(result?.appState).to.deep.equal({ draft: "안녕" });
      expect(result?.session.scope, "as the JWT says").to.deep.equal(["users:read", "cash:read"]);
    });
  }

  for (const [what, respond, code] of [
    ["a sign-in", answer, undefined],
    ["a denial", (_: string, state: string) => `#error=access_denied&state=${state}`, "authorization_error"],
    ["a forgery", () => "#access_token=forged", "missing_state"],
  ] as const) {
    // As the effects of React's StrictMode ask, in each part of an app.
    it("S9 S26 S29", `${what} is one promise for every call, also when its response is back`, async (page) => {
      const { accessToken } = await page.sandbox.issueTokens();
      const response = respond(accessToken, page.generateState());
      page.arrive(response);
      const [one, other] = [page.newClient(), page.newClient()];
      const first = one.handleRedirectCallback();
      for (const client of [one, other]) expect(client.handleRedirectCallback()).to.equal(first);
      if (code !== undefined) await refusal(code, first);
      const id = code === undefined ? (await first)?.session.id : undefined;
      expect(typeof id).to.equal(code === undefined ? "string" : "undefined");
      for (const client of [one, other]) expect(client.getSession()?.id).to.equal(id);
      if (id) expect(one.handleRedirectCallback()).to.equal(first);
      page.arrive(response);
      expect(one.handleRedirectCallback()).to.equal(first);
      expect(location.hash, "it is taken out again").to.equal("");
    });
  }

  it("S29", "a second entry gives the same sign-in", async (page) => {
    const frame = await page.openDocument("/module.html");
    await frame.load(`/module.html${await page.newResponse(frame.generateState())}`);
    const { CoolsmsOAuth2WithFile } = frame.window as unknown as { CoolsmsOAuth2WithFile: WithFile };
    await CoolsmsOAuth2WithFile.init();
    const one = frame.newClient();
    const two = CoolsmsOAuth2WithFile.createClient({ ...page.settings, redirectUri: frame.redirectUri });
    const [first, second] = await Promise.all([one.handleRedirectCallback(), two.handleRedirectCallback()]);
    expect(first?.session.id).to.be.a("string").that.equals(second?.session.id);
  });

  it("S26", "the functions find the response that was taken out, until it is spent", async (page) => {
    const frame = await page.openDocument();
    const state = frame.generateState();
    await frame.load(`/blank.html${answer("functions", state)}`);
    const { parseAuthorizationResponse, verifyState } = frame.oauth;
    expect(frame.location.href).to.equal(frame.redirectUri);
    for (const address of [undefined, frame.location.href, new URL(frame.location.href)]) {
      expect(parseAuthorizationResponse(address)).to.include({ accessToken: "functions", state });
    }
    const binding = { clientId: page.settings.clientId, redirectUri: frame.redirectUri };
    expect(verifyState(state, binding)).to.include({ state });
    await refusal("state_replayed", () => verifyState(state, binding));
    expect(parseAuthorizationResponse()).to.equal(null);
  });

  it("S10 S11", "functions verify a response that an extension's browser received", async (page) => {
    const redirectUri = "https://abcdefghijklmnop.chromiumapp.org/";
    const binding = { clientId: "sandbox-demo", redirectUri };
    await refusal("invalid_config", () => page.newClient({ redirectUri }));
    const state = oauth.generateState(binding);
    const response = oauth.parseAuthorizationResponse(redirectUri + answer("functions", state));
    expect(response).to.include({ accessToken: "functions", state });
    expect(oauth.verifyState(state, binding)).to.include({ redirectUri });
    await refusal("state_replayed", () => oauth.verifyState(state, binding));
  });

  it("S14", "a response that another client of the page awaits is left to it", async (page) => {
    const other = page.newClient({ provider: page.provider({ id: "another" }) });
    page.arrive(await page.newResponse(page.generateState()));
    expect(await other.handleRedirectCallback()).to.equal(null);
    expect(await page.newClient().handleRedirectCallback()).to.have.property("session");
  });

  it("S26", "what a router has kept of the response in the history's state is taken out too", async (page) => {
    const frame = await page.openDocument();
    const response = `/blank.html${await page.newResponse(frame.generateState())}`;
    const own = { back: "/blank.html?code=7", position: 3, nested: [{ current: response }] };
    frame.window.history.replaceState({ ...own, current: response }, "", response);
    await frame.reload();
    expect(JSON.stringify(frame.window.history.state)).not.to.contain("eyJ");
    expect(frame.window.history.state).to.deep.equal({
      ...own,
      nested: [{ current: "/blank.html" }],
      current: "/blank.html",
    });
    expect(await frame.newClient().handleRedirectCallback()).to.have.property("session");
  });

  it("S39", "a sign-in whose page does not come is a timeout, and stays pending", async (page) => {
    const frame = await page.openDocument("/quick.html");
    await page.sandbox.addFault("/nothing", { kind: "status", status: 204 });
    const provider = page.provider({ authorizationEndpoint: `${page.sandbox.base}/nothing` });
    await refusal("timeout", frame.newClient({ provider }).signInWithRedirect());
    expect(frame.location.pathname).to.equal("/quick.html");
    expect(sessionStorage.getItem("coolsms-oauth2.pending")).to.contain("quick.html");
  });

  it("S10", "a session stays as it is beside a forgery", async (page) => {
    const { session } = await page.signIn();
    const frame = await page.openDocument("/blank.html#access_token=forged&state=wrong");
    const client = frame.newClient();
    await refusal("state_mismatch", client.handleRedirectCallback());
    expect(client.getSession()).to.deep.equal(session);
  });

  it("S29", "a forgery after a success does not take its place", async (page) => {
    const { accessToken, client } = await page.signIn();
    const success = client.handleRedirectCallback();
    page.arrive("#access_token=forged");
    await refusal("missing_state", client.handleRedirectCallback());
    expect(location.hash).to.equal("");
    expect(client.handleRedirectCallback()).to.equal(success);
    expect(await client.getAccessToken()).to.equal(accessToken);
  });
});
