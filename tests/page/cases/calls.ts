// Calls to the API, and each way in which they go wrong.

import { expect } from "chai";
import { apiError } from "coolsms-oauth2";

import { it } from "../support/case.ts";
import { tellReferrers } from "../support/fetch.ts";
import type { Page } from "../support/page.ts";
import { refusal, rejection } from "../support/refusal.ts";
import { ALWAYS, BALANCE, TOKEN } from "../support/sandbox.ts";

/** Has the browser collect its garbage. WebKit then forgets an abort signal that only a request in flight holds. */
const collectGarbage = async (): Promise<void> => {
  for (let i = 0; i < 2000; i++) {
    new ArrayBuffer(1_000_000);
    if (i % 500 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
};

describe("calls", () => {
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

  it("S39", "a late answer is a timeout, by the limit of the call or of the client", async (page) => {
    const { client } = await page.signIn();
    await page.sandbox.addFault(BALANCE, { kind: "latency", ms: 600_000 }, ALWAYS);
    const calls = [client.fetch(BALANCE, { timeoutMs: 50 }), page.newClient({ timeoutMs: 50 }).fetch(BALANCE)];
    const refusals = calls.map((call) => refusal("timeout", call));
    await collectGarbage();
    await Promise.all(refusals);
  });

  for (const effect of [
    { kind: "status", status: 503, errorCode: "Busy", errorMessage: "<b>later</b>" },
    { kind: "htmlError", status: 502 },
    { kind: "emptyBody", status: 500 },
  ] as const) {
    it("S23 S39", `a server error is a response that can be read: ${effect.kind}`, async (page) => {
      const { client } = await page.signIn();
      await page.sandbox.addFault(BALANCE, effect);
      const { kind, ...told } = effect;
      expect(await apiError(await client.fetch(BALANCE))).to.deep.equal(told);
    });
  }
});

/** How long a request may take, and how long its answer takes. */
const timeoutMs = 2000;
const latency = { kind: "latency", ms: 500 } as const;

/** Keeps the thread busy once a request for the path has arrived, until long after its limit. */
const sleep = async ({ sandbox }: Page, path: string): Promise<void> => {
  await sandbox.untilRequested(path, 1);
  const end = performance.now() + timeoutMs + 3000;
  while (performance.now() < end);
};

// Timers fire late then, and what arrived meanwhile comes first.
describe("a machine that slept", () => {
  it("S39", "a call takes the answer that came meanwhile", async (page) => {
    const { client } = await page.signIn();
    await page.sandbox.addFault(BALANCE, latency);
    const call = client.fetch(BALANCE, { timeoutMs });
    await sleep(page, BALANCE);
    expect((await call).status).to.equal(200);
  });

  it("S39 S40", "a request for tokens takes those that came meanwhile", async (page) => {
    const config = { refreshTokenStore: "memory", timeoutMs } as const;
    const { client, accessToken } = await page.signIn({ config });
    await page.sandbox.addFault(TOKEN, latency);
    const refresh = client.refresh();
    await sleep(page, TOKEN);
    await refresh;
    expect(await client.getAccessToken()).not.to.equal(accessToken);
  });
});
