// Signing out of a provider that takes tokens back (RFC 7009): the session is over, whatever it answers.

import { expect } from "chai";
import type { Client, ClientConfig } from "coolsms-oauth2";

import { it } from "../support/case.ts";
import { holdAnswers } from "../support/fetch.ts";
import type { Page } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";
import { ALWAYS, CLIENT_ID, type Effect } from "../support/sandbox.ts";
import { stored } from "../support/storage.ts";

const REVOKE = "/oauth2/v1/revoke";

/** Signs in at a provider that revokes tokens, and answers so. */
const signIn = async (page: Page, effect: Effect, refreshTokenStore: ClientConfig["refreshTokenStore"] = "session") => {
  await page.sandbox.addFault(REVOKE, effect, ALWAYS);
  const provider = page.provider({ revocationEndpoint: page.sandbox.base + REVOKE, tokenRequest: "form" });
  return page.signIn({ config: { refreshTokenStore, provider } });
};

const isOver = async (client: Client): Promise<void> => {
  expect(client.getSession()).to.equal(null);
  expect(stored()).not.to.contain("eyJ");
  await refusal("login_required", client.getAccessToken());
};

describe("revocation", () => {
  for (const [refreshTokenStore, token] of [
    ["memory", "refreshToken"],
    ["session", "refreshToken"],
    ["discard", "accessToken"],
  ] as const) {
    it("S44 S48", `signing out ends the session, and then revokes the ${token}: ${refreshTokenStore}`, async (page) => {
      const { client, ...tokens } = await signIn(page, { kind: "status", status: 200 }, refreshTokenStore);
      const answers = holdAnswers(REVOKE);
      const ended = client.signOut();
      await answers.arrived;
      await isOver(client);
      answers.release();
      await ended;
      const requests = await page.sandbox.requests();
      expect(requests).to.have.length(1);
      expect(requests[0]).to.include({ method: "POST", path: REVOKE, cookie: null, authorization: null });
      const form = new URLSearchParams(requests[0]?.body);
      expect(form.get("token")).to.equal(tokens[token]);
      expect(form.get("client_id")).to.equal(CLIENT_ID);
    });
  }

  for (const [code, effect] of [
    ["token_error", { kind: "status", status: 404 }],
    ["network_error", { kind: "dropped" }],
  ] as const) {
    it("S39 S48", `a revocation that fails is told, and the session is over: ${code}`, async (page) => {
      const { client } = await signIn(page, effect);
      await refusal(code, client.signOut());
      await isOver(client);
    });
  }
});
