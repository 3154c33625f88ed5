// Token endpoints that answer badly: each answer has its own error, the session stays, and a later refresh works. What else
// an answer may hold is a matter of the native tests, `tests/core/token_endpoint.rs`.

import { expect } from "chai";

import { it } from "../support/case.ts";
import type { Page } from "../support/page.ts";
import { refusal, textOf } from "../support/refusal.ts";
import { ALWAYS, type Effect, TOKEN } from "../support/sandbox.ts";

const config = { refreshTokenStore: "session" } as const;

/** What it is, what the endpoint does, and the code of the refusal. */
const ANSWERS: [string, Effect, string][] = [
  ["a page of HTML", { kind: "htmlError", status: 200 }, "malformed_response"],
  ["an empty body", { kind: "emptyBody", status: 200 }, "malformed_response"],
  ["half of a body", { kind: "truncated" }, "malformed_response"],
  ["no access token", { kind: "edit", set: { access_token: null } }, "malformed_response"],
  ["a connection that breaks", { kind: "dropped" }, "network_error"],
  ["a broken gateway", { kind: "htmlError", status: 502 }, "token_error"],
  ["an empty 500", { kind: "emptyBody", status: 500 }, "token_error"],
  ["a busy server", { kind: "status", status: 503, errorCode: "Busy" }, "token_error"],
  ["a client that it does not know", { kind: "status", status: 400, errorCode: "InvalidClient" }, "token_error"],
];

/** A refresh is refused with this code and changes nothing; the next one, to a sound endpoint, works. */
const keepsTheSession = async (page: Page, effect: Effect, code: string, timeoutMs?: number): Promise<void> => {
  const short = timeoutMs === undefined ? {} : { timeoutMs };
  const { client, accessToken, refreshToken, session } = await page.signIn({ config: { ...config, ...short } });
  await page.sandbox.addFault(TOKEN, effect, ALWAYS);
  const error = await refusal(code, client.refresh());
  expect(textOf(error)).not.to.contain(refreshToken).and.not.to.contain("secret");
  expect(client.getSession()).to.equal(session);
  expect(await client.getAccessToken()).to.equal(accessToken);

  await page.sandbox.clearFaults();
  const refreshed = await page.newClient(config).refresh();
  expect({ ...refreshed, expiresAt: null }).to.deep.equal({ ...session, expiresAt: null });
  expect(await client.getAccessToken()).not.to.equal(accessToken);
};

describe("answer of the token endpoint", () => {
  for (const [what, effect, code] of ANSWERS) {
    it("S38 S43", `${what} is refused, and the session stays`, async (page) => {
      await keepsTheSession(page, effect, code);
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    it("S43 S44", `a redirect is not followed: ${status}`, async (page) => {
      const elsewhere = await page.elsewhere();
      await keepsTheSession(page, { kind: "redirect", location: elsewhere.base + TOKEN, status }, "network_error");
      expect(await elsewhere.requests()).to.be.empty;
      expect(await elsewhere.preflights()).to.be.empty;
    });
  }

  it("S39 S43", "one that comes too late is a timeout", async (page) => {
    await keepsTheSession(page, { kind: "latency", ms: 600_000 }, "timeout", 50);
  });

  // An app that hands its own settings on may have none of them.
  for (const none of [undefined, null]) {
    it("S39", `a timeoutMs that is ${none} is the usual one`, async (page) => {
      const { client } = await page.signIn({ config: { ...config, timeoutMs: none as unknown as number } });
      await page.sandbox.addFault(TOKEN, { kind: "latency", ms: 100 });
      await client.refresh();
    });
  }
});
