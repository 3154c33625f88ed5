// Where a session, a refresh token and a pending sign-in are kept, where they never are, and what happens where there is no room.

import { expect } from "chai";
import type { Provider } from "coolsms-oauth2";

import { it } from "../support/case.ts";
import { callBalance, endsIn, stopClock } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";
import { BALANCE } from "../support/sandbox.ts";
import { fillStorage, stored } from "../support/storage.ts";

/** A refresh token is in the tab's store, and goes to no other tab. */
const inTheTab = { refreshTokenStore: "session", shareAcrossTabs: false } as const;

describe("storage", () => {
  it("S45", "a session in memory is not stored and ends with the page", async (page) => {
    const config = { tokenStore: "memory" } as const;
    const frame = await page.openDocument();
    const { session, accessToken } = await page.signIn({ frame, config });
    expect(frame.newClient(config).getSession()).to.deep.equal(session);
    expect(stored()).not.to.contain(accessToken);
    await frame.reload();
    expect(frame.newClient(config).getSession()).to.equal(null);
  });

  it("S46", "a sign-in that comes back to a full storage lives in memory", async (page) => {
    const frame = await page.openDocument();
    const response = await page.newResponse(frame.generateState());
    fillStorage();
    await frame.load(`/blank.html${response}`);
    const client = frame.newClient();
    await client.handleRedirectCallback();
    expect(frame.location.href).to.equal(frame.redirectUri);
    expect(stored()).not.to.contain("eyJ");
    expect(await callBalance(client)).to.equal(200);
  });

  it("S47", "a sign-in that has ended leaves nothing of the app", async (page) => {
    const frame = await page.openDocument("/blank.html?tab=drafts");
    const state = await frame.leave({ appState: { draft: "to my mother" } });
    expect(stored()).to.contain("to my mother").and.to.contain("tab=drafts");
    await frame.load(`/blank.html${await page.newResponse(state)}`);
    await frame.newClient().handleRedirectCallback();
    expect(stored(), "a replay can be told").to.contain(state);
    expect(stored()).not.to.contain("to my mother").and.not.to.contain("tab=drafts");
  });
});

describe("refresh token", () => {
  for (const [what, settings, changes] of [
    ["by default", {}, {}],
    ["where it is discarded", { refreshTokenStore: "discard" }, {}],
    ["where no endpoint takes it", {}, { tokenEndpoint: undefined }],
  ] as const) {
    it("S44 S45 S49", `an implicit grant's is kept nowhere, and its token used to the end: ${what}`, async (page) => {
      const provider = page.provider(changes as Partial<Provider>);
      const signedIn = await page.signIn({ endsIn, config: { ...settings, provider } });
      const { client, accessToken, refreshToken, session } = signedIn;
      expect(stored()).not.to.contain(refreshToken);
      await refusal("login_required", client.refresh());
      expect(await callBalance(client)).to.equal(200);
      expect(await page.sandbox.accessTokens(BALANCE)).to.deep.equal([accessToken]);
      expect(client.getSession()).to.equal(session);
      const late = page.newClient({ refreshTokenStore: "session" });
      await refusal("login_required", late.refresh());
      expect(JSON.stringify(session)).not.to.contain(refreshToken);
      stopClock(session.expiresAt as number);
      await refusal("login_required", client.getAccessToken());
      expect(await page.sandbox.refreshTokens()).to.be.empty;
    });
  }

  it("S45", "one in memory is in no storage and ends with the page", async (page) => {
    const config = { refreshTokenStore: "memory", shareAcrossTabs: false } as const;
    const frame = await page.openDocument();
    const { client, refreshToken } = await page.signIn({ frame, config });
    expect(stored()).not.to.contain(refreshToken);
    const session = await client.refresh();
    expect(stored()).not.to.contain(refreshToken);
    expect(await page.sandbox.refreshTokens()).to.deep.equal([refreshToken]);

    await frame.reload();
    const after = frame.newClient(config);
    expect(await callBalance(after)).to.equal(200);
    await refusal("login_required", after.refresh());
    expect(after.getSession()).to.deep.equal({ ...session, refreshable: false });
    expect(await page.sandbox.refreshTokens()).to.have.length(1);
  });

  it("S40 S45", "one in the session store survives reloads, and stays where no new one comes", async (page) => {
    const frame = await page.openDocument();
    const { refreshToken, session } = await page.signIn({ frame, config: inTheTab });
    for (let time = 0; time < 2; time += 1) {
      await frame.reload();
      await frame.newClient(inTheTab).refresh();
    }
    await frame.reload();
    const client = frame.newClient(inTheTab);
    stopClock((client.getSession()?.expiresAt ?? 0) + 1000);
    expect(await callBalance(client)).to.equal(200);
    expect(await page.sandbox.refreshTokens()).to.deep.equal(Array(3).fill(refreshToken));
    expect(client.getSession()?.id).to.equal(session.id);
  });

  for (const store of ["memory", "session"] as const) {
    it("S34 S45 S48", `never in localStorage or a cookie, and nowhere after a sign-out: ${store}`, async (page) => {
      const config = { refreshTokenStore: store, tokenStore: store };
      const { client, refreshToken } = await page.signIn({ endsIn, config });
      const keepsNone = (): void => {
        const kept = JSON.stringify([{ ...localStorage }, document.cookie]);
        expect(kept).not.to.contain(refreshToken).and.not.to.contain("eyJ");
      };
      keepsNone();
      expect(await callBalance(client)).to.equal(200);
      expect(await page.sandbox.refreshTokens()).to.deep.equal([refreshToken]);
      keepsNone();
      await page.sandbox.clearRequests();
      await client.signOut();
      await refusal("login_required", client.refresh());
      await refusal("login_required", client.fetch(BALANCE));
      expect(stored()).not.to.contain(refreshToken).and.not.to.contain("eyJ");
      expect(await page.sandbox.requests(), "without a revocation endpoint nobody is told").to.be.empty;
    });
  }

  it("S45", "one that the app no longer wants is taken away", async (page) => {
    const frame = await page.openDocument();
    const { refreshToken } = await page.signIn({ frame, config: inTheTab });
    expect(stored()).to.contain(refreshToken);
    await frame.reload();
    const client = frame.newClient({ ...inTheTab, refreshTokenStore: "discard" });
    expect(await callBalance(client)).to.equal(200);
    await refusal("login_required", client.refresh());
    expect(stored()).not.to.contain(refreshToken);
  });

  it("S46", "a refresh with full storage goes on in memory", async (page) => {
    const { client, accessToken } = await page.signIn({ endsIn, config: inTheTab });
    fillStorage();
    await client.refresh();
    expect(await client.getAccessToken())
      .to.be.a("string")
      .that.does.not.equal(accessToken);
    expect(await callBalance(client)).to.equal(200);
  });
});
