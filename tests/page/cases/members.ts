// Two members, one after the other.

import { expect } from "chai";

import { it } from "../support/case.ts";
import { HONG, KIM, MEMBER } from "../support/sandbox.ts";
import { stored } from "../support/storage.ts";

describe("members", () => {
  it("S36", "whoever signs in next replaces the session and its refresh token", async (page) => {
    const config = { refreshTokenStore: "session" } as const;
    const before = await page.signIn({ member: HONG, config });
    const { client, session, refreshToken } = await page.signIn({ member: KIM, scope: ["users:read"], config });
    expect(session.id).not.to.equal(before.session.id);
    expect(session.scope).to.deep.equal(["users:read"]);
    await client.refresh();
    expect(await (await client.fetch(MEMBER)).json()).to.include({ name: KIM.name });
    expect(stored()).to.contain(refreshToken).and.not.to.contain(before.refreshToken);
  });
});
