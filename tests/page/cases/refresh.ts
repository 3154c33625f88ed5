// A token that has ended, or is about to: one new one is asked for, however many calls wait for it.

import { expect } from "chai";
import type { Client, ClientConfig } from "coolsms-oauth2";

import { it } from "../support/case.ts";
import { listen, type Page, stopClock } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";
import { BALANCE } from "../support/sandbox.ts";

const config = { refreshTokenStore: "memory" } as const;
/** Signed in like that, a token has 25 seconds of its two minutes left, so that a call refreshes it first. */
const endsIn = 25;

/** What a call for the balance comes to. */
const call = async (client: Client): Promise<number> => (await client.fetch(BALANCE)).status;

/** Apps that cannot refresh. */
const APART: [string, (page: Page) => Partial<ClientConfig>][] = [
  ["the refresh token is discarded", () => ({ refreshTokenStore: "discard" })],
  [
    "the provider has no token endpoint",
    (page) => {
      const { tokenEndpoint, ...provider } = page.provider();
      return { refreshTokenStore: "discard", provider };
    },
  ],
];

/** What `navigator.locks` is; undefined leaves it as it is. */
const LOCKS: [string, null | undefined | object][] = [
  ["with Web Locks", undefined],
  ["without Web Locks", null],
  ["where the browser refuses Web Locks", { request: () => Promise.reject(new DOMException("no", "SecurityError")) }],
];

describe("refresh", () => {
  it("S42 S49", "a token that is about to end is replaced once, before the call", async (page) => {
    const { client, accessToken } = await page.signIn({ config, endsIn });
    expect([await call(client), await call(client)]).to.deep.equal([200, 200]);
    const token = await client.getAccessToken();
    expect(token).not.to.equal(accessToken);
    expect(await page.sandbox.accessTokens(BALANCE)).to.deep.equal([token, token]);
    expect(await page.sandbox.refreshTokens()).to.have.length(1);
  });

  it("S49", "a token that ran out while the machine slept is replaced before the call", async (page) => {
    const { client, accessToken, session } = await page.signIn({ config });
    const now = (session.expiresAt as number) + 3_600_000;
    stopClock(now);
    expect(await call(client)).to.equal(200);
    const token = await client.getAccessToken();
    expect(token).not.to.equal(accessToken);
    expect(await page.sandbox.accessTokens(BALANCE)).to.deep.equal([token]);
    expect(await page.sandbox.refreshTokens()).to.have.length(1);
    expect(client.getSession()?.expiresAt, "counted from its receipt").to.equal(now + 86_400_000);
  });

  for (const [why, changes] of APART) {
    it("S49", `a token is used to its end where ${why}`, async (page) => {
      const { client, accessToken, session } = await page.signIn({ config: changes(page), endsIn });
      expect(await call(client)).to.equal(200);
      expect(await page.sandbox.accessTokens(BALANCE)).to.deep.equal([accessToken]);
      stopClock(session.expiresAt as number);
      await refusal("login_required", client.getAccessToken());
      expect(await page.sandbox.refreshTokens()).to.be.empty;
    });
  }

  for (const [where, locks] of LOCKS) {
    it("S42", `twenty calls at once make one token request ${where}`, async (page) => {
      const frame = await page.openDocument();
      if (locks !== undefined) Object.defineProperty(frame.window.navigator, "locks", { value: locks });
      const { client } = await page.signIn({ config, frame, endsIn });
      const calls = Array.from({ length: 20 }, () => call(client));
      expect(await Promise.all(calls)).to.deep.equal(Array(20).fill(200));
      expect(await page.sandbox.refreshTokens()).to.have.length(1);
      const token = await client.getAccessToken();
      expect(await page.sandbox.accessTokens(BALANCE)).to.deep.equal(Array(20).fill(token));
    });
  }

  it("S42", "a refresh that is asked for and one that is due are one request", async (page) => {
    const { client } = await page.signIn({ config, endsIn });
    const other = page.newClient(config);
    const refreshes = Promise.all([client.refresh(), other.refresh()]);
    const [[one, two], token, status] = await Promise.all([refreshes, other.getAccessToken(), call(client)]);
    expect(one).to.equal(two);
    expect(token).to.equal(await client.getAccessToken());
    expect(status).to.equal(200);
    expect(await page.sandbox.refreshTokens()).to.have.length(1);
  });

  it("S40", "a refresh token stays where no new one comes", async (page) => {
    const frame = await page.openDocument("/quick.html");
    const { client, accessToken, refreshToken } = await page.signIn({ config, frame });
    const tokens = [accessToken];
    for (let time = 0; time < 3; time += 1) {
      await client.refresh();
      tokens.push(await client.getAccessToken());
    }
    expect(await page.sandbox.refreshTokens()).to.deep.equal(Array(3).fill(refreshToken));
    expect(new Set(tokens)).to.have.property("size", 4);
  });

  it("S49", "a refreshed session is the same one with another end", async (page) => {
    const { client, session } = await page.signIn({ config, endsIn });
    const heard = listen(client);
    const refreshed = await client.refresh();
    expect(refreshed).to.equal(client.getSession());
    expect({ ...refreshed, expiresAt: null }).to.deep.equal({ ...session, expiresAt: null });
    expect(refreshed.expiresAt).to.be.above(session.expiresAt as number);
    expect(heard).to.deep.equal([undefined]);
  });
});
