// Several documents of one app: which of them has a session, and when that is known.

import { expect } from "chai";
import type { Client, ClientConfig } from "coolsms-oauth2";

import { it } from "../support/case.ts";
import { recordTimers } from "../support/frame.ts";
import { changeOf, type Page } from "../support/page.ts";
import { recordChannels } from "../support/popup.ts";
import { MARKS, stored } from "../support/storage.ts";

/** In memory, so that no document finds the session in the store of the tab. */
const config = { tokenStore: "memory", refreshTokenStore: "memory" } as const;

/** A client of the page's app in a fresh document. */
const openClient = async (page: Page, settings: Partial<ClientConfig> = config): Promise<Client> =>
  (await page.openDocument()).newClient({ ...settings, redirectUri: page.redirectUri });

describe("documents", () => {
  it("S40", "one that was open before a sign-in is given the session", async (page) => {
    const early = await openClient(page);
    await early.ready();
    expect([early.getStatus(), early.getSession()]).to.deep.equal(["signed_out", null]);
    const change = changeOf(early);
    const { session } = await page.signIn({ config });
    await change;
    expect(early.getSession()?.id).to.equal(session.id);
    expect(early.getStatus()).to.equal("signed_in");
  });

  it("S43", "one that finds an access token expired does not end the session of another", async (page) => {
    const apart = { refreshTokenStore: "memory" } as const;
    const { client, accessToken } = await page.signIn({ config: apart, endsIn: -1 });
    expect((await openClient(page, apart)).getSession()).to.equal(null);
    const token = await client.getAccessToken();
    expect(token, "which can refresh it").to.be.a("string").that.does.not.equal(accessToken);
  });

  it("S39", "where no other can have a session, that is known at once, without a timer", async (page) => {
    const frame = await page.openDocument();
    const [client, timers] = [frame.newClient(config), recordTimers(frame)];
    expect(client.getStatus()).to.equal("signed_out");
    await client.ready();
    expect(timers).to.be.empty;
  });

  it("S40", "where another has one, it is not known until it comes", async (page) => {
    const { session } = await page.signIn({ config });
    const client = await openClient(page);
    expect([client.getStatus(), client.getSession()]).to.deep.equal(["unknown", null]);
    await client.ready();
    expect([client.getStatus(), client.getSession()?.id]).to.deep.equal(["signed_in", session.id]);
  });

  it("S36", "one with a session of its own keeps it, whatever another tells", async (page) => {
    const { client, session } = await page.signIn({ config });
    const listening = await page.openDocument();
    const { messages } = recordChannels(listening);
    listening.newClient({ ...config, redirectUri: page.redirectUri });
    const { client: other } = await page.signIn({ frame: await page.openDocument(), config });
    await other.refresh();
    while (!JSON.stringify(messages).includes('"refreshes":1')) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(other.getSession()?.id).not.to.equal(session.id);
    expect(client.getSession()).to.equal(session);
  });

  it("S39 S48", "after a sign-out the next need not wait, nor for a session that was replaced before", async (page) => {
    await page.signIn({ config });
    const { client } = await page.signIn({ config });
    await client.signOut();
    expect((await openClient(page)).getStatus()).to.equal("signed_out");
    expect(stored()).not.to.contain("eyJ");
  });

  it("S40", "a session that was replaced in one is given by another that still has it", async (page) => {
    const early = await openClient(page);
    const change = changeOf(early);
    const { session } = await page.signIn({ config });
    await change;
    const { client } = await page.signIn({ config });
    await client.signOut();
    // The other notes it when it hears of the new one.
    while (!stored().includes(session.id)) await new Promise((resolve) => setTimeout(resolve, 10));
    const late = await openClient(page);
    await late.ready();
    expect([early, late].map((it) => it.getSession()?.id)).to.deep.equal([session.id, session.id]);
  });

  it("S45", "nothing with a token leaves a page that shares nothing", async (page) => {
    const apart = { ...config, shareAcrossTabs: false };
    const frame = await page.openDocument();
    const { messages } = recordChannels(frame);
    const other = frame.newClient({ ...apart, redirectUri: page.redirectUri });
    const { client } = await page.signIn({ config: apart });
    await client.refresh();
    await client.signOut();
    await other.ready();
    // The end of the session is the last that is told.
    while (!JSON.stringify(messages).includes("end")) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(JSON.stringify(messages)).not.to.contain("eyJ").and.not.to.contain("refreshToken");
    expect(other.getSession()).to.equal(null);
  });

  it("S48", "no sign-out, and no number of later ones, brings a session back from an older store", async (page) => {
    const { client, session } = await page.signIn();
    const before = { ...sessionStorage };
    const restore = async () => {
      for (const [key, value] of Object.entries(before)) sessionStorage.setItem(key, value as string);
      return (await openClient(page, {})).getSession();
    };
    await client.signOut();
    expect(await restore()).to.equal(null);
    // As many as are remembered have ended since, and one more.
    const marks = JSON.parse(localStorage.getItem(MARKS) as string);
    for (let at = 0; at < 63; at += 1) marks.all.push([`another-${at}`, "ended", Date.now()]);
    localStorage.setItem(MARKS, JSON.stringify(marks));
    await (await page.signIn()).client.signOut();
    expect(localStorage.getItem(MARKS), "the store stays small").not.to.contain(session.id);
    expect(await restore()).to.equal(null);
    expect(await page.signIn(), "those that begin later are as good as any").to.have.property("session");
    expect((await openClient(page, {})).getSession()).not.to.equal(null);
  });

  it("S29 S48", "after a sign-out the callback is over too", async (page) => {
    const { client } = await page.signIn();
    expect(await client.handleRedirectCallback()).to.have.property("session");
    await client.signOut();
    expect(await client.handleRedirectCallback()).to.equal(null);
  });

  it("", "the channel is open while there are clients, from the next task on", async (page) => {
    const frame = await page.openDocument();
    const { open } = recordChannels(frame);
    frame.newClient().dispose();
    await new Promise((resolve) => setTimeout(resolve, 10));
    const [one, two] = [frame.newClient(), frame.newClient()];
    expect(open).to.have.property("size", 0);
    while (open.size === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    one.dispose();
    one.dispose();
    expect(open).to.have.property("size", 1);
    two.dispose();
    expect(open).to.have.property("size", 0);
    frame.newClient();
    expect(open).to.have.property("size", 1);
  });
});
