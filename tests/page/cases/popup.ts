// Sign-ins by popup, as far as they are no matter of windows: the response comes from another document of this origin.

import { expect } from "chai";
import type { Client } from "coolsms-oauth2";

import { it } from "../support/case.ts";
import { recordTimers } from "../support/frame.ts";
import { callBalance, changeOf, type Page, stopClock, UNKNOWN_STATE } from "../support/page.ts";
import { openPopup, recordPopups } from "../support/popup.ts";
import { refusal, rejection } from "../support/refusal.ts";
import { HONG, KIM, MEMBER } from "../support/sandbox.ts";
import { fillStorage, stored } from "../support/storage.ts";

/** Longer than a popup may be closed before that counts. */
const A_WHILE = 60_000;

/** A popup that has looked closed for long, while the user is at the page or away. */
const openClosed = async (page: Page, isAtThePage: boolean) => {
  const frame = await page.openDocument();
  frame.window.document.hasFocus = () => isAtThePage;
  const signIn = await openPopup(page, { opener: frame });
  signIn.popup.isClosed = true;
  await signIn.popup.look();
  stopClock(Date.now() + A_WHILE);
  return signIn;
};

describe("popup", () => {
  it("S30", "the page that opens it may be its redirect URI too", async (page) => {
    const frame = await page.openDocument("/blank.html?tab=inbox");
    expect(await frame.newClient().handleRedirectCallback()).to.equal(null);
    const { client, complete } = await openPopup(page, { opener: frame });
    await complete(KIM);
    expect(await (await client.fetch(MEMBER)).json()).to.include({ name: KIM.name });
    expect(frame.location.search).to.equal("?tab=inbox");
  });

  it("S45", "it leaves nothing of the sign-in in any store", async (page) => {
    const { client, state, complete } = await openPopup(page, { config: { tokenStore: "memory" } });
    expect(stored()).not.to.contain(state);
    await complete();
    expect(await client.getAccessToken()).to.contain("eyJ");
    expect(stored()).not.to.contain(state).and.not.to.contain("eyJ");
  });

  it("S46", "it needs no storage", async (page) => {
    fillStorage();
    const { client, complete } = await openPopup(page);
    await complete();
    expect(await callBalance(client)).to.equal(200);
  });

  it("S30", "one that looks closed is waited for while the user is not back at the page", async (page) => {
    const { client, popup, goesOn, complete } = await openClosed(page, false);
    await popup.look();
    expect(goesOn()).to.equal(true);
    await complete();
    expect(await callBalance(client)).to.equal(200);
  });

  it("S30", "a response that comes after it looked closed is taken, and listeners hear of it", async (page) => {
    const { client, result, allow } = await openClosed(page, true);
    await refusal("cancelled", result);
    expect(client.getSession()).to.equal(null);
    const change = changeOf(client);
    await allow();
    expect(await change).to.equal(undefined);
    expect(await callBalance(client)).to.equal(200);
  });

  for (const isClosed of [false, true]) {
    const how = isClosed ? "looks closed" : "is open";
    it("S39", `an abort rejects with its reason, and nothing comes of a popup that ${how}`, async (page) => {
      const controller = new AbortController();
      const { signal } = controller;
      const { client, popup, result, goesOn, allow } = await openPopup(page, {
        signIn: (it) => it.signInWithPopup({ signal }),
      });
      popup.isClosed = isClosed;
      expect(goesOn()).to.equal(true);
      controller.abort("no longer needed");
      expect(await rejection(result)).to.equal("no longer needed");
      expect(popup.closings).to.be.at.least(1);
      // The page takes the response, so that the popup closes.
      expect(await (await allow()).callback).to.equal(null);
      expect(client.getSession()).to.equal(null);
      expect(stored()).not.to.contain("eyJ");
    });
  }

  it("S39", "a sign-in that was aborted before opens nothing", async (page) => {
    const frame = await page.openDocument();
    const popups = recordPopups(frame);
    const signal = AbortSignal.abort("too late");
    expect(await rejection(frame.newClient().signInWithPopup({ signal }))).to.equal("too late");
    expect(popups).to.be.empty;
  });

  it("S12 S26", "one that takes too long is a timeout, and its response is refused", async (page) => {
    const { client, popup, state, result, returnWith } = await openPopup(page, {
      config: { stateLifetimeSeconds: 1 },
    });
    await refusal("timeout", result);
    expect(popup.closings).to.be.at.least(1);
    const { frame, callback } = await returnWith(await page.newResponse(state), "/quick.html");
    await refusal("state_mismatch", callback);
    expect(frame.location.href).not.to.contain("eyJ").and.not.to.contain(state);
    expect(client.getSession()).to.equal(null);
    expect(stored()).not.to.contain("eyJ");
  });

  it("", "a newer one of the page cancels the older and succeeds", async (page) => {
    const frame = await page.openDocument();
    const older = await openPopup(page, { opener: frame });
    const newer = await openPopup(page, { opener: frame });
    await refusal("cancelled", older.result);
    expect(older.popup.closings).to.be.at.least(1);
    expect(newer.goesOn()).to.equal(true);
    const { session } = await newer.complete(KIM);
    expect(await (await older.allow(HONG)).callback).to.equal(null);
    expect(newer.client.getSession()).to.equal(session);
    expect(await (await newer.client.fetch(MEMBER)).json()).to.include({ name: KIM.name });
  });

  it("S30", "a denial is the server's error, with the app's own note", async (page) => {
    const signIn = (it: Client) => it.signInWithPopup({ appState: 7 });
    const { client, state, result, returnWith } = await openPopup(page, { signIn });
    await returnWith(`#error=access_denied&state=${state}`);
    const error = await refusal("authorization_error", result);
    expect(error).to.include({ error: "access_denied", appState: 7 });
    expect(client.getSession()).to.equal(null);
  });

  it("S30", "where no page waits for a popup, its response is refused at once", async (page) => {
    const frame = await page.openDocument();
    await frame.load(`/blank.html?code=7&state=popup-${UNKNOWN_STATE}`);
    const [client, timers] = [frame.newClient(), recordTimers(frame)];
    await refusal("state_mismatch", client.handleRedirectCallback());
    expect(timers).to.be.empty;
  });

  it("S30", "a frame of another site is told at once that no popup can answer it", async () => {
    const frame = document.createElement("iframe");
    const told = new Promise((resolve) => addEventListener("message", ({ data }) => resolve(data), { once: true }));
    const host = location.hostname === "localhost" ? "127.0.0.1" : "localhost";
    frame.src = `http://${host}:${location.port}/popup_in_frame.html`;
    document.body.append(frame);
    expect(await told).to.equal("storage_unavailable");
  });
});
