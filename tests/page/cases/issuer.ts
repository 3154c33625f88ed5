// The issuer of a response (RFC 9207), where the provider says that it always names itself: another's code goes to no token
// endpoint. `tests/core/code_grant.rs` has who is taken for another.

import { expect } from "chai";

import { it } from "../support/case.ts";
import type { Page } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";
import { TOKEN } from "../support/sandbox.ts";

/** What a sign-in by a code comes to, whose response has these parameters too. */
const callback = async (page: Page, more: string) => {
  const provider = page.provider({
    issuer: "https://issuer.example",
    authorizationResponseIssParameterSupported: true,
    responseType: "code",
  });
  const frame = await page.openDocument();
  const { redirectUri } = frame;
  const state = await frame.leave({}, { provider });
  const challenge = new URLSearchParams(frame.location.search).get("code_challenge") as string;
  const code = await page.sandbox.issueCode(redirectUri, challenge);
  await frame.load(`/blank.html?code=${code}&state=${state}${more}`);
  expect(frame.location.href).to.equal(redirectUri);
  return frame.newClient({ provider }).handleRedirectCallback();
};

const publicClients = { publicClients: true };

describe("issuer", () => {
  for (const [what, more] of [
    ["missing", ""],
    ["wrong", "&iss=https://issuer.example/"],
  ] as const) {
    const run = async (page: Page): Promise<void> => {
      await refusal("issuer_mismatch", callback(page, more));
      expect(await page.sandbox.requests(TOKEN)).to.be.empty;
    };
    it("S24", `one that is ${what} is refused before any token request`, run, publicClients);
  }

  const run = async (page: Page): Promise<void> => {
    const result = await callback(page, "&iss=https://issuer.example");
    expect(result?.session.id).to.be.a("string");
    expect(await page.sandbox.requests(TOKEN)).to.have.length(1);
  };
  it("S24", "the right one is let in", run, publicClients);
});
