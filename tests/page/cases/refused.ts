// Calls that the API refuses: which of them are worth a new token and a second attempt, with its body where that can be
// read again.

import { expect } from "chai";
import type { OAuthError } from "coolsms-oauth2";

import { it } from "../support/case.ts";
import { holdAnswers } from "../support/fetch.ts";
import { callBalance, endsIn, type Page } from "../support/page.ts";
import { refusal, rejection } from "../support/refusal.ts";
import { ALWAYS, BALANCE, TOKEN } from "../support/sandbox.ts";

const config = { refreshTokenStore: "memory" } as const;
const SEND = "/messages/v4/send";

const json = '{"own": 1}';
const type = "application/json";

/** Bodies that can be read again, and the type that they arrive with. */
const BODIES: [string, () => RequestInit, string | null][] = [
  ["text", () => ({ body: json, headers: { "Content-Type": type } }), type],
  ["a Blob", () => ({ body: new Blob([json], { type }) }), type],
  ["bytes", () => ({ body: new TextEncoder().encode(json) }), null],
  ["a form", () => ({ body: new URLSearchParams({ own: "1" }) }), "application/x-www-form-urlencoded;charset=UTF-8"],
];

/** How many calls for the balance, and how many requests for a token, have been made. */
const made = async ({ sandbox }: Page): Promise<{ calls: number; tokenRequests: number }> => {
  const [calls, tokenRequests] = await Promise.all([sandbox.requests(BALANCE), sandbox.requests(TOKEN)]);
  return { calls: calls.length, tokenRequests: tokenRequests.length };
};

/** The error holds the answer, whose body the app can read. */
const hasResponse = ({ response }: OAuthError): void => {
  expect(response?.status).to.equal(401);
  expect(response?.bodyUsed).to.equal(false);
};

