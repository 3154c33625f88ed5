// An app goes on without storage: what needs it is a typed error, everything else works.

import { expect } from "chai";

import { it } from "../support/case.ts";
import { type Frame, type FrameWindow, PACKAGE } from "../support/frame.ts";
import { listen, type Page } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";
import { CLIENT_ID, MEMBER } from "../support/sandbox.ts";
import { fillStorage } from "../support/storage.ts";

const throwing = (): never => {
  throw new DOMException("it is not allowed", "SecurityError");
};

/** What makes it so in a document. */
const STORAGES: Record<string, (window: FrameWindow) => void> = {
  missing(window) {
    Object.defineProperty(window, "sessionStorage", { value: undefined });
  },
  blocked(window) {
    for (const name of ["sessionStorage", "localStorage"]) Object.defineProperty(window, name, { get: throwing });
  },
  "storage that throws"({ Storage }) {
    for (const name of ["getItem", "setItem", "removeItem", "clear", "key"]) Storage.prototype[name] = throwing;
  },
  full: fillStorage,
};

/** Whether anything can be read from sessionStorage, and written. */
const isUsable = ({ window }: Frame): boolean => {
  try {
    window.sessionStorage.setItem("a", "a");
    return window.sessionStorage.getItem("a") === "a";
  } catch {
    return false;
  }
};

/** A document whose storage is like that before the package comes. */
const openDocument = async (page: Page, spoil: (window: FrameWindow) => void, response = ""): Promise<Frame> => {
  const frame = await page.openDocument(`/bare.html${response}`);
  spoil(frame.window);
  await frame.loadScript(PACKAGE);
  expect(isUsable(frame)).to.equal(false);
  return frame;
};

describe("no storage", () => {
  for (const [what, spoil] of Object.entries(STORAGES)) {
    const verify = spoil === fillStorage ? "state_mismatch" : "storage_unavailable";
    for (const tokenStore of ["session", "memory"] as const) {
      it("S46", `${what}: a client with its token in ${tokenStore} goes on`, async (page) => {
        const frame = await openDocument(page, spoil);
        // No other tab is waited for.
        const client = frame.newClient({ tokenStore, shareAcrossTabs: false });
        expect(client.getSession()).to.equal(null);
        expect(await client.handleRedirectCallback()).to.equal(null);
        await refusal("storage_unavailable", client.signInWithRedirect());
        await refusal("login_required", client.getAccessToken());
        await refusal("login_required", client.fetch(MEMBER));
        expect(client.missingScopes("users:read")).to.deep.equal(["users:read"]);
        const changes = listen(client);
        await client.signOut();
        expect(changes).to.have.length(1);
        expect(frame.location.href).to.equal(frame.redirectUri);
      });
    }

    it("S46", `${what}: the functions go on`, async (page) => {
      const frame = await openDocument(page, spoil);
      const binding = { clientId: CLIENT_ID, redirectUri: frame.redirectUri };
      await refusal("storage_unavailable", () => frame.generateState());
      await refusal(verify, () => frame.oauth.verifyState("unknown", binding));
      const url = frame.oauth.buildAuthorizeUrl({ ...binding, scope: "users:read", state: "own" });
      expect(new URL(url).searchParams.get("state")).to.equal("own");
    });

    if (spoil === fillStorage) continue;
    it("S46", `${what}: a token that arrives is refused and taken out`, async (page) => {
      const frame = await openDocument(page, spoil, "#access_token=forged&state=wrong");
      const client = frame.newClient();
      await refusal("storage_unavailable", client.handleRedirectCallback());
      expect(client.getSession()).to.equal(null);
      expect(frame.location.href).to.equal(frame.redirectUri);
    });
  }
});
