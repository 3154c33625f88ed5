// Pages whose own objects, stores and servers are hostile or broken: the package loads, and nothing is lost or blocked.

import { expect } from "chai";

import { it } from "../support/case.ts";
import { PACKAGE } from "../support/frame.ts";
import { callBalance } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";
import { BALANCE } from "../support/sandbox.ts";

describe("hostile page", () => {
  it("S26", "changed built-in objects do not keep the package from loading", async (page) => {
    const frame = await page.openDocument("/bare.html");
    const loadPackage = async (): Promise<void> => {
      Object.assign(frame.window.Object.prototype, { evil: "zz" });
      frame.window.Object.freeze(frame.window.Error.prototype);
      await frame.loadScript(PACKAGE);
    };
    await loadPackage();
    await frame.load(`/bare.html${await page.newResponse(frame.generateState())}`);
    await loadPackage();
    expect(frame.location.href).to.equal(frame.redirectUri);
    expect(await frame.newClient().handleRedirectCallback()).to.have.property("session");
    const binding = { clientId: "a", redirectUri: frame.redirectUri };
    await refusal("state_mismatch", () => frame.oauth.verifyState("x", binding));
  });

  for (const [name, value] of [
    ["redirect", "follow"],
    ["credentials", "include"],
    ["headers", { Authorization: "Bearer other" }],
    ["method", "DELETE"],
  ] as const) {
    it("S31 S33", `a polluted prototype changes no request: ${name}`, async (page) => {
      const frame = await page.openDocument();
      const { client, accessToken } = await page.signIn({ frame });
      const elsewhere = await page.elsewhere();
      await page.sandbox.addFault(BALANCE, { kind: "redirect", location: elsewhere.base + BALANCE, status: 307 });
      const prototype = frame.window.Object.prototype as unknown as Record<string, unknown>;
      prototype[name] = value;
      await refusal("network_error", client.fetch(BALANCE));
      expect(await callBalance(client)).to.equal(200);
      expect(await elsewhere.requests(BALANCE)).to.be.empty;
      expect(new Set(await page.sandbox.accessTokens(BALANCE))).to.deep.equal(new Set([accessToken]));
      const methods = (await page.sandbox.requests(BALANCE)).map(({ method }) => method);
      expect(new Set(methods)).to.deep.equal(new Set(["GET"]));
    });
  }

  it("S31", "a call into whose headers no token can be written is not made", async (page) => {
    const frame = await page.openDocument();
    const { client } = await page.signIn({ frame });
    frame.window.Headers.prototype.set = () => {
      throw new Error("hostile");
    };
    await refusal("invalid_request", client.fetch(BALANCE));
    expect(await page.sandbox.requests()).to.be.empty;
  });

  it("S39", "an error body without end is not read to its end", async (page) => {
    const frame = await page.openDocument("/quick.html");
    const { ReadableStream, Response } = frame.window;
    let pulls = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulls += 1;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    expect(await frame.oauth.apiError(new Response(endless, { status: 500 }))).to.deep.equal({ status: 500 });
    expect(pulls).to.be.below(10);
    const silent = new ReadableStream({});
    expect(await frame.oauth.apiError(new Response(silent, { status: 502 }))).to.deep.equal({ status: 502 });
  });

  for (const [what, text] of [
    ["a million records", `[${"{},".repeat(1_000_000)}{}]`],
    ["deep lists", "[".repeat(200_000) + "]".repeat(200_000)],
    [
      "a session with deep members",
      `{"id":"a","accessToken":"t","tokenType":"Bearer","refreshes":0,"extra":{"x":${"[".repeat(9000)}${"]".repeat(9000)}},"y":${"[".repeat(9000)}${"]".repeat(9000)}}`,
    ],
  ] as const) {
    it("S46", `${what} in the store keep nothing from working`, async (page) => {
      const frame = await page.openDocument();
      const first = frame.newClient();
      const { client } = await page.signIn({ frame });
      for (const key of Object.keys(sessionStorage)) {
        try {
          sessionStorage.setItem(key, text);
        } catch {
          // There is no room for it.
        }
      }
      await client.signOut();
      first.dispose();
      await frame.reload();
      frame.newClient().getSession();
      expect(await page.signIn({ frame })).to.have.property("session");
    });
  }
});
