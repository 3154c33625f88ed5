// What a request for a token says, and to whom.

import { expect } from "chai";

import { it } from "../support/case.ts";
import { recordFetch, tellReferrers } from "../support/fetch.ts";
import { callBalance, endsIn, type Page } from "../support/page.ts";
import { BALANCE, CLIENT_ID, TOKEN } from "../support/sandbox.ts";

/** A provider that takes forms, as RFC 6749 §4.1.3 has it; its endpoint has a query of its own, which stays (§3.2). */
const byForm = (page: Page) =>
  page.provider({ tokenRequest: "form", tokenEndpoint: `${page.sandbox.base}${TOKEN}?tenant=7` });

const asInRfc6749 = { publicClients: true, rotateRefreshTokens: true };

/** Not by the Cookie Store API, which not every engine has. */
const setCookie = (cookie: string): void => {
  // biome-ignore lint/suspicious/noDocumentCookie: see above
  document.cookie = cookie;
};

describe("token request", () => {
  it("S40 S41 S44", "a form of RFC 6749 names the client, and its tokens are used", asInRfc6749, async (page) => {
    const frame = await page.openDocument("/quick.html");
    const config = { refreshTokenStore: "session", provider: byForm(page) } as const;
    const { client, accessToken, refreshToken } = await page.signIn({ config, frame, endsIn });
    expect(await callBalance(client)).to.equal(200);
    const token = await client.getAccessToken();
    expect(token).not.to.equal(accessToken);
    expect(await page.sandbox.accessTokens(BALANCE)).to.deep.equal([token]);
    const [request] = await page.sandbox.requests(TOKEN);
    expect(request?.query).to.equal("tenant=7");
    expect(request?.contentType).to.match(/^application\/x-www-form-urlencoded/);

    await client.refresh();
    const [first, second, ...more] = await page.sandbox.tokenForms();
    const fields = { client_id: CLIENT_ID, grant_type: "refresh_token" };
    expect(first).to.deep.equal({ ...fields, refresh_token: refreshToken });
    expect(second).to.include(fields);
    expect(second?.refresh_token, "the newest").not.to.equal(refreshToken);
    expect(more).to.be.empty;
  });

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
