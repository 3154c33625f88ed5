// An app goes on without storage: what needs it is a typed error, everything else works.

import { expect } from "chai";

import { it } from "../support/case.ts";
import type { Frame } from "../support/frame.ts";
import { listen } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";
import { CLIENT_ID, MEMBER } from "../support/sandbox.ts";
import { fillStorage } from "../support/storage.ts";

const leaveRoom = (): void => {};

/** What is wrong, where, what makes it so, and what becomes of a state that is to be verified. */
const STORAGES = [
  ["missing", "/storage-missing.html", leaveRoom, "storage_unavailable"],
  ["blocked", "/storage-blocked.html", leaveRoom, "storage_unavailable"],
  ["storage that throws", "/storage-throws.html", leaveRoom, "storage_unavailable"],
  ["full", "/blank.html", fillStorage, "state_mismatch"],
] as const;

/** Whether anything can be read from sessionStorage, and written. */
const isUsable = ({ window }: Frame): boolean => {
  try {
    window.sessionStorage.setItem("a", "a");
    return window.sessionStorage.getItem("a") === "a";
  } catch {
    return false;
  }
};

describe("no storage", () => {
  for (const [what, path, prepare, verify] of STORAGES) {
    for (const tokenStore of ["session", "memory"] as const) {
      it("S46", `${what}: a client with its token in ${tokenStore} goes on`, async (page) => {
        const frame = await page.openDocument(path);
        prepare();
        expect(isUsable(frame)).to.equal(false);
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
      const frame = await page.openDocument(path);
      prepare();
      expect(isUsable(frame)).to.equal(false);
      const binding = { clientId: CLIENT_ID, redirectUri: frame.redirectUri };
      await refusal("storage_unavailable", () => frame.generateState());
      await refusal(verify, () => frame.oauth.verifyState("unknown", binding));
      const url = frame.oauth.buildAuthorizeUrl({ ...binding, scope: "users:read", state: "own" });
      expect(new URL(url).searchParams.get("state")).to.equal("own");
    });

    if (verify === "state_mismatch") continue;
    it("S46", `${what}: a token that arrives is refused and taken out`, async (page) => {
      const frame = await page.openDocument(`${path}#access_token=forged&state=wrong`);
      const client = frame.newClient();
      await refusal("storage_unavailable", client.handleRedirectCallback());
      expect(client.getSession()).to.equal(null);
      expect(frame.location.href).to.equal(frame.redirectUri);
    });
  }
});
