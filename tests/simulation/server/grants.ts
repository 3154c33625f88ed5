// What the authorization server has issued, and what sign-ins were started: facts that the rules compare with.
import { APPS, type App, hasJwts } from "../world/apps.ts";
import { jwt } from "../world/text.ts";

/** An access token. Its number is in every response, as a parameter that the package keeps in `extra`. */
export interface Grant {
  number: string;
  token: string;
  /** The state of the request that led to it. */
  state: string;
  clientId: string;
  scope: string[];
  refreshToken: string | null;
  /** Whether the response that carries it is one that may be accepted. */
  isGood: boolean;
}

/** All tokens of one sign-in. */
export interface Family {
  state: string;
  clientId: string;
  scope: string[];
  /** The newest last. */
  refreshTokens: string[];
  /** Its scope has become less, which each answer says from then on. */
  isLess: boolean;
  /** The server refuses it from now on. */
  isOver: boolean;
}

/** The request in the address of the authorization server's page. */
export interface AuthorizationRequest {
  app: App;
  state: string;
  redirectUri: string;
  scope: string[];
  challenge: string;
}

/** An authorization code (RFC 6749 §4.1.3): good once. */
export interface Code extends AuthorizationRequest {
  code: string;
  isGood: boolean;
  isUsed: boolean;
}

/** A sign-in that was started. */
export interface Issued {
  state: string;
  app: App;
  at: number;
  /** Where the app is to go back to, and its note. */
  returnTo: string | null;
  appState: string;
  /** Its response has come. */
  isEnded: boolean;
  /** By popup: the document that has opened it. */
  popupOf: number | null;
}

export const isYoung = (issued: Issued, now: number): boolean => Math.abs(now - issued.at) < issued.app.lifetimeMs;

export class Issuer {
  grants: Grant[] = [];
  families: Family[] = [];
  codes: Code[] = [];
  /** Tokens, and marks of responses, that an attacker made. */
  forged: string[] = [];
  /** What it does with refresh tokens: "strict" takes who sends an old one for a thief. */
  rotation: "off" | "on" | "strict" = "off";

  /** A family of tokens begins, with a first refresh token. */
  begin(state: string, clientId: string, scope: string[]): string {
    const refreshToken = `refresh-${this.families.length}-0.`;
    const refreshTokens = [refreshToken];
    this.families.push({ state, clientId, scope, refreshTokens, isLess: false, isOver: false });
    return refreshToken;
  }

  /** A new access token, of the lifetime in seconds. */
  grant(app: App, lifetime: number, grant: Omit<Grant, "token">): string {
    const { clientId, scope, number } = grant;
    const claims = { clientId, scope, iat: 7, exp: 7 + lifetime, number: Number(number) };
    const token = hasJwts(app) ? jwt(claims) : `granted-${number}.`;
    this.grants.push({ ...grant, token });
    return token;
  }

  familyOf(refreshToken: string): Family | undefined {
    return this.families.find((family) => family.refreshTokens.includes(refreshToken));
  }

  /** Whether both are of one family, and the first is the newer. */
  isNewer(one: string, other: string): boolean {
    const tokens = this.familyOf(one)?.refreshTokens ?? [];
    return tokens.includes(other) && tokens.indexOf(one) > tokens.indexOf(other);
  }

  grantOf(token: string | null | undefined): Grant | undefined {
    return this.grants.find((grant) => grant.token === token);
  }

  numbered(number: unknown): Grant | undefined {
    return this.grants.find((grant) => grant.number === number);
  }

  /** Access and refresh tokens, those of the attacker too. */
  get tokens(): string[] {
    return [
      ...this.grants.map(({ token }) => token),
      ...this.families.flatMap((it) => it.refreshTokens),
      ...this.forged,
    ];
  }
}

export const readRequest = (url: string): AuthorizationRequest | null => {
  if (!url.startsWith("https://") || url.startsWith("https://app.example/")) return null;
  const { searchParams } = new URL(url);
  const get = (name: string) => searchParams.get(name) ?? "";
  const app = APPS.find(
    (it) =>
      url.startsWith(it.provider.authorizationEndpoint) &&
      it.clientId === get("client_id") &&
      get("redirect_uri").startsWith(it.redirectUri),
  );
  if (!app) return null;
  const redirectUri = get("redirect_uri");
  const state = get("state") || (new URL(redirectUri).searchParams.get("oauth_state") ?? "");
  return { app, state, redirectUri, scope: get("scope").split(" "), challenge: get("code_challenge") };
};
