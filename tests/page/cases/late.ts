// A machine that slept, or a tab that was frozen: timers fire late, and what arrived meanwhile comes first.

import { expect } from "chai";

import { it } from "../support/case.ts";
import type { Page } from "../support/page.ts";
import { BALANCE, TOKEN } from "../support/sandbox.ts";

/** How long a request may take, and how long its answer takes. */
const timeoutMs = 2000;
const latency = { kind: "latency", ms: 500 } as const;

/** Keeps the thread busy once a request for the path has arrived, until long after its limit. */
const sleep = async ({ sandbox }: Page, path: string): Promise<void> => {
  await sandbox.untilRequested(path, 1);
  const end = performance.now() + timeoutMs + 3000;
  while (performance.now() < end);
};

describe("a machine that slept", () => {
  it("S39", "a call takes the answer that came meanwhile", async (page) => {
    const { client } = await page.signIn();
    await page.sandbox.addFault(BALANCE, latency);
    const call = client.fetch(BALANCE, { timeoutMs });
    await sleep(page, BALANCE);
    expect((await call).status).to.equal(200);
  });

  it("S39 S40", "a refresh takes the new tokens that came meanwhile", async (page) => {
    const config = { refreshTokenStore: "memory", timeoutMs } as const;
    const { client, accessToken } = await page.signIn({ config });
    await page.sandbox.addFault(TOKEN, latency);
    const refresh = client.refresh();
    await sleep(page, TOKEN);
    await refresh;
    expect(await client.getAccessToken()).not.to.equal(accessToken);
  });

  it("S39", "the exchange of a code takes the tokens that came meanwhile", { publicClients: true }, async (page) => {
    const config = { responseType: "code", timeoutMs } as const;
    const { frame, response } = await page.leaveForCode("/blank.html", config);
    await page.sandbox.addFault(TOKEN, latency);
    await frame.load(response);
    const exchange = frame.newClient(config).handleRedirectCallback();
    await sleep(page, TOKEN);
    expect(await exchange).to.have.property("session");
  });
});
