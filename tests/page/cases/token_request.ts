// What a request for a token says, and to whom.

import { expect } from "chai";

import { it } from "../support/case.ts";
import { recordFetch, tellReferrers } from "../support/fetch.ts";
import { callBalance } from "../support/page.ts";
import { BALANCE, TOKEN } from "../support/sandbox.ts";

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
