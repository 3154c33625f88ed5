// Asking for more: from a call that was refused for a permission to the same call that goes through.

import { expect } from "chai";
import type { Client, ClientConfig, SignInResult } from "coolsms-oauth2";

import { it } from "../support/case.ts";
import type { Frame } from "../support/frame.ts";
import { answer, callBalance, type Page } from "../support/page.ts";
import { openPopup, recordPopups } from "../support/popup.ts";
import { refusal } from "../support/refusal.ts";
import { BALANCE, HONG, KIM, MEMBER, TOKEN, type Tokens } from "../support/sandbox.ts";
import { stored } from "../support/storage.ts";

const BOTH = ["users:read", "cash:read"];
const PLACE = "/blank.html?tab=inbox#/messages/7";

const nameOf = async (client: Client): Promise<string> => (await (await client.fetch(MEMBER)).json()).name;

/** A document in the middle of something, where hong has granted the member's own data. */
const inTheMiddle = async (page: Page, config: Partial<ClientConfig> = {}) => {
  const frame = await page.openDocument();
  const signedIn = await page.signIn({ frame, member: HONG, scope: ["users:read"], config });
  frame.window.history.pushState({ own: 1 }, "", PLACE);
  return { frame, ...signedIn };
};

/** Calls for the balance, and leaves to ask for what the refusal names; gives the state and the scope asked for. */
const ask = async (page: Page, frame: Frame, config: Partial<ClientConfig> = {}, missing = ["cash:read"]) => {
  const error = await refusal("insufficient_scope", frame.newClient(config).fetch(BALANCE));
  expect(error.missingScopes).to.deep.equal(missing);
  const state = await frame.leaveBy((client) => client.requestScopes(missing, { appState: { draft: "안녕" } }), config);
  const scope = new URLSearchParams(frame.location.search).get("scope")?.split(" ");
  const allow = async (member = HONG, granted = scope) => {
    const { accessToken, refreshToken } = await page.sandbox.issueTokens(granted, member);
    await frame.load(`/blank.html${answer(accessToken, state)}&refresh_token=${refreshToken}`);
    const client = frame.newClient(config);
    return { client, result: await client.handleRedirectCallback() };
  };
  return { state, scope, allow };
};

/** Stored, so that it would be seen if it stayed. */
const config = { refreshTokenStore: "session" } as const;

/** Nothing of hong's session is left in kim's. */
const isKimsAlone = async (page: Page, client: Client, before: SignInResult & Tokens): Promise<void> => {
  expect(client.getSession()?.id).not.to.equal(before.session.id);
  expect(stored()).not.to.contain(before.refreshToken);
  expect(client.getSession()?.scope).to.deep.equal(["users:read"]);
  expect(await nameOf(client)).to.equal(KIM.name);
  await client.refresh();
  expect(await nameOf(client)).to.equal(KIM.name);
  expect(client.getSession()?.scope).to.deep.equal(["users:read"]);
  expect(await page.sandbox.requests(TOKEN)).to.have.length(1);
  await refusal("insufficient_scope", client.fetch(BALANCE));
};

