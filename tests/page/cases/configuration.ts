// Configurations that JavaScript alone can have, or that concern the page itself. `tests/core/config.rs` has the others.

import { expect } from "chai";
import type { ClientConfig } from "coolsms-oauth2";
import { createClient } from "coolsms-oauth2";

import { it } from "../support/case.ts";
import { refusal } from "../support/refusal.ts";

/** What cannot be used; the member is named in the error. */
const MISTAKES: [string, Record<string, unknown>][] = [
  ["S4", { redirectUri: undefined }],
  ["S8", { scope: undefined }],
  ["", { clientId: undefined }],
  ["", { redirectUrl: location.href }],
  ["", { timeoutMs: Number.NaN }],
];

describe("configuration", () => {
  for (const [proves, mistake] of MISTAKES) {
    const [[field, value] = []] = Object.entries(mistake);
    it(proves, `refused by name: ${field} ${value}`, async (page) => {
      const error = await refusal("invalid_config", () => page.newClient(mistake));
      expect(error.field).to.equal(field);
    });
  }

  for (const nothing of [undefined, null, 7, "client", [], () => {}]) {
    it("", `what is no configuration is refused: ${JSON.stringify(nothing) ?? typeof nothing}`, async () => {
      await refusal("invalid_config", () => createClient(nothing as unknown as ClientConfig));
    });
  }

  it("", "an object that contains itself is refused", async () => {
    const config: Record<string, unknown> = { clientId: "x" };
    config.scope = config;
    config.provider = config;
    await refusal("invalid_config", () => createClient(config as unknown as ClientConfig));
  });
});
