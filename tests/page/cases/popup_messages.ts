// What other windows say while a sign-in by popup is under way: nothing but its own response counts.

import { expect } from "chai";

import { it } from "../support/case.ts";
import type { Frame } from "../support/frame.ts";
import { answer, callBalance, type Page } from "../support/page.ts";
import { openPopup, recordChannels, type UnderWay } from "../support/popup.ts";
import { refusal } from "../support/refusal.ts";
import { HONG } from "../support/sandbox.ts";
import { stored } from "../support/storage.ts";

/** A sign-in that is under way, and what its page is told on channels. */
const underWay = async (page: Page): Promise<UnderWay & { messages: unknown[] }> => {
  const frame = await page.openDocument();
  const { messages } = recordChannels(frame);
  return { ...(await openPopup(page, { opener: frame })), messages };
};

/** It has not noticed anything, and comes to its good end. */
const completes = async ({ client, goesOn, complete }: UnderWay): Promise<void> => {
  expect(goesOn()).to.equal(true);
  expect(client.getSession()).to.equal(null);
  await complete(HONG);
  expect(await client.getAccessToken()).not.to.contain("forged");
  expect(await callBalance(client)).to.equal(200);
};

/** A token whose sign-in nobody waits for is refused in the popup, and kept nowhere. */
const isRefused = async ({ returnWith }: UnderWay, token: string, state: string): Promise<Frame> => {
  const { frame, callback } = await returnWith(answer(token, state), "/quick.html");
  await refusal("state_mismatch", callback);
  expect(frame.location.href).to.equal(`${location.origin}/quick.html`);
  expect(stored()).not.to.contain(token);
  return frame;
};

/** Says something on the channel of a sign-in, until its page has heard it. */
const say = async (state: string, messages: unknown[], data: unknown): Promise<void> => {
  const channel = new BroadcastChannel(`coolsms-oauth2.${state}`);
  const before = messages.length;
  channel.postMessage(data);
  while (messages.length === before) await new Promise((resolve) => setTimeout(resolve));
  // Other listeners of the same message have run, too.
  await new Promise((resolve) => setTimeout(resolve));
  channel.close();
};

/** Nothing that a popup of ours says, but like it: other types, other addresses, other states. */
const junk = (own: string, elsewhere: string, state: string): [string, unknown][] => {
  const forged = answer("forged", state);
  return [
    ["null", null],
    ["a boolean", true],
    ["a number", 7],
    ["an empty text", ""],
    ["the word for what was taken", "taken"],
    ["an empty list", []],
    ["an empty object", {}],
    ["the state in a list", [state]],
    ["a response in a member", { url: own + forged }],
    ["a response as data", { data: forged, type: "response" }],
    ["a token", { accessToken: "forged", state }],
    ["a session", { session: { id: "forged", accessToken: "forged", tokenType: "Bearer", scope: null, extra: {} } }],
    ["a question for a session", { ask: null }],
    ["the end of a session", { end: "forged" }],
    ["the state", state],
    ["a fragment", forged],
    ["a response to another origin", `${elsewhere}/anything${forged}`],
    ["a response with another state", own + answer("forged", "another")],
    ["an address with the state alone", `${own}#note=${state}`],
    ["the redirect URI", own],
    ["a script", `javascript:alert('${state}')`],
  ];
};

describe("popup messages", () => {
  it("S30", "what is no response to it is ignored on its channel", async (page) => {
    const sign = await underWay(page);
    const { base } = await page.elsewhere();
    for (const [what, data] of junk(sign.redirectUri, base, sign.state)) {
      await say(sign.state, sign.messages, data);
      expect(sign.goesOn(), what).to.equal(true);
      expect(sign.client.getSession(), what).to.equal(null);
    }
    await completes(sign);
  });

  it("S30", "messages between windows are ignored, and none is sent", async (page) => {
    const sign = await underWay(page);
    const { window: opener } = sign.frame;
    const heard: unknown[] = [];
    for (const place of [opener, window]) {
      place.addEventListener("message", (event) => event.isTrusted && heard.push(event.data));
    }
    const response = sign.redirectUri + (await page.newResponse(sign.state));
    for (const origin of [location.origin, "https://evil.example", "null", ""]) {
      for (const data of [response, { url: response }, { response }, sign.state]) {
        opener.dispatchEvent(new opener.MessageEvent("message", { data, origin, source: opener }));
      }
    }
    expect(sign.popup.opener, "a page in the popup reaches no other").to.equal(null);
    await completes(sign);
    expect(heard).to.be.empty;
  });

  it("S9 S26 S30", "a forged response with a popup's mark is taken by nobody", async (page) => {
    const sign = await underWay(page);
    const forged = sign.state.slice(0, -1) + (sign.state.endsWith("a") ? "b" : "a");
    await isRefused(sign, "forged", forged);
    await completes(sign);
  });

  it("S2 S30", "the response to another popup is not taken", async (page) => {
    const first = await underWay(page);
    const second = await underWay(page);
    expect(second.state).not.to.equal(first.state);
    await say(second.state, second.messages, first.redirectUri + (await page.newResponse(first.state)));
    await completes(second);
    expect(first.goesOn()).to.equal(true);
  });

  it("S9 S26 S30", "a response whose page is gone is refused", async (page) => {
    const sign = await underWay(page);
    await sign.frame.reload();
    const { accessToken } = await page.sandbox.issueTokens();
    const frame = await isRefused(sign, accessToken, sign.state);
    for (const place of [frame, sign.frame]) expect(place.newClient().getSession()).to.equal(null);
    expect(stored()).not.to.contain("eyJ");
  });

  it("S11", "a response is good once", async (page) => {
    const sign = await underWay(page);
    await completes(sign);
    const before = sign.client.getSession();
    const { accessToken } = await page.sandbox.issueTokens();
    await isRefused(sign, accessToken, sign.state);
    expect(sign.client.getSession()).to.equal(before);
  });
});
