// Where the token goes, and where it never does. The rows of `api_origins.json` have who is taken for another origin.

import { expect } from "chai";

import { it } from "../support/case.ts";
import { refusal } from "../support/refusal.ts";
import { HONG, MEMBER } from "../support/sandbox.ts";

describe("origins", () => {
  it("S31", "the token reaches the API in the header alone", async (page) => {
    const { accessToken, client } = await page.signIn();
    const answer = await client.fetch(MEMBER);
    expect(await answer.json()).to.include({ name: HONG.name });
    const requests = await page.sandbox.requests();
    expect(requests.map(({ authorization }) => authorization)).to.deep.equal([`Bearer ${accessToken}`]);
    const rest = requests.map(({ authorization, ...rest }) => rest);
    expect(JSON.stringify(rest)).not.to.contain(accessToken);
  });

  // It also proves that the cases here would see a token that goes elsewhere.
  it("S32", "an origin of the list gets the token", async (page) => {
    const { accessToken } = await page.signIn();
    const elsewhere = await page.elsewhere();
    const url = new URL(elsewhere.base + MEMBER);
    const answer = page.newClient({ apiOrigins: [url.origin] }).fetch(url);
    // That CoolSMS does not know it.
    await refusal("unauthorized", answer);
    expect(await elsewhere.accessTokens(MEMBER)).to.deep.equal([accessToken]);
  });

  it("S32", "a relative address stays below the base", async (page) => {
    await page.signIn();
    const apiBase = `${page.sandbox.base}/proxy/`;
    const client = page.newClient({ provider: page.provider({ apiBase }) });
    for (const [input, path] of [
      ["/cash/v1/balance?a=b", "cash/v1/balance?a=b"],
      ["cash", "cash"],
    ] as const) {
      expect((await client.fetch(input, { scope: "" })).url).to.equal(apiBase + path);
    }
    for (const input of ["//evil.example/", "/\\evil.example/"]) {
      await refusal("origin_not_allowed", client.fetch(input, { scope: "" }));
    }
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it("S33", `a redirect to another origin carries no token: ${status}`, async (page) => {
      const { client } = await page.signIn();
      const elsewhere = await page.elsewhere();
      await page.sandbox.addFault(MEMBER, { kind: "redirect", location: elsewhere.base + MEMBER, status });
      await refusal("network_error", client.fetch(MEMBER));
      expect(await page.sandbox.requests(MEMBER)).to.have.length(1);
      expect(await elsewhere.requests()).to.be.empty;
    });
  }
});
