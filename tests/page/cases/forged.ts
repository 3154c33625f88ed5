// Responses that nobody asked for, beside a session or a pending sign-in. The rows of `callbacks.json` have each kind.

import { expect } from "chai";
import * as oauth from "coolsms-oauth2";

import { it } from "../support/case.ts";
import { answer } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";

describe("forged responses", () => {
  it("S10", "a session stays as it is", async (page) => {
    const { session } = await page.signIn();
    const frame = await page.openDocument("/blank.html#access_token=forged&state=wrong");
    const client = frame.newClient();
    await refusal("state_mismatch", client.handleRedirectCallback());
    expect(client.getSession()).to.deep.equal(session);
  });

  it("S11", "a replay is refused while another sign-in is pending, which then succeeds", async (page) => {
    const { accessToken } = await page.sandbox.issueTokens();
    const frame = await page.openDocument();
    const response = `/blank.html${answer(accessToken, frame.generateState())}`;
    await frame.load(response);
    const first = await frame.newClient().handleRedirectCallback();

    const state = frame.generateState();
    await frame.load(response);
    await refusal("state_replayed", frame.newClient().handleRedirectCallback());
    expect(frame.location.href).to.equal(frame.redirectUri);
    await frame.load(`/blank.html${answer(accessToken, state)}`);
    const second = await frame.newClient().handleRedirectCallback();
    expect(second?.session.id).to.be.a("string").that.does.not.equal(first?.session.id);
  });

  it("S29", "a forgery after a success does not take its place", async (page) => {
    const { accessToken, client } = await page.signIn();
    const success = client.handleRedirectCallback();
    page.arrive("#access_token=forged");
    await refusal("missing_state", client.handleRedirectCallback());
    expect(location.hash).to.equal("");
    expect(client.handleRedirectCallback()).to.equal(success);
    expect(await client.getAccessToken()).to.equal(accessToken);
  });

  // Also what would be refused for another reason, or is no response at all, if anybody read it.
  for (const front of ["#access_token=", "?code=", "#error=", "#access_token=%ZZ&own=", "?own="]) {
    it("S25", `ten megabytes are refused by their length: ${front}`, async () => {
      const url = `https://app.example/${front}${"x".repeat(10_000_000)}`;
      const error = await refusal("response_too_large", () => oauth.parseAuthorizationResponse(url));
      expect(error.message, "the error does not repeat it").to.have.length.below(1000);
    });
  }
});
