// What the clients of one page have in common, and what they have not: sessions and listeners.

import { expect } from "chai";
import * as oauth from "coolsms-oauth2";

import { it } from "../support/case.ts";
import { listen, stopClock } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";
import { BALANCE } from "../support/sandbox.ts";
import { sessionKey, stored } from "../support/storage.ts";

describe("session", () => {
  for (const [who, app, provider] of [
    ["another app", { clientId: "another-app" }, {}],
    ["another provider", {}, { id: "another" }],
    ["another server", {}, { authorizationEndpoint: "https://another.example/" }],
  ] as const) {
    it("S36", `${who} has no part in it`, async (page) => {
      const { client, session } = await page.signIn();
      expect(page.newClient({ ...app, provider: page.provider(provider) }).getSession()).to.equal(null);
      expect(client.getSession()).to.equal(session);
    });
  }

  it("S48", "what another document of the tab takes away is gone here too", async (page) => {
    const { client, session } = await page.signIn();
    const { window } = await page.openDocument();
    const heard = listen(client);
    window.sessionStorage.clear();
    expect(client.getSession()).to.equal(session);
    await refusal("login_required", client.getAccessToken());
    expect(client.getSession()).to.equal(null);
    expect(heard).to.have.length(1);
  });

  it("S49", "it is null once its token has ended, and listeners hear of it", async (page) => {
    const { client, session } = await page.signIn();
    const heard = listen(client);
    expect([session.refreshable, client.getStatus()]).to.deep.equal([false, "signed_in"]);
    stopClock(session.expiresAt as number);
    expect([client.getSession(), heard.length, client.getStatus()]).to.deep.equal([null, 0, "signed_out"]);
    await Promise.resolve();
    expect([client.getSession(), heard.length]).to.deep.equal([null, 1]);
    expect(stored()).not.to.contain("eyJ");
  });

  it("", "listeners hear of changes until they are taken off", async (page) => {
    await page.signIn();
    const [one, two] = [page.newClient(), page.newClient()];
    const heard: string[] = [];
    const twice = (): void => {
      heard.push("twice");
    };
    const stop = one.subscribe(twice);
    one.subscribe(twice);
    two.subscribe(() => heard.push("two"));
    one.subscribe(() => heard.push("disposed"));
    stop();
    stop();
    expect(heard).to.be.empty;
    await two.signOut();
    expect(heard.splice(0)).to.deep.equal(["twice", "two", "disposed"]);
    one.dispose();
    await two.signOut();
    expect(heard).to.deep.equal(["two"]);
  });

  it("", "a listener that throws keeps no other from hearing, and is reported", async (page) => {
    const frame = await page.openDocument();
    const { client } = await page.signIn({ frame });
    const reported = new Promise<unknown>((resolve) => {
      frame.window.addEventListener("unhandledrejection", ({ reason }) => resolve(reason));
    });
    const thrown = new Error("of the app");
    client.subscribe(() => {
      throw thrown;
    });
    const heard = listen(client);
    await client.signOut();
    expect(heard).to.have.length(1);
    expect(await reported).to.equal(thrown);
  });

  it("S29", "it is the same object while it is used, and what an app does to it grants nothing", async (page) => {
    const { client } = await page.signIn();
    const before = client.getSession();
    await client.fetch(BALANCE);
    await client.getAccessToken();
    before?.scope?.push("*");
    expect(client.getSession()).to.equal(before);
    expect(client.missingScopes("other:read")).to.deep.equal(["other:read"]);
  });

  for (const changed of [{ accessToken: 5 }, { accessToken: { a: 1 } }, { id: {} }]) {
    it("S45", `a stored session with other types is none: ${JSON.stringify(changed)}`, async (page) => {
      const { client } = await page.signIn();
      const key = sessionKey();
      const own = JSON.parse(sessionStorage.getItem(key) as string);
      sessionStorage.setItem(key, JSON.stringify({ ...own, ...changed }));
      await refusal("login_required", client.getAccessToken());
      expect(client.getSession()).to.equal(null);
    });
  }

  it("S29", "a listener may ask for the callback again", async (page) => {
    page.arrive(await page.newResponse(page.generateState()));
    const client = page.newClient();
    let inner: unknown;
    client.subscribe(() => {
      inner ??= client.handleRedirectCallback();
    });
    const outer = client.handleRedirectCallback();
    await outer;
    expect(inner).to.equal(outer);
  });

  it("", "what is no response has no error to read", async () => {
    const error = await refusal("invalid_request", oauth.apiError({ status: 401 } as Response));
    expect(error.field).to.equal("response");
  });
});
