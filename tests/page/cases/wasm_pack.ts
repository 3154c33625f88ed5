// The module without the package around it, as `wasm-pack build --target web` gives it to a page.

import { expect } from "chai";
import type * as oauth from "coolsms-oauth2";

import { it } from "../support/case.ts";
import { refusal } from "../support/refusal.ts";
import { CLIENT_ID, SCOPE } from "../support/sandbox.ts";

/** In a variable, so that it is not bundled. */
const ADDRESS = "/wasm-pack/coolsms_oauth2.js";

interface Module extends Omit<typeof oauth, "callApi"> {
  default: () => Promise<unknown>;
  callApi: (url: string, accessToken: string, init: { apiOrigins: string[] }) => Promise<Response>;
}

describe("wasm-pack", () => {
  it("", "a page signs in and calls the API with the module alone", async (page) => {
    const { default: init, ...module }: Module = await import(ADDRESS);
    await init();
    const { redirectUri, sandbox } = page;
    const { base } = sandbox;
    const [provider, binding] = [module.coolsms({ base }), { clientId: CLIENT_ID, redirectUri, scope: SCOPE }];

    const state = module.generateState(binding);
    const url = new URL(module.buildAuthorizeUrl({ ...binding, provider, state }));
    expect(url.href.startsWith(base)).to.equal(true);
    expect(url.searchParams.get("state")).to.equal(state);

    const { accessToken } = await sandbox.issueTokens(SCOPE);
    const address = `${redirectUri}#${new URLSearchParams({ access_token: accessToken, state })}`;
    const response = module.parseAuthorizationResponse(address, provider);
    expect(response).to.include({ type: "token", accessToken, state });
    expect(module.verifyState(state, binding).scope).to.deep.equal(SCOPE);
    await refusal("state_replayed", () => module.verifyState(state, binding));

    const apiOrigins = [new URL(base).origin];
    const call = (token: string) => module.callApi(`${base}/users/v1/member`, token, { apiOrigins });
    expect((await call(accessToken)).status).to.equal(200);
    await refusal("unauthorized", call("another"));
  });
});
