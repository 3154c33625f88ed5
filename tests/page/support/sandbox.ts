// The local CoolSMS of one case, through its controls over HTTP.

declare const facts: { sandboxPort: number };

/** The demo's app, which every sandbox knows. */
export const CLIENT_ID = "sandbox-demo";
/** All that the demo's app asks for. */
export const SCOPE = ["users:read", "cash:read", "senderid:read", "message:write"];
/** The members who can sign in. */
export const HONG = { email: "hong@example.test", name: "홍길동" };
export const KIM = { email: "kim@example.test", name: "김철수" };
export type Member = typeof HONG;

export const TOKEN = "/oauth2/v1/access_token";
export const BALANCE = "/cash/v1/balance";
export const MEMBER = "/users/v1/member";

/** How a tenant differs from the usual CoolSMS. */
export interface TenantOptions {
  /** Whether the API sends CORS headers: it does unless told otherwise. */
  cors?: boolean;
  /** Whether a refresh brings a new refresh token and ends the old one. */
  rotateRefreshTokens?: boolean;
  /** Whether a page without a secret may use a code, with PKCE. */
  publicClients?: boolean;
}

/** What goes wrong with a request; `sandbox/src/faults.rs` explains each. */
export type Effect =
  | { kind: "latency"; ms: number }
  | { kind: "status"; status: number; errorCode?: string; errorMessage?: string; headers?: Record<string, string> }
  | { kind: "htmlError"; status: number }
  | { kind: "emptyBody"; status: number }
  | { kind: "truncated" }
  | { kind: "dropped" }
  | { kind: "redirect"; location: string; status: number };

/** A request as it arrived. */
export interface RecordedRequest {
  method: string;
  path: string;
  query: string | null;
  authorization: string | null;
  referer: string | null;
  cookie: string | null;
  contentType: string | null;
  body: string;
  /** The status of the answer; null while there is none. */
  status: number | null;
}

export interface Tokens {
  accessToken: string;
  refreshToken: string;
}

/** Firefox tries up to ten times by itself when a connection breaks, so a fault for "the" request is one for all. */
export const ALWAYS = 1_000_000;

export class Tenant {
  /** Its address, without a slash at its end. */
  readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  /** Opens a CoolSMS of its own, reached under that host name. */
  static async open(host: string, options: TenantOptions = {}): Promise<Tenant> {
    const origin = `http://${host}:${facts.sandboxPort}`;
    const opened = await new Tenant(origin).#control("POST", "tenants", options);
    const { base }: { base: string } = await opened.json();
    return new Tenant(origin + new URL(base).pathname);
  }

  /** Has the next requests for that path, or that many of them, go wrong. */
  async addFault(path: string, effect: Effect, times = 1): Promise<void> {
    await this.#control("POST", "faults", { path, effect, times });
  }

  async clearFaults(): Promise<void> {
    await this.#control("DELETE", "faults");
  }

  /** What came for that path, or for any, oldest first; preflights are left out. */
  async requests(path?: string): Promise<RecordedRequest[]> {
    const all = await this.#recorded();
    return all.filter((it) => it.method !== "OPTIONS" && (path === undefined || it.path === path));
  }

  /** The preflights that came, oldest first. */
  async preflights(): Promise<RecordedRequest[]> {
    return (await this.#recorded()).filter((it) => it.method === "OPTIONS");
  }

  /** The access token of each request for that path, oldest first. */
  async accessTokens(path: string): Promise<(string | undefined)[]> {
    return (await this.requests(path)).map((it) => it.authorization?.replace(/^Bearer /, ""));
  }

  /** The refresh token of each request for a token in JSON, oldest first. */
  async refreshTokens(): Promise<string[]> {
    return (await this.requests(TOKEN)).map(({ body }) => JSON.parse(body).refresh_token);
  }

  /** The fields of each form that came to the token endpoint, oldest first. */
  async tokenForms(): Promise<Record<string, string>[]> {
    return (await this.requests(TOKEN)).map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  }

  async clearRequests(): Promise<void> {
    await this.#control("DELETE", "requests");
  }

  /** Waits until that many requests have come for that path. */
  async untilRequested(path: string, count: number): Promise<RecordedRequest[]> {
    for (;;) {
      const requests = await this.requests(path);
      if (requests.length >= count) return requests;
    }
  }

  /** The tokens that the app would get if the member granted that scope. */
  async issueTokens(scope = SCOPE, member = HONG): Promise<Tokens> {
    const wanted = { clientId: CLIENT_ID, scope: scope.join(" "), member: member.email };
    return (await this.#control("POST", "tokens", wanted)).json();
  }

  /** The code that it would get, to be used with that redirect URI and the verifier of that challenge. */
  async issueCode(redirectUri: string, challenge?: string): Promise<string> {
    const wanted = { scope: SCOPE.join(" "), redirectUri, challenge: challenge ?? null };
    return (await (await this.#control("POST", "codes", wanted)).json()).code;
  }

  /** Makes every access token stale, as if its day had passed; refresh tokens go on working. */
  async expireTokens(): Promise<void> {
    await this.#control("POST", "tokens/expire");
  }

  /** Revokes every access token, refresh token and code. */
  async revokeAllTokens(): Promise<void> {
    await this.#control("POST", "tokens/revoke");
  }

  async #recorded(): Promise<RecordedRequest[]> {
    return (await this.#control("GET", "requests")).json();
  }

  async #control(method: string, path: string, body?: unknown): Promise<Response> {
    const json = body !== undefined && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    const answer = await fetch(`${this.base}/sandbox/${path}`, { method, ...json });
    if (!answer.ok) throw new Error(`${method} ${answer.url}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}