describe("step-up", () => {
  it("S26 S36", "by redirect it leads from the refused call to the one that goes through", async (page) => {
    const { frame } = await inTheMiddle(page);
    const { scope, allow } = await ask(page, frame);
    expect(scope).to.have.members(BOTH);
    const { client, result } = await allow();
    expect(result?.returnTo).to.equal(PLACE);
    expect(result?.appState).to.deep.equal({ draft: "안녕" });
    expect(await callBalance(client)).to.equal(200);
    expect(await nameOf(client)).to.equal(HONG.name);
    expect(frame.location.search + frame.location.hash).to.equal("");
  });

  it("S36", "by popup it leads from the refused call to the one that goes through", async (page) => {
    const { frame } = await inTheMiddle(page);
    await refusal("insufficient_scope", frame.newClient().fetch(BALANCE));
    const signIn = (client: Client) => client.requestScopes("cash:read", { via: "popup", appState: 7 });
    const { client, popup, complete } = await openPopup(page, { signIn, opener: frame });
    expect((await popup.address).searchParams.get("scope")?.split(" ")).to.have.members(BOTH);
    expect(await complete(HONG, BOTH)).to.include({ returnTo: null, appState: 7 });
    expect(await callBalance(client)).to.equal(200);
    expect(await nameOf(client)).to.equal(HONG.name);
    expect(frame.location.href).to.equal(location.origin + PLACE);
    expect(frame.window.history.state).to.deep.equal({ own: 1 });
  });

  it("S36 S37", "it asks for what a challenge names", async (page) => {
    const frame = await page.openDocument();
    await page.signIn({ frame, scope: BOTH });
    const challenge = 'Bearer error="insufficient_scope", scope="cash:read cash:write"';
    await page.sandbox.addFault(BALANCE, { kind: "status", status: 403, headers: { "WWW-Authenticate": challenge } });
    const { scope, allow } = await ask(page, frame, {}, ["cash:read", "cash:write"]);
    expect(scope)
      .to.have.members([...BOTH, "cash:write"])
      .and.to.have.length(3);
    const { client } = await allow();
    expect(await callBalance(client)).to.equal(200);
  });

  for (const [how, requestScopes] of [
    ["by redirect", (client: Client) => client.requestScopes("cash:read")],
    ["by redirect, as a list", (client: Client) => client.requestScopes(BOTH)],
    ["by popup", (client: Client) => client.requestScopes("cash:read", { via: "popup" })],
  ] as const) {
    it("S36", `nobody is asked for what was granted: ${how}`, async (page) => {
      const frame = await page.openDocument();
      const { client, session } = await page.signIn({ frame, scope: BOTH });
      const popups = recordPopups(frame);
      const { href } = frame.location;
      expect(await requestScopes(client)).to.deep.equal({ session, returnTo: null, appState: null });
      expect(client.getSession()).to.equal(session);
      expect(popups).to.be.empty;
      expect(frame.location.href).to.equal(href);
      expect(await page.sandbox.requests()).to.be.empty;
    });
  }

  it("S36", "who denies more keeps what was granted", async (page) => {
    const { frame, session } = await inTheMiddle(page);
    const { state } = await ask(page, frame);
    await frame.load(`/blank.html#error=access_denied&state=${state}`);
    const client = frame.newClient();
    const error = await refusal("authorization_error", client.handleRedirectCallback());
    expect(error).to.include({ error: "access_denied", returnTo: PLACE });
    expect(client.getSession()).to.deep.equal(session);
    expect(await nameOf(client)).to.equal(HONG.name);
    // The call is refused as before; nobody is asked again by itself.
    const refused = await refusal("insufficient_scope", client.fetch(BALANCE));
    expect(refused.missingScopes).to.deep.equal(["cash:read"]);
    expect(await page.sandbox.requests(BALANCE)).to.be.empty;
    expect(frame.location.pathname).to.equal("/blank.html");
  });

  it("S36", "another member by redirect gets a session of their own", async (page) => {
    const { frame, ...before } = await inTheMiddle(page, config);
    const { allow } = await ask(page, frame, config);
    const { client } = await allow(KIM, ["users:read"]);
    await isKimsAlone(page, client, before);
  });

  it("S36", "another member by popup gets a session of their own", async (page) => {
    const { frame, ...before } = await inTheMiddle(page, config);
    const signIn = (client: Client) => client.requestScopes("cash:read", { via: "popup" });
    const { client, complete } = await openPopup(page, { config, signIn, opener: frame });
    await complete(KIM, ["users:read"]);
    await isKimsAlone(page, client, before);
  });

  it("S36", "a grant of less is no sum of both", async (page) => {
    const { frame } = await inTheMiddle(page);
    const { allow } = await ask(page, frame);
    const { client } = await allow(HONG, ["cash:read"]);
    expect(client.getSession()?.scope).to.deep.equal(["cash:read"]);
    expect(await callBalance(client)).to.equal(200);
    expect(client.missingScopes(BOTH)).to.deep.equal(["users:read"]);
  });

  it("S36", "what the API refused although it was granted is asked for again", async (page) => {
    const frame = await page.openDocument();
    const { client } = await page.signIn({ frame });
    expect(client.missingScopes("cash:read")).to.be.empty;
    const challenge = 'Bearer error="insufficient_scope"';
    await page.sandbox.addFault(BALANCE, { kind: "status", status: 403, headers: { "WWW-Authenticate": challenge } });
    const error = await refusal("insufficient_scope", client.fetch(BALANCE));
    expect(error.missingScopes, "the scope of the call stands in").to.deep.equal(["cash:read"]);
    expect(client.missingScopes("cash:read users:read")).to.deep.equal(["cash:read"]);
    const popups = recordPopups(frame);
    client.requestScopes("cash:read", { via: "popup" }).catch(() => {});
    const [popup] = popups;
    expect((await popup?.address)?.searchParams.get("scope")).to.contain("cash:read");
  });

  for (const nothing of ["", " ", []]) {
    it("S36", `nothing to ask for is an error: ${JSON.stringify(nothing)}`, async (page) => {
      const { client } = await page.signIn();
      expect((await refusal("invalid_request", client.requestScopes(nothing))).field).to.equal("scope");
    });
  }
});
