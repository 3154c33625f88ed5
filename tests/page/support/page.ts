// What a case has at hand: its CoolSMS, clients for it, sign-ins without the provider's pages, fresh documents.

import type { Client, ClientConfig, Provider, SignInOptions } from "coolsms-oauth2";
import * as oauth from "coolsms-oauth2";

import { Frame, Place } from "./frame.ts";
import { BALANCE, CLIENT_ID, type Member, SCOPE, Tenant, TOKEN } from "./sandbox.ts";

/** How to sign in by `signIn`. */
export interface Wish {
  scope?: string[];
  member?: Member;
  /** What the client is beyond the usual. */
  config?: Partial<ClientConfig>;
  /** Where; in the page itself unless told otherwise. */
  frame?: Frame;
  /** In seconds: the token lives two minutes, of which this many are left. */
  endsIn?: number;
}

/** The end of a token that is still good, and that a call refreshes first. */
export const endsIn = 25;

/** Where a provider sends the user: a page that stands for its own. Sessions are those of an address: each case has another. */
const signInPage = (base: string): string => `${location.origin}/bare.html?of=${base}`;

const coolsmsAt = (base: string): Provider => ({
  ...oauth.coolsms({ base }),
  authorizationEndpoint: signInPage(base),
});

export class Page extends Place {
  readonly window = window;
  readonly oauth = oauth;
  readonly sandbox: Tenant;

  constructor(sandbox: Tenant) {
    super({ clientId: CLIENT_ID, scope: SCOPE, provider: coolsmsAt(sandbox.base) });
    this.sandbox = sandbox;
  }

  /** The sandbox as provider, some settings replaced. */
  provider(changes: Partial<Provider> = {}): Provider {
    return { ...coolsmsAt(this.sandbox.base), ...changes };
  }

  /** The sandbox as a provider without a preset. Its token endpoint has a query of its own, which stays (RFC 6749 §3.2). */
  plainProvider(changes: Partial<Provider> = {}): Provider {
    const { base } = this.sandbox;
    const tokenEndpoint = `${base}${TOKEN}?tenant=7`;
    return { id: "plain", authorizationEndpoint: signInPage(base), tokenEndpoint, apiBase: base, ...changes };
  }

  /** The fragment of a good response with that state. */
  async newResponse(state: string): Promise<string> {
    return answer((await this.sandbox.issueTokens()).accessToken, state);
  }

  /** Leaves a document for a code; gives what the provider was asked for, and the address that has a good code. */
  async leaveForCode(address: string, config: Partial<ClientConfig>, options: SignInOptions = {}) {
    const frame = await this.openDocument(address);
    const { redirectUri } = frame;
    const state = await frame.leave(options, config);
    const asked = Object.fromEntries(new URLSearchParams(frame.location.search));
    const code = await this.sandbox.issueCode(redirectUri, asked.code_challenge);
    return { frame, redirectUri, asked, code, response: `${redirectUri}?code=${code}&state=${state}` };
  }

  /** Signs a member in, with tokens that the sandbox has issued: what comes after the provider's pages. */
  async signIn({ scope = SCOPE, member, config, frame, endsIn }: Wish = {}) {
    const tokens = await this.sandbox.issueTokens(scope, member);
    const place = frame ?? this;
    const client = place.newClient(config);
    const { now } = Date;
    if (endsIn !== undefined) Date.now = () => now() - (120 - endsIn) * 1000;
    const response = new URLSearchParams({
      access_token: tokens.accessToken,
      refresh_token: tokens.refreshToken,
      ...(endsIn !== undefined && { expires_in: "120" }),
      state: place.generateState(),
    });
    place.arrive(`#${response}`);
    const result = await client.handleRedirectCallback();
    Date.now = now;
    if (result === null) throw new Error("the address was no callback");
    return { ...result, ...tokens, client };
  }

  /** A CoolSMS on another origin, which a token of this case must never reach unless it is allowed to. */
  elsewhere(): Promise<Tenant> {
    return Tenant.open(location.hostname === "localhost" ? "127.0.0.1" : "localhost");
  }

  /** A fresh document of this origin in the same tab: its own package, the same storage. */
  async openDocument(address = "/blank.html"): Promise<Frame> {
    const frame = new Frame(this.settings);
    await frame.load(address);
    return frame;
  }
}

/** A state of the package's own form that it never issued. */
export const UNKNOWN_STATE = "p".repeat(64);

/** The fragment of a good response. */
export const answer = (token: string, state: string): string => `#access_token=${token}&state=${state}`;

/** What a client's listener is told from now on: the reasons of its changes. */
export const listen = (client: Client): (oauth.OAuthError | undefined)[] => {
  const heard: (oauth.OAuthError | undefined)[] = [];
  client.subscribe((reason) => heard.push(reason));
  return heard;
};

/** The client's next change: resolves with its reason. */
export const changeOf = (client: Client): Promise<unknown> => new Promise((resolve) => client.subscribe(resolve));

/** What a call for the balance comes to. */
export const callBalance = async (client: Client): Promise<number> => (await client.fetch(BALANCE)).status;

/** Has the page's clock stand still at that time, in milliseconds since the epoch, until the case ends. */
export const stopClock = (now: number): void => {
  Date.now = () => now;
};
