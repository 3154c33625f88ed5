// Where a session and a pending sign-in are kept, and what happens where there is no room.

import { expect } from "chai";

import { it } from "../support/case.ts";
import { callBalance } from "../support/page.ts";
import { fillStorage, stored } from "../support/storage.ts";

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
