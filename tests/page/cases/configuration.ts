// Configurations that JavaScript alone can have. `tests/core/config.rs` has the others, `primitives.ts` what becomes of values.

import { expect } from "chai";
import { type ClientConfig, createClient } from "coolsms-oauth2";

import { it } from "../support/case.ts";
import { refusal } from "../support/refusal.ts";

const good = { clientId: "x", redirectUri: location.href, scope: "a" };
const circular: Record<string, unknown> = { ...good };
circular.scope = circular;

/** What cannot be used, and the member that the error names. */
const MISTAKES: [string, unknown, string][] = [
  ["nothing", undefined, "clientId"],
  ["a function", () => {}, "config"],
  ["an object that contains itself", circular, "scope"],
  ["a member that is undefined", { ...good, redirectUri: undefined }, "redirectUri"],
  ["a number that is none", { ...good, timeoutMs: Number.NaN }, "timeoutMs"],
];

describe("configuration", () => {
  for (const [what, config, field] of MISTAKES) {
    it("S4 S8", `refused by name: ${what}`, async () => {
      expect(await refusal("invalid_config", () => createClient(config as ClientConfig))).to.include({ field });
    });
  }
});
