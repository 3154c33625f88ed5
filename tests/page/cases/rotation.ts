// Refresh tokens that change with every use: the newest one is used, and none is lost.

import { expect } from "chai";

import { it } from "../support/case.ts";
import { callBalance, endsIn, type Page } from "../support/page.ts";
import { stored } from "../support/storage.ts";

const rotating = { rotateRefreshTokens: true };

/** Each refresh sent a token of its own: a spent one would have been refused. */
const eachWasUsedOnce = async (page: Page, refreshes: number): Promise<void> => {
  const tokens = await page.sandbox.refreshTokens();
  expect(tokens).to.have.length(refreshes);
  expect(new Set(tokens)).to.have.property("size", refreshes);
};

describe("rotation", () => {
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
