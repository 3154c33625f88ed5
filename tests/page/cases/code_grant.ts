// The code grant with PKCE (RFC 7636), at a provider that has public clients and checks the verifier.

import { expect } from "chai";
import type { Provider } from "coolsms-oauth2";

import { it as itsCase } from "../support/case.ts";
import { recordFetch } from "../support/fetch.ts";
import type { Frame } from "../support/frame.ts";
import { callBalance, listen, type Page } from "../support/page.ts";
import { openPopup } from "../support/popup.ts";
import { refusal } from "../support/refusal.ts";
import { CLIENT_ID, type Effect, TOKEN } from "../support/sandbox.ts";
import { stored } from "../support/storage.ts";

/** A case with such a provider. */
const it = (proves: string, title: string, run: (page: Page) => Promise<void>): void =>
  itsCase(proves, title, { publicClients: true }, run);

/** A sign-in that has left for the provider, with the place and a note of the app. */
const start = async (page: Page, changes: Partial<Provider> = {}) => {
  const provider = page.plainProvider(changes);
  return { provider, ...(await page.leaveForCode("/blank.html?tab=inbox", { provider }, { appState: 7 })) };
};

/** The same, back with the code, of which the token endpoint makes that; the client has not asked for it yet. */
const comeBack = async (page: Page, effect?: Effect, changes: Partial<Provider> = {}) => {
  const started = await start(page, changes);
  if (effect) await page.sandbox.addFault(TOKEN, effect);
  await started.frame.load(started.response);
  return { ...started, client: started.frame.newClient({ provider: started.provider }) };
};

const isClean = ({ location, window }: Frame): void => {
  expect(location.pathname + location.search + location.hash).to.equal("/blank.html");
  expect(window).to.have.property("addressSeenByOthers", location.href);
};