describe("refused call", () => {
  it("S35 S42", "twenty refused calls make one token request, also where refusals come late", async (page) => {
    const { client } = await page.signIn({ config });
    await page.sandbox.expireTokens();
    const late = holdAnswers(BALANCE, 4);
    const calls = Array.from({ length: 20 }, () => callBalance(client));
    expect(await Promise.all(calls.slice(4))).to.deep.equal(Array(16).fill(200));
    late.release();
    expect(await Promise.all(calls)).to.deep.equal(Array(20).fill(200));
    expect(await made(page)).to.deep.equal({ calls: 40, tokenRequests: 1 });
  });

  it("S36", "it is not made again as another user who has signed in meanwhile", async (page) => {
    const { client } = await page.signIn({ config });
    await page.sandbox.expireTokens();
    const { arrived, release } = holdAnswers(BALANCE);
    const refused = refusal("unauthorized", client.fetch(BALANCE));
    await arrived;
    const { session } = await page.signIn({ config });
    release();
    await refused;
    expect(await made(page)).to.deep.equal({ calls: 1, tokenRequests: 0 });
    expect(client.getSession()).to.equal(session);
  });

  for (const challenge of [null, 'Bearer error="invalid_token"', 'Basic realm="proxy"']) {
    it("S35", `refused again it is unauthorized, after two requests: ${challenge}`, async (page) => {
      const { client, session } = await page.signIn({ config });
      const headers: Record<string, string> = challenge === null ? {} : { "WWW-Authenticate": challenge };
      await page.sandbox.addFault(BALANCE, { kind: "status", status: 401, headers }, ALWAYS);
      const error = await refusal("unauthorized", client.fetch(BALANCE));
      hasResponse(error);
      expect(error.cause, "the refresh did not fail").to.equal(undefined);
      expect(await made(page)).to.deep.equal({ calls: 2, tokenRequests: 1 });
      expect(client.getSession()?.id).to.equal(session.id);
    });
  }

  it("S35", "a call that was refreshed before and is refused ends too", async (page) => {
    const frame = await page.openDocument("/quick.html");
    const { client } = await page.signIn({ config, frame, endsIn });
    await page.sandbox.addFault(BALANCE, { kind: "status", status: 401 }, ALWAYS);
    await refusal("unauthorized", client.fetch(BALANCE));
    expect(await made(page)).to.deep.equal({ calls: 2, tokenRequests: 2 });
  });

  it("S35 S43", "where the refresh finds no server it says so, and the session stays", async (page) => {
    const { client, session } = await page.signIn({ config });
    await page.sandbox.expireTokens();
    await page.sandbox.addFault(TOKEN, { kind: "dropped" }, ALWAYS);
    const error = await refusal("unauthorized", client.fetch(BALANCE));
    expect(error.cause).to.include({ name: "OAuthError", code: "network_error" });
    hasResponse(error);
    expect(await page.sandbox.requests(BALANCE), "not again with the old token").to.have.length(1);
    expect(client.getSession()).to.equal(session);
    await page.sandbox.clearFaults();
    expect(await callBalance(client)).to.equal(200);
  });

  it("S35 S43", "where the refresh token is refused the session ends", async (page) => {
    const { client } = await page.signIn({ config });
    await page.sandbox.revokeAllTokens();
    const error = await refusal("unauthorized", client.fetch(BALANCE));
    expect(error.cause).to.include({ code: "login_required", errorCode: "InvalidRefreshToken" });
    expect(await made(page)).to.deep.equal({ calls: 1, tokenRequests: 1 });
    expect(client.getSession()).to.equal(null);
  });

  it("S35", "an API that refuses every token is not asked with a new one for each call", async (page) => {
    const { client } = await page.signIn({ config });
    await page.sandbox.addFault(BALANCE, { kind: "status", status: 401 }, ALWAYS);
    for (let time = 0; time < 3; time += 1) await refusal("unauthorized", client.fetch(BALANCE));
    expect(await made(page)).to.deep.equal({ calls: 4, tokenRequests: 1 });
  });

  for (const status of [401, 403]) {
    it("S35", `a challenge for more scope refreshes nothing: ${status}`, async (page) => {
      const { client } = await page.signIn({ config });
      const headers = { "WWW-Authenticate": 'Bearer error="insufficient_scope", scope="cash:write"' };
      await page.sandbox.addFault(BALANCE, { kind: "status", status, headers });
      const error = await refusal("insufficient_scope", client.fetch(BALANCE));
      expect(error.missingScopes).to.deep.equal(["cash:write"]);
      expect(error.response?.status).to.equal(status);
      expect(await made(page)).to.deep.equal({ calls: 1, tokenRequests: 0 });
    });
  }

  // A new token would not help.
  it("S39", "a call whose preflight is refused refreshes nothing", { cors: false }, async (page) => {
    const { client } = await page.signIn({ config });
    await refusal("network_error", client.fetch(BALANCE));
    const preflights = await page.sandbox.preflights();
    expect(new Set(preflights.map(({ path }) => path))).to.deep.equal(new Set([BALANCE]));
    expect(await page.sandbox.requests()).to.be.empty;
  });

  it("S39", "an abort between the two attempts rejects with its reason", async (page) => {
    const { client } = await page.signIn({ config });
    await page.sandbox.expireTokens();
    const { arrived, release } = holdAnswers(TOKEN);
    const controller = new AbortController();
    const aborted = rejection(client.fetch(BALANCE, { signal: controller.signal }));
    await arrived;
    controller.abort("no longer needed");
    expect(await aborted).to.equal("no longer needed");
    release();
    await client.refresh();
    expect(await made(page), "the call is not made again").to.deep.equal({ calls: 1, tokenRequests: 1 });
  });
});

describe("body of a call that is made again", () => {
  for (const [kind, init, contentType] of BODIES) {
    it("S35", `${kind} is sent again`, async (page) => {
      const { client } = await page.signIn({ config });
      await page.sandbox.expireTokens();
      const answer = await client.fetch(SEND, { method: "POST", ...init() });
      expect(answer.status, "it is no message").to.equal(400);
      const sent = await page.sandbox.requests(SEND);
      expect(sent.map(({ status }) => status)).to.deep.equal([401, 400]);
      expect(sent[0]?.body).to.contain("own");
      for (const request of sent) expect(request).to.include({ body: sent[0]?.body, contentType });
    });
  }

  it("S35", "the body of a Request is not sent again, and the app may make the call anew", async (page) => {
    const { client } = await page.signIn({ config });
    await page.sandbox.expireTokens();
    const request = new Request(page.sandbox.base + SEND, { method: "POST", body: json });
    hasResponse(await refusal("unauthorized", client.fetch(request)));
    const sent = await page.sandbox.requests(SEND);
    expect(sent.map(({ body }) => body)).to.deep.equal([json]);
    expect(await callBalance(client)).to.equal(200);
    expect(await page.sandbox.refreshTokens()).to.have.length(1);
  });

  it("S35", "a body that was read before is never sent", async (page) => {
    const { client } = await page.signIn({ config, endsIn });
    const request = new Request(page.sandbox.base + SEND, { method: "POST", body: "once" });
    await request.text();
    expect((await refusal("invalid_request", client.fetch(request))).field).to.equal("input");
    expect(await page.sandbox.requests()).to.be.empty;
  });
});
