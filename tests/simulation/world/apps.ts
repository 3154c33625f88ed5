// The clients that pages may create, and what is true of each.
import type { ClientConfig, Provider } from "coolsms-oauth2";

type Server = Provider & { apiBase: string };

export interface App {
  config: ClientConfig;
  clientId: string;
  redirectUri: string;
  provider: Server;
  /** The key of its session in the store, and the name of its channel. */
  key: string;
  /** The origins to which its token may go. */
  origins: readonly string[];
  /** How long a sign-in may take, in milliseconds. */
  lifetimeMs: number;
}

const COOLSMS: Server = {
  id: "coolsms",
  authorizationEndpoint: "https://api.coolsms.co.kr/oauth2/v1/authorize",
  tokenEndpoint: "https://api.coolsms.co.kr/oauth2/v1/access_token",
  apiBase: "https://api.coolsms.co.kr",
};

/** Its tokens do not say whose they are, and it carries the state in the redirect URI. */
const OWN: Server = {
  id: "own",
  authorizationEndpoint: "https://auth.example/authorize?tenant=7",
  apiBase: "https://api.example/v1",
  responseType: "token",
  issuer: "https://auth.example",
  stateIn: "redirect_uri",
  defaultTokenType: "Bearer",
};

/** It gives codes. */
const CODE: Server = {
  id: "code",
  authorizationEndpoint: "https://code.example/authorize",
  tokenEndpoint: "https://code.example/token",
  revocationEndpoint: "https://code.example/revoke",
  apiBase: "https://code.example/api",
  issuer: "https://code.example",
  authorizationResponseIssParameterSupported: true,
};

const appOf = (settings: Partial<ClientConfig>, provider = COOLSMS): App => {
  const isCoolsms = provider === COOLSMS;
  const config: ClientConfig = {
    clientId: "our-app",
    redirectUri: "https://app.example/callback",
    scope: "users:read cash:read",
    ...(!isCoolsms && { provider }),
    ...settings,
  };
  const { clientId, redirectUri, apiOrigins, stateLifetimeSeconds = 600 } = config;
  const itsOrigins = [new URL(provider.apiBase).origin, ...(isCoolsms ? ["https://api.solapi.com"] : [])];
  const lifetimeMs = stateLifetimeSeconds * 1000;
  const key = `coolsms-oauth2.session${JSON.stringify([provider.authorizationEndpoint, provider.id, clientId])}`;
  return { config, clientId, redirectUri, provider, key, origins: apiOrigins ?? itsOrigins, lifetimeMs };
};

const OWN_CALLBACK = "https://app.example/own?app=1";

export const APPS: readonly App[] = [
  appOf({}),
  appOf({ tokenStore: "memory" }),
  appOf({ clientId: "another-app", stateLifetimeSeconds: 60, apiOrigins: ["https://proxy.example"] }),
  appOf({ redirectUri: OWN_CALLBACK }, OWN),
  appOf({ redirectUri: "https://app.example/other" }),
  appOf({ redirectUri: OWN_CALLBACK, clientId: "another-app" }, OWN),
  appOf({ refreshTokenStore: "memory" }),
  appOf({ refreshTokenStore: "session" }),
  appOf({ tokenStore: "memory", refreshTokenStore: "memory" }),
  appOf({ refreshTokenStore: "session", shareAcrossTabs: false }),
  appOf({}, CODE),
  appOf({ refreshTokenStore: "session" }, CODE),
];

/** The two clients that the pages of a schedule may create, by their places in `APPS`. */
export const PAGES: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 0],
  [1, 1],
  [0, 1],
  [0, 2],
  [0, 3],
  [0, 4],
  [3, 5],
  [6, 6],
  [6, 6],
  [7, 7],
  [7, 7],
  [8, 8],
  [9, 9],
  [6, 7],
  [6, 2],
  [10, 10],
  [10, 10],
  [11, 11],
  [11, 0],
];

/** The key of the pending sign-ins in the store. */
export const PENDING = "coolsms-oauth2.pending";

export const isBoundLike = (one: App, other: App): boolean =>
  one.clientId === other.clientId && one.provider === other.provider && one.redirectUri === other.redirectUri;

export const hasJwts = (app: App): boolean => app.provider === COOLSMS;
export const isStateInUri = (app: App): boolean => app.provider === OWN;
export const isForCode = (app: App): boolean => app.provider === CODE;
export const isInMemory = (app: App): boolean => app.config.tokenStore === "memory";
export const storesRefreshToken = (app: App): boolean => app.config.refreshTokenStore === "session";
export const keepsRefreshToken = (app: App): boolean => isForCode(app) || "refreshTokenStore" in app.config;
export const isShared = (app: App): boolean => app.config.shareAcrossTabs !== false;
