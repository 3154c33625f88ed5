// Calls to the API, and each way in which they go wrong.

import { expect } from "chai";
import { apiError } from "coolsms-oauth2";

import { it } from "../support/case.ts";
import { tellReferrers } from "../support/fetch.ts";
import { collectGarbage } from "../support/garbage.ts";
import type { Page } from "../support/page.ts";
import { refusal, rejection } from "../support/refusal.ts";
import { ALWAYS, BALANCE, MEMBER } from "../support/sandbox.ts";

/** The call is refused as unauthorized; what the response says can be read from the error. */
const isUnauthorized = async (page: Page, call: Promise<unknown>): Promise<void> => {
  const error = await refusal("unauthorized", call);
  expect(error.status).to.equal(401);
  expect(await apiError(error.response as Response)).to.include({ errorCode: "Unauthorized" });
  expect(await page.sandbox.requests(BALANCE)).to.have.length(1);
};

describe("calls", () => {
  it("", "POST sends its body and gives the answer", async (page) => {
    const { client } = await page.signIn();
    const message = { to: "01000000009", from: "01000000001", text: "안녕" };
    const answer = await client.fetch("/messages/v4/send", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ message }),
    });
    expect(await answer.json()).to.include({ statusCode: "2000", to: message.to });
  });

  it("", "calls go on after a thousand whose headers throw", async (page) => {
    const { client } = await page.signIn();
    const { set } = Headers.prototype;
    Headers.prototype.set = () => {
      throw new Error("hostile");
    };
    try {
      for (let count = 0; count < 1000; count++) await refusal("invalid_request", client.fetch(BALANCE));
    } finally {
      Headers.prototype.set = set;
    }
    expect((await client.fetch(BALANCE)).status).to.equal(200);
    expect(await page.sandbox.requests(BALANCE)).to.have.length(1);
  });

  it("", "the app says what the server is told of the page", async (page) => {
    const frame = await page.openDocument();
    tellReferrers(frame);
    const { client } = await page.signIn({ frame });
    await client.fetch(BALANCE);
    await client.fetch(BALANCE, { referrerPolicy: "no-referrer" });
    await client.fetch(BALANCE, { referrer: "/own" });
    const [address, none, own] = await page.sandbox.requests(BALANCE);
    expect(address?.referer).to.equal(frame.redirectUri);
    expect(none?.referer).to.equal(null);
    expect(own?.referer).to.equal(`${location.origin}/own`);
  });

  it("S35 S38", "a revoked token is unauthorized, with the response attached", async (page) => {
    const { client } = await page.signIn();
    await page.sandbox.revokeAllTokens();
    await isUnauthorized(page, client.fetch(BALANCE));
  });

  it("S35", "a token that the server no longer takes is not tried again", async (page) => {
    const { client } = await page.signIn();
    await page.sandbox.expireTokens();
    await isUnauthorized(page, client.fetch(BALANCE));
  });

  it("S35", "a scope that was not granted is named, and nothing is sent", async (page) => {
    const { client } = await page.signIn({ scope: ["users:read"] });
    const known = await refusal("insufficient_scope", client.fetch(BALANCE));
    expect(known.missingScopes).to.deep.equal(["cash:read"]);
    const told = await refusal("insufficient_scope", client.fetch(MEMBER, { scope: "users:read kakao:write" }));
    expect(told.missingScopes).to.deep.equal(["kakao:write"]);
    expect(await page.sandbox.requests()).to.be.empty;
  });

  it("S35 S37", "a challenge for more scope is insufficient_scope", async (page) => {
    const { client } = await page.signIn();
    const challenge = 'Bearer realm="a, b", error="insufficient_scope", scope="cash:write"';
    await page.sandbox.addFault(BALANCE, { kind: "status", status: 403, headers: { "WWW-Authenticate": challenge } });
    const error = await refusal("insufficient_scope", client.fetch(BALANCE));
    expect(error.missingScopes).to.deep.equal(["cash:write"]);
    expect(error.response?.status).to.equal(403);
  });

  for (const reason of ["no longer needed", 7, false]) {
    it("S39", `an abort rejects with its own reason: ${reason}`, async (page) => {
      const { client } = await page.signIn();
      await page.sandbox.addFault(BALANCE, { kind: "latency", ms: 600_000 }, ALWAYS);
      const controller = new AbortController();
      const answer = rejection(client.fetch(BALANCE, { signal: controller.signal }));
      await collectGarbage();
      controller.abort(reason);
      expect(await answer).to.equal(reason);
    });
  }

  it("S39", "a call that was aborted before is not sent", async (page) => {
    const { client } = await page.signIn();
    const error = await rejection(client.fetch(BALANCE, { signal: AbortSignal.abort() }));
    expect(error).to.include({ name: "AbortError" });
    expect(await page.sandbox.requests(BALANCE)).to.be.empty;
  });

  it("S39", "a late answer is a timeout, by the limit of the call or of the client", async (page) => {
    const { client } = await page.signIn();
    await page.sandbox.addFault(BALANCE, { kind: "latency", ms: 600_000 }, ALWAYS);
    const calls = [client.fetch(BALANCE, { timeoutMs: 50 }), page.newClient({ timeoutMs: 50 }).fetch(BALANCE)];
    const refusals = calls.map((call) => refusal("timeout", call));
    await collectGarbage();
    await Promise.all(refusals);
  });

  it("S39", "a connection that breaks is a network_error", async (page) => {
    const { client } = await page.signIn();
    await page.sandbox.addFault(BALANCE, { kind: "dropped" }, ALWAYS);
    await refusal("network_error", client.fetch(BALANCE));
  });

  it("S23 S39", "a server error is a response that can be read", async (page) => {
    const { client } = await page.signIn();
    const effect = { kind: "status", status: 503, errorCode: "Busy", errorMessage: "<b>later</b>" } as const;
    await page.sandbox.addFault(BALANCE, effect);
    const error = await apiError(await client.fetch(BALANCE));
    expect(error).to.deep.equal({ status: 503, errorCode: "Busy", errorMessage: "<b>later</b>" });
  });

  for (const effect of [
    { kind: "htmlError", status: 502 },
    { kind: "emptyBody", status: 500 },
  ] as const) {
    it("S39", `${effect.kind} is a response without a code`, async (page) => {
      const { client } = await page.signIn();
      await page.sandbox.addFault(BALANCE, effect);
      expect(await apiError(await client.fetch(BALANCE))).to.deep.equal({ status: effect.status });
    });
  }
});
