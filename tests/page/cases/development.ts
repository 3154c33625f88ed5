// The build for development: what its errors say, and what it tells on the console.

import { expect } from "chai";

import { it } from "../support/case.ts";
import type { Frame } from "../support/frame.ts";
import { refusal } from "../support/refusal.ts";
import { ALWAYS, BALANCE } from "../support/sandbox.ts";

const PAGE = "/development.html";
const SEND = "/messages/v4/send";

/** Collects what the document tells on the console from now on. */
const warningsOf = ({ window }: Frame): string[] => {
  const warnings: string[] = [];
  window.console.warn = (text: string) => warnings.push(text);
  return warnings;
};

/** Resolves when the waits of this build have run out. */
const waitsAreOver = () => new Promise((resolve) => setTimeout(resolve, 600));

describe("build for development", () => {
  it("S28", "an error says what happened, what to do, and where its code is explained", async (page) => {
    const frame = await page.openDocument(PAGE);
    const misspelt = { redirectURI: frame.redirectUri } as object;
    const error = await refusal("invalid_config", () => frame.newClient(misspelt));
    expect(error.message).to.equal(
      "`redirectURI` is not an option; did you mean `redirectUri`? Fix the configuration. " +
        "See docs/en/errors.md#invalid_config.",
    );
  });

  it("S28 S31 S39", "an error of a call names the call, without its query", async (page) => {
    const frame = await page.openDocument(PAGE);
    const { client } = await page.signIn({ frame, scope: ["users:read", "cash:read"] });
    const narrow = await refusal("insufficient_scope", client.fetch(`${SEND}?secret=1`, { method: "POST" }));
    expect(narrow.message).to.match(/^POST \S*\/messages\/v4\/send needs `message:write`, which was not granted\. /);
    await page.sandbox.addFault(BALANCE, { kind: "dropped" }, ALWAYS);
    const broken = await refusal("network_error", client.fetch(`${BALANCE}?secret=1`));
    expect(broken.message).to.match(/^GET \S*\/cash\/v1\/balance got no response: /);
    expect(broken.message).to.contain("docs/en/cors.md").and.not.to.contain("secret");
  });

  it("S28", "a comma in a scope is told once", async (page) => {
    const frame = await page.openDocument(PAGE);
    const warnings = warningsOf(frame);
    for (const scope of ["users:read,cash:read", ["a,b"], "users:read cash:read"]) frame.newClient({ scope });
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(/^coolsms-oauth2: `scope` contains a comma/);
  });

  it("S26", "a response that nothing handles is told", async (page) => {
    const frame = await page.openDocument(PAGE);
    await frame.load(PAGE + (await page.newResponse(frame.generateState())));
    const warnings = warningsOf(frame);
    await waitsAreOver();
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain("client.handleRedirectCallback()").and.not.to.contain("eyJ");
  });

  it("S26", "a router that ran before the package is told", async (page) => {
    const frame = await page.openDocument(PAGE);
    const response = await page.newResponse(frame.generateState());
    await frame.load(`/bare.html${response.replace("#", "#/")}`);
    const warnings = warningsOf(frame);
    await frame.loadScript("/quick/development.js");
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain("coolsms-oauth2/capture").and.not.to.contain("eyJ");
  });

  it("S26", "a response that is handled is not told", async (page) => {
    const frame = await page.openDocument(PAGE);
    await frame.load(PAGE + (await page.newResponse(frame.generateState())));
    const warnings = warningsOf(frame);
    await frame.newClient().handleRedirectCallback();
    await waitsAreOver();
    expect(warnings).to.deep.equal([]);
  });
});
