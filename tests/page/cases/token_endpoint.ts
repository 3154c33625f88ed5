// What the token endpoint is asked, and by whom; and endpoints that answer badly: each answer has its own error, the session
// stays, and a later refresh works. What else an answer may hold is a matter of the native tests, `tests/core/token_endpoint.rs`.

import { expect } from "chai";

import { it } from "../support/case.ts";
import { recordFetch, tellReferrers } from "../support/fetch.ts";
import { callBalance, type Page } from "../support/page.ts";
import { refusal, textOf } from "../support/refusal.ts";
import { ALWAYS, BALANCE, type Effect, TOKEN } from "../support/sandbox.ts";

const config = { refreshTokenStore: "session" } as const;

/** What it is, what the endpoint does, and the code of the refusal. */
const ANSWERS: [string, Effect, string][] = [
  ["a page of HTML", { kind: "htmlError", status: 200 }, "malformed_response"],
  ["an empty body", { kind: "emptyBody", status: 200 }, "malformed_response"],
  ["half of a body", { kind: "truncated" }, "malformed_response"],
  ["a broken gateway", { kind: "htmlError", status: 502 }, "token_error"],
  ["an empty 500", { kind: "emptyBody", status: 500 }, "token_error"],
  ["a busy server", { kind: "status", status: 503, errorCode: "Busy" }, "token_error"],
];

/** A refresh is refused with this code and changes nothing; the next one, to a sound endpoint, works. */
const keepsTheSession = async (page: Page, effect: Effect, code: string, limit?: { timeoutMs: number }) => {
  const { client, accessToken, refreshToken, session } = await page.signIn({ config: { ...config, ...limit } });
  await page.sandbox.addFault(TOKEN, effect, ALWAYS);
  const error = await refusal(code, client.refresh());
  expect(textOf(error)).not.to.contain(refreshToken).and.not.to.contain("secret");
  expect(client.getSession()).to.equal(session);
  expect(await client.getAccessToken()).to.equal(accessToken);

  await page.sandbox.clearFaults();
  const refreshed = await page.newClient(config).refresh();
  expect({ ...refreshed, expiresAt: null }).to.deep.equal({ ...session, expiresAt: null });
  expect(await client.getAccessToken()).not.to.equal(accessToken);
};

describe("answer of the token endpoint", () => {
  for (const [what, effect, code] of ANSWERS) {
    it("S38 S43", `${what} is refused, and the session stays`, async (page) => {
      await keepsTheSession(page, effect, code);
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    it("S43 S44", `a redirect is not followed: ${status}`, async (page) => {
      const elsewhere = await page.elsewhere();
      await keepsTheSession(page, { kind: "redirect", location: elsewhere.base + TOKEN, status }, "network_error");
      expect(await elsewhere.requests()).to.be.empty;
      expect(await elsewhere.preflights()).to.be.empty;
    });
  }

  it("S39 S43", "one that comes too late is a timeout", async (page) => {
    await keepsTheSession(page, { kind: "latency", ms: 600_000 }, "timeout", { timeoutMs: 50 });
  });
});

/** Not by the Cookie Store API, which not every engine has. */
const setCookie = (cookie: string): void => {
  // biome-ignore lint/suspicious/noDocumentCookie: see above
  document.cookie = cookie;
};

describe("token request", () => {
  for (const kind of ["form", "json"] as const) {
    it("S44", `no cookie, access token or address goes along: ${kind}`, { publicClients: true }, async (page) => {
      setCookie("own=1; path=/");
      try {
        const frame = await page.openDocument();
        tellReferrers(frame);
        // What would be seen: cookies go by host, whatever the port.
        await frame.window.fetch(`${page.sandbox.base}/anything`, { credentials: "include", mode: "no-cors" });
        const [seen] = await page.sandbox.requests("/anything");
        expect(seen).to.include({ cookie: "own=1", referer: frame.location.href });

        const config = { refreshTokenStore: "memory", provider: page.provider({ tokenRequest: kind }) } as const;
        const { client } = await page.signIn({ config, frame });
        const sent = recordFetch(frame.window);
        await client.refresh();
        expect(sent).to.have.length(1);
        expect(sent[0]?.credentials, "nor to the page's own origin").to.equal("omit");
        const requests = await page.sandbox.requests(TOKEN);
        expect(requests).to.have.length(1);
        expect(requests[0]).to.include({ cookie: null, authorization: null, referer: null });
      } finally {
        setCookie("own=; path=/; max-age=0");
      }
    });
  }

  it("S44", "from sign-in to sign-out a refresh token goes to the token endpoint alone", async (page) => {
    const frame = await page.openDocument("/quick.html");
    const before = recordFetch(frame.window);
    const config = { refreshTokenStore: "session", shareAcrossTabs: false } as const;
    const { client, refreshToken } = await page.signIn({ config, frame });
    await client.refresh();
    expect(await callBalance(client)).to.equal(200);
    await page.sandbox.expireTokens();
    expect(await callBalance(client)).to.equal(200);
    await frame.reload();
    const after = recordFetch(frame.window);
    const again = frame.newClient(config);
    expect(await callBalance(again)).to.equal(200);
    await again.signOut();

    const addresses = [...before, ...after].map(({ url }) => url.replace(page.sandbox.base, ""));
    expect(addresses).to.deep.equal([TOKEN, BALANCE, BALANCE, TOKEN, BALANCE, BALANCE]);
    expect(await page.sandbox.refreshTokens()).to.deep.equal([refreshToken, refreshToken]);
    for (const { body, ...rest } of await page.sandbox.requests()) {
      expect(JSON.stringify(rest)).not.to.contain(refreshToken);
      if (rest.path !== TOKEN) expect(body).not.to.contain(refreshToken);
    }
  });
});
