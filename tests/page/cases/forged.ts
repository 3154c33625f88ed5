// Responses that nobody asked for, beside a session or a pending sign-in. The rows of `callbacks.json` have each kind.

import { expect } from "chai";

import { it } from "../support/case.ts";
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
    const frame = await page.openDocument();
    const response = `/blank.html${await page.newResponse(frame.generateState())}`;
    await frame.load(response);
    const first = await frame.newClient().handleRedirectCallback();

    const state = frame.generateState();
    await frame.load(response);
    await refusal("state_replayed", frame.newClient().handleRedirectCallback());
    expect(frame.location.href).to.equal(frame.redirectUri);
    await frame.load(`/blank.html${await page.newResponse(state)}`);
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
});
