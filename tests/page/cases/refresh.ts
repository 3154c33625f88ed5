// A token that has ended, or is about to: one new one is asked for, however many calls wait for it, by the newest
// refresh token.

import { expect } from "chai";

import { it } from "../support/case.ts";
import { callBalance, endsIn, listen, type Page, stopClock } from "../support/page.ts";
import { BALANCE } from "../support/sandbox.ts";
import { stored } from "../support/storage.ts";

const config = { refreshTokenStore: "memory" } as const;

/** What `navigator.locks` is; undefined leaves it as it is. */
const LOCKS: [string, null | undefined | object][] = [
  ["with Web Locks", undefined],
  ["without Web Locks", null],
  ["where the browser refuses Web Locks", { request: () => Promise.reject(new DOMException("no", "SecurityError")) }],
];

/** Every refresh brings another refresh token. */
const rotating = { rotateRefreshTokens: true };

/** Each refresh sent a token of its own: a spent one would have been refused. */
const eachWasUsedOnce = async (page: Page, refreshes: number): Promise<void> => {
  const tokens = await page.sandbox.refreshTokens();
  expect(tokens).to.have.length(refreshes);
  expect(new Set(tokens)).to.have.property("size", refreshes);
};

describe("refresh", () => {
  it("S49", "a token that ran out while the machine slept is replaced before the call", async (page) => {
    const { client, accessToken, session } = await page.signIn({ config });
    const now = (session.expiresAt as number) + 3_600_000;
    stopClock(now);
    expect(await callBalance(client)).to.equal(200);
    const token = await client.getAccessToken();
    expect(token).not.to.equal(accessToken);
    expect(await page.sandbox.accessTokens(BALANCE)).to.deep.equal([token]);
    expect(await page.sandbox.refreshTokens()).to.have.length(1);
    expect(client.getSession()?.expiresAt, "counted from its receipt").to.equal(now + 86_400_000);
  });

  for (const [where, locks] of LOCKS) {
    it("S42 S49", `twenty calls at once make one token request ${where}`, async (page) => {
      const frame = await page.openDocument();
      if (locks !== undefined) Object.defineProperty(frame.window.navigator, "locks", { value: locks });
      const { client, accessToken } = await page.signIn({ config, frame, endsIn });
      const calls = Array.from({ length: 20 }, () => callBalance(client));
      expect(await Promise.all(calls)).to.deep.equal(Array(20).fill(200));
      expect(await page.sandbox.refreshTokens()).to.have.length(1);
      const token = await client.getAccessToken();
      expect(token).not.to.equal(accessToken);
      expect(await page.sandbox.accessTokens(BALANCE)).to.deep.equal(Array(20).fill(token));
    });
  }

  it("S42", "a refresh that is asked for and one that is due are one request", async (page) => {
    const { client, session } = await page.signIn({ config, endsIn });
    const heard = listen(client);
    const other = page.newClient(config);
    const refreshes = Promise.all([client.refresh(), other.refresh()]);
    const [[one, two], token, status] = await Promise.all([refreshes, other.getAccessToken(), callBalance(client)]);
    expect(one).to.equal(two).and.to.equal(client.getSession());
    expect({ ...one, expiresAt: null }).to.deep.equal({ ...session, expiresAt: null });
    expect(one.expiresAt).to.be.above(session.expiresAt as number);
    expect(heard).to.deep.equal([undefined]);
    expect(token).to.equal(await client.getAccessToken());
    expect(status).to.equal(200);
    expect(await page.sandbox.refreshTokens()).to.have.length(1);
  });

  for (const refreshTokenStore of ["memory", "session"] as const) {
    it("S40", `a new refresh token replaces the old at every refresh: ${refreshTokenStore}`, rotating, async (page) => {
      const frame = await page.openDocument("/quick.html");
      const { client } = await page.signIn({ frame, config: { refreshTokenStore }, endsIn });
      expect(await callBalance(client)).to.equal(200);
      await client.refresh();
      await page.sandbox.expireTokens();
      expect(await callBalance(client)).to.equal(200);
      await eachWasUsedOnce(page, 3);
    });
  }

  it("S40", "a new refresh token survives reloads, and the spent one is not kept", rotating, async (page) => {
    const config = { refreshTokenStore: "session", shareAcrossTabs: false } as const;
    const frame = await page.openDocument();
    const { refreshToken } = await page.signIn({ frame, config });
    expect(stored()).to.contain(refreshToken);
    for (let time = 0; time < 3; time += 1) {
      await frame.newClient(config).refresh();
      await frame.reload();
    }
    await eachWasUsedOnce(page, 3);
    expect(stored()).not.to.contain(refreshToken);
  });
});