describe("code grant", () => {
  it("S1 S7 S26", "a code is exchanged with the verifier of its challenge, which nobody else sees", async (page) => {
    const { provider, frame, redirectUri, asked, code, response } = await start(page);
    const storedBefore = stored();
    expect(asked).to.include({ response_type: "code", code_challenge_method: "S256" });
    await frame.load(response);
    const client = frame.newClient({ provider });
    const result = await client.handleRedirectCallback();
    expect(result).to.include({ returnTo: "/blank.html?tab=inbox", appState: 7 });
    // The provider has compared it with the challenge.
    const [request, ...more] = await page.sandbox.requests(TOKEN);
    expect(more).to.be.empty;
    expect(request?.query).to.equal("tenant=7");
    expect(request?.contentType).to.match(/^application\/x-www-form-urlencoded/);
    const { code_verifier, ...rest } = Object.fromEntries(new URLSearchParams(request?.body));
    expect(code_verifier).to.match(/^[\w.~-]{43,128}$/);
    const grant = { grant_type: "authorization_code", client_id: CLIENT_ID, redirect_uri: redirectUri, code };
    expect(rest).to.deep.equal(grant);
    expect(await callBalance(client)).to.equal(200);
    isClean(frame);
    expect(storedBefore).to.contain(code_verifier);
    const others = (await page.sandbox.requests()).filter(({ path }) => path !== TOKEN);
    expect(others).to.have.length(1);
    expect(JSON.stringify([asked, others, stored()])).not.to.contain(code_verifier);
  });

  it("S7", "the verifier is fresh for every sign-in", async (page) => {
    const challenges: (string | undefined)[] = [];
    for (let time = 0; time < 2; time += 1) {
      const { asked, client } = await comeBack(page);
      challenges.push(asked.code_challenge);
      await client.handleRedirectCallback();
    }
    const verifiers = (await page.sandbox.tokenForms()).map((form) => form.code_verifier);
    expect(verifiers).to.have.length(2);
    expect(new Set(verifiers)).to.have.property("size", 2);
    expect(new Set(challenges)).to.have.property("size", 2);
  });

  it("S41 S44 S45", "a refresh token is in memory alone, and sent without a scope", async (page) => {
    const { client } = await comeBack(page);
    await client.handleRedirectCallback();
    const before = stored();
    await client.refresh();
    // The provider has taken it, so it is the one that came with the code.
    const { refresh_token, ...rest } = (await page.sandbox.tokenForms())[1] ?? {};
    expect(before).not.to.contain(refresh_token);
    expect(stored()).not.to.contain(refresh_token);
    expect(rest).to.deep.equal({ grant_type: "refresh_token", client_id: CLIENT_ID });
  });

  it("S11 S29", "a code is exchanged once, however often it is asked for and loaded", async (page) => {
    const { provider, frame, response, client } = await comeBack(page);
    const [one, other] = await Promise.all([client.handleRedirectCallback(), client.handleRedirectCallback()]);
    expect(one).to.equal(other).and.not.equal(null);
    await frame.load(response);
    const requests = recordFetch(frame.window);
    await refusal("state_replayed", frame.newClient({ provider }).handleRedirectCallback());
    expect(requests).to.be.empty;
    expect(await page.sandbox.tokenForms()).to.have.length(1);
  });

  it("S7 S30", "a code comes by popup too", async (page) => {
    const provider = page.plainProvider();
    const { client, popup, result, redirectUri, returnWith } = await openPopup(page, { config: { provider } });
    const asked = (await popup.address).searchParams;
    expect(asked.get("response_type")).to.equal("code");
    const challenge = asked.get("code_challenge") ?? undefined;
    const code = await page.sandbox.issueCode(redirectUri, challenge);
    await returnWith(`?code=${code}&state=${asked.get("state")}`);
    await result;
    expect(await page.sandbox.tokenForms()).to.have.length(1);
    expect(await callBalance(client)).to.equal(200);
  });

  it("S26 S39", "a failed exchange leaves no code, and a busy server may be asked again", async (page) => {
    const { frame, client } = await comeBack(page, { kind: "status", status: 503 });
    const heard = listen(client);
    const error = await refusal("token_error", client.handleRedirectCallback());
    await client.ready();
    expect([client.getStatus(), heard.length]).to.deep.equal(["signed_out", 1]);
    expect(error).to.include({ status: 503, returnTo: "/blank.html?tab=inbox", appState: 7 });
    isClean(frame);
    expect(await client.handleRedirectCallback()).to.include({ appState: 7 });
  });

  it("S11 S29", "a reload during the exchange is told, with the user's place", async (page) => {
    const { provider, frame, client: before } = await comeBack(page, { kind: "latency", ms: 600_000 });
    before.handleRedirectCallback();
    expect(before.getStatus()).to.equal("unknown");
    await frame.reload();
    const client = frame.newClient({ provider });
    const error = await refusal("cancelled", client.handleRedirectCallback());
    expect(error).to.include({ returnTo: "/blank.html?tab=inbox", appState: 7 });
    await frame.reload();
    expect(await frame.newClient({ provider }).handleRedirectCallback()).to.equal(null);
  });

  it("S29", "what looks like a popup's response after such a reload is told alike to two calls", async (page) => {
    const { provider, frame, client: before } = await comeBack(page, { kind: "latency", ms: 600_000 });
    before.handleRedirectCallback();
    await frame.reload();
    const client = frame.newClient({ provider });
    frame.location.hash = `#code=forged&state=popup-${"p".repeat(64)}`;
    const calls = [client.handleRedirectCallback(), client.handleRedirectCallback()];
    const [first, second] = await Promise.all(calls.map((call) => refusal("unexpected_response", call)));
    expect(first).to.equal(second);
  });

  it("S39 S48", "tokens that come after a sign-out are revoked", async (page) => {
    const revoke = "/oauth2/v1/revoke";
    const revocationEndpoint = page.sandbox.base + revoke;
    await page.sandbox.addFault(revoke, { kind: "status", status: 200 });
    const { client } = await comeBack(page, { kind: "latency", ms: 250 }, { revocationEndpoint });
    const result = client.handleRedirectCallback();
    await page.sandbox.untilRequested(TOKEN, 1);
    await client.signOut();
    await refusal("cancelled", result);
    const [request] = await page.sandbox.untilRequested(revoke, 1);
    expect(new URLSearchParams(request?.body).get("token")).to.be.a("string").that.is.not.empty;
    expect(client.getSession()).to.equal(null);
  });
});
