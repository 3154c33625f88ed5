// A token that has ended, or is about to: one new one is asked for, however many calls wait for it, by the newest refresh token.
// And a refresh that fails, is no longer wanted, or must not be made at all.

import { expect } from "chai";

import { it } from "../support/case.ts";
import { holdAnswers } from "../support/fetch.ts";
import { callBalance, endsIn, listen, type Page, stopClock } from "../support/page.ts";
import { refusal, rejection, textOf } from "../support/refusal.ts";
import { ALWAYS, BALANCE, MEMBER, TOKEN } from "../support/sandbox.ts";
import { markRefreshed, stored } from "../support/storage.ts";

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

/** No request comes: what may have been sent before has arrived before these have. */
const asksNobody = async (page: Page): Promise<void> => {
  for (let time = 0; time < 5; time += 1) expect(await page.sandbox.requests()).to.be.empty;
};

describe("refresh that fails", () => {
  it("S39 S43", "a connection that breaks keeps the session, and a later call goes through", async (page) => {
    const { client, session } = await page.signIn({ config });
    await page.sandbox.addFault(TOKEN, { kind: "dropped" }, ALWAYS);
    const heard = listen(client);
    stopClock((session.expiresAt as number) + 1);
    await refusal("network_error", client.fetch(BALANCE));
    await refusal("network_error", client.getAccessToken());
    await refusal("network_error", client.refresh());
    expect(await page.sandbox.requests(BALANCE), "a token that has ended is not sent").to.be.empty;
    expect(client.getSession()).to.equal(session);
    expect(heard).to.be.empty;

    await page.sandbox.clearFaults();
    await page.sandbox.clearRequests();
    expect(await callBalance(client)).to.equal(200);
    expect(await page.sandbox.refreshTokens()).to.have.length(1);
  });

  it("S38 S43", "a refused refresh token ends the session and says why", async (page) => {
    const { client, accessToken, refreshToken } = await page.signIn({
      config: { refreshTokenStore: "session" },
      endsIn,
    });
    await page.sandbox.revokeAllTokens();
    const heard = listen(client);
    const error = await refusal("login_required", client.fetch(BALANCE));
    expect(error).to.include({ errorCode: "InvalidRefreshToken", status: 400 });
    expect(client.getSession()).to.equal(null);
    expect(heard).to.have.length(1);
    expect(heard[0]).to.include({ code: "login_required", errorCode: "InvalidRefreshToken" });
    for (const text of [stored(), textOf(error), textOf(heard[0])]) {
      expect(text).not.to.contain(refreshToken).and.not.to.contain(accessToken);
    }
    await refusal("login_required", client.fetch(BALANCE));
    expect(await page.sandbox.refreshTokens()).to.have.length(1);
    expect(await page.sandbox.requests(BALANCE)).to.be.empty;
  });

  it("S42", "a refresh token that another tab has replaced is not sent, and the session is over", async (page) => {
    const { client, session } = await page.signIn({ config });
    // The other tab does not answer.
    markRefreshed(session.id);
    await refusal("login_required", client.refresh());
    expect(client.getSession()).to.equal(null);
    await asksNobody(page);
  });

  it("S39", "an abort while refreshing ends that call alone", async (page) => {
    const { client } = await page.signIn({ config, endsIn });
    const { arrived, release } = holdAnswers(TOKEN);
    const controller = new AbortController();
    const aborted = rejection(client.fetch(BALANCE, { signal: controller.signal }));
    const other = client.fetch(BALANCE);
    await arrived;
    controller.abort("no longer needed");
    expect(await aborted).to.equal("no longer needed");
    release();
    expect((await other).status).to.equal(200);
    expect(await page.sandbox.refreshTokens()).to.have.length(1);
    expect(await page.sandbox.accessTokens(BALANCE)).to.deep.equal([await client.getAccessToken()]);
  });

  it("S39", "a call that was aborted before refreshes nothing", async (page) => {
    const { client } = await page.signIn({ config, endsIn });
    const error = await rejection(client.fetch(BALANCE, { signal: AbortSignal.abort() }));
    expect(error).to.include({ name: "AbortError" });
    await asksNobody(page);
  });

  it("S35", "a call whose scope was not granted refreshes nothing", async (page) => {
    const { client } = await page.signIn({ config, endsIn, scope: ["users:read"] });
    const known = await refusal("insufficient_scope", client.fetch(BALANCE));
    expect(known.missingScopes).to.deep.equal(["cash:read"]);
    await refusal("insufficient_scope", client.fetch(MEMBER, { scope: "users:read kakao:write" }));
    await asksNobody(page);
  });

  it("S48", "a sign-out while refreshing is not undone by the answer", async (page) => {
    const { client } = await page.signIn({ config: { refreshTokenStore: "session" }, endsIn });
    const { arrived, release } = holdAnswers(TOKEN);
    const refused = [client.fetch(BALANCE), client.refresh()].map((it) => refusal("login_required", it));
    await arrived;
    await client.signOut();
    release();
    await Promise.all(refused);
    expect(client.getSession()).to.equal(null);
    expect(stored()).not.to.contain("eyJ");
    expect(await page.sandbox.requests(BALANCE)).to.be.empty;
  });
});
