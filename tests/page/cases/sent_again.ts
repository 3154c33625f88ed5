// The body of a call that is made a second time, after a refresh: it goes again where it can be read again.

import { expect } from "chai";

import { it } from "../support/case.ts";
import { endsIn } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";
import { BALANCE } from "../support/sandbox.ts";

const SEND = "/messages/v4/send";
const config = { refreshTokenStore: "memory" } as const;

const json = '{"own": 1}';
const type = "application/json";

/** Bodies that can be read again, and the type that they arrive with. */
const BODIES: [string, () => RequestInit, string | null][] = [
  ["text", () => ({ body: json, headers: { "Content-Type": type } }), type],
  ["a Blob", () => ({ body: new Blob([json], { type }) }), type],
  ["bytes", () => ({ body: new TextEncoder().encode(json) }), null],
  ["a form", () => ({ body: new URLSearchParams({ own: "1" }) }), "application/x-www-form-urlencoded;charset=UTF-8"],
];

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
    const { response } = await refusal("unauthorized", client.fetch(request));
    expect(response?.status).to.equal(401);
    expect(response?.bodyUsed).to.equal(false);
    const sent = await page.sandbox.requests(SEND);
    expect(sent.map(({ body }) => body)).to.deep.equal([json]);
    expect((await client.fetch(BALANCE)).status).to.equal(200);
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
