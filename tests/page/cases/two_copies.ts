// A page that loads the package twice, as with a script tag beside an npm bundle: what each copy makes of what they share.

import { expect } from "chai";
import type * as oauth from "coolsms-oauth2";
import type { Client, ClientConfig } from "coolsms-oauth2";

import { it } from "../support/case.ts";
import type { Frame } from "../support/frame.ts";
import { answer, callBalance, changeOf, type Page } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";
import { MARKS, markRefreshed, sessionKey } from "../support/storage.ts";

/** A client of each copy for the same app; the first is of the copy that was loaded first. */
const clientsOf = (frame: Frame, page: Page, changes: Partial<ClientConfig> = {}): [Client, Client] => {
  const { SecondCopy } = frame.window as unknown as { SecondCopy: typeof oauth };
  const second = SecondCopy.createClient({ ...page.settings, redirectUri: frame.redirectUri, ...changes });
  return [frame.newClient(changes), second];
};

/** A document with two clients, and a good response that has come to it. */
const arrive = async (page: Page, changes: Partial<ClientConfig> = {}) => {
  const frame = await page.openDocument("/twice.html");
  await frame.load(`/twice.html${await page.newResponse(frame.generateState())}`);
  return { frame, clients: clientsOf(frame, page, changes) };
};

describe("two copies", () => {
  it("S11 S29 S40", "one is given the response, and gives its session to the other", async (page) => {
    const [one, two] = (await arrive(page, { tokenStore: "memory" })).clients;
    const change = changeOf(two);
    const [first, second] = await Promise.all([one.handleRedirectCallback(), two.handleRedirectCallback()]);
    expect(second).to.equal(null);
    await change;
    expect(two.getSession()?.id).to.be.a("string").that.equals(first?.session.id);
  });

  it("S11 S29", "while one exchanges a code, the other hears of no reload", { publicClients: true }, async (page) => {
    const provider = page.plainProvider();
    const { frame, response } = await page.leaveForCode("/twice.html", { provider });
    await frame.load(response);
    const [one, two] = clientsOf(frame, page, { provider });
    const [first, second] = await Promise.all([one.handleRedirectCallback(), two.handleRedirectCallback()]);
    expect(first).to.have.property("session");
    expect(second).to.equal(null);
  });

  it("S48", "a sign-out ends the session of which its copy has not heard yet", async (page) => {
    const [one, two] = (await arrive(page)).clients;
    expect(two.getSession()).to.equal(null);
    const signedIn = one.handleRedirectCallback();
    expect(two.getSession()).to.equal(null);
    await two.signOut();
    const result = await signedIn;
    expect(localStorage.getItem(MARKS)).to.contain(result?.session.id);
  });

  it("S36 S40", "an earlier session of one, refreshed elsewhere, leaves the later of the other", async (page) => {
    const config = { refreshTokenStore: "session", shareAcrossTabs: false } as const;
    const frame = await page.openDocument("/twice.html");
    const { accessToken, refreshToken } = await page.sandbox.issueTokens();
    await frame.load(`/twice.html${answer(accessToken, frame.generateState())}&refresh_token=${refreshToken}`);
    const [one, two] = clientsOf(frame, page, config);
    const earlier = await one.handleRedirectCallback();
    expect(await two.getAccessToken()).to.equal(accessToken);
    markRefreshed(earlier?.session.id);
    const channel = new BroadcastChannel(sessionKey());
    const asked = new Promise((resolve) => channel.addEventListener("message", resolve));
    const refreshed = refusal("login_required", two.refresh());
    // Now it waits for a tab that has the new refresh token.
    await asked;
    channel.close();
    const later = await page.sandbox.issueTokens();
    frame.arrive(answer(later.accessToken, frame.generateState()));
    const { session } = (await one.handleRedirectCallback()) ?? {};
    await refreshed;
    expect(one.getSession()?.id).to.be.a("string").that.equals(session?.id);
    expect(await two.getAccessToken()).to.equal(later.accessToken);
  });

  it("S48", "a sign-out ends the session that the other copy has given up for this tab alone", async (page) => {
    const config = { refreshTokenStore: "session" } as const;
    const frame = await page.openDocument("/twice.html");
    const two = clientsOf(frame, page, config)[1];
    const { client: one, session } = await page.signIn({ frame, config });
    await two.getAccessToken();
    markRefreshed(session.id);
    await refusal("login_required", one.refresh());
    await two.signOut();
    expect(localStorage.getItem(MARKS)).to.contain(`"${session.id}","ended"`);
  });

  it("S36 S48", "the end of an earlier session of one leaves the later of the other", async (page) => {
    // So that a copy hears of the end alone: of the later session it can only read in the store.
    const { frame, clients } = await arrive(page, { shareAcrossTabs: false });
    const [one, two] = clients;
    const earlier = await one.handleRedirectCallback();
    expect(await two.getAccessToken()).to.equal(await one.getAccessToken());
    const { accessToken } = await page.sandbox.issueTokens();
    frame.arrive(answer(accessToken, frame.generateState()));
    await one.handleRedirectCallback();
    const channel = new BroadcastChannel(sessionKey());
    channel.postMessage({ end: earlier?.session.id });
    // Meanwhile it arrives.
    expect(await callBalance(one)).to.equal(200);
    channel.close();
    for (const client of clients) expect(await client.getAccessToken()).to.equal(accessToken);
  });
});
