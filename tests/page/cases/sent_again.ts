// The body of a call that is made a second time, after a refresh: it goes again where it can be read again.

import { expect } from "chai";

import { it } from "../support/case.ts";
import { refusal } from "../support/refusal.ts";
import { BALANCE } from "../support/sandbox.ts";

const SEND = "/messages/v4/send";
const config = { refreshTokenStore: "memory" } as const;

/** Bodies that can be read again. */
const BODIES: [string, () => RequestInit["body"]][] = [
  ["text", () => '{"own": 1}'],
  ["a Blob", () => new Blob(['{"own": 1}'], { type: "application/json" })],
  ["bytes", () => new TextEncoder().encode('{"own": 1}')],
  ["a form", () => new URLSearchParams({ own: "1" })],
];

describe("body of a call that is made again", () => {
  it("S35", "a message is sent as it was", async (page) => {
    const { client } = await page.signIn({ config });
    await page.sandbox.expireTokens();
    const message = { to: "01000000009", from: "01000000001", text: "안녕" };
    const headers = { "Content-Type": "application/json" };
    const answer = await client.fetch(SEND, { method: "POST", headers, body: JSON.stringify({ message }) });
    expect(await answer.json()).to.include({ statusCode: "2000" });
    const sent = await page.sandbox.requests(SEND);
    const [once] = sent;
    expect(sent.map(({ status }) => status)).to.deep.equal([401, 200]);
    expect(sent[1]).to.include({ body: once?.body, contentType: "application/json" });
    expect(JSON.parse(once?.body ?? "")).to.deep.equal({ message });
  });

  for (const [kind, body] of BODIES) {
    it("S35", `${kind} is sent again`, async (page) => {
      const { client } = await page.signIn({ config });
      await page.sandbox.expireTokens();
      const answer = await client.fetch(SEND, { method: "POST", body: body() as BodyInit });
      expect(answer.status, "it is no message").to.equal(400);
      const sent = await page.sandbox.requests(SEND);
      expect(sent.map(({ status }) => status)).to.deep.equal([401, 400]);
      expect(sent[0]?.body).to.contain("own");
      expect(sent[1]).to.include({ body: sent[0]?.body, contentType: sent[0]?.contentType });
    });
  }

  it("S35", "the body of a Request is not sent again, and the app may make the call anew", async (page) => {
    const { client } = await page.signIn({ config });
    await page.sandbox.expireTokens();
    const request = new Request(page.sandbox.base + SEND, { method: "POST", body: '{"own": 1}' });
    const { response } = await refusal("unauthorized", client.fetch(request));
    expect(response?.status).to.equal(401);
    expect(response?.bodyUsed).to.equal(false);
    const sent = await page.sandbox.requests(SEND);
    expect(sent.map(({ body }) => body)).to.deep.equal(['{"own": 1}']);
    expect((await client.fetch(BALANCE)).status).to.equal(200);
    expect(await page.sandbox.refreshTokens()).to.have.length(1);
  });

  it("S35", "a body that was read before is never sent", async (page) => {
    const { client } = await page.signIn({ config, endsIn: 25 });
    const request = new Request(page.sandbox.base + SEND, { method: "POST", body: "once" });
    await request.text();
    expect((await refusal("invalid_request", client.fetch(request))).field).to.equal("input");
    expect(await page.sandbox.requests()).to.be.empty;
  });
});
