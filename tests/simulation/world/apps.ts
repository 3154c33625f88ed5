// The clients that pages may create, and what is true of each.

export interface App {
  config: Record<string, unknown>;
  clientId: string;
  provider: "coolsms" | "own" | "code";
  redirectUri: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  revocationEndpoint: string;
  /** The base of its API, and the origins to which its token may go. */
  base: string;
  origins: string[];
  /** How long a sign-in may take, in milliseconds. */
  lifetimeMs: number;
  /** The parameter that carries the state. */
  stateParameter: "state" | "oauth_state";
}

const CALLBACK = "https://app.example/callback";
const COOLSMS = "https://api.coolsms.co.kr";

const coolsms = (config: object, changes: Partial<App> = {}): App => ({
  clientId: "our-app",
  provider: "coolsms",
  redirectUri: CALLBACK,
  authorizationEndpoint: `${COOLSMS}/oauth2/v1/authorize`,
  tokenEndpoint: `${COOLSMS}/oauth2/v1/access_token`,
  revocationEndpoint: "",
  base: COOLSMS,
  origins: [COOLSMS, "https://api.solapi.com"],
  lifetimeMs: 600_000,
  stateParameter: "state",
  ...changes,
  config: { clientId: "our-app", redirectUri: CALLBACK, scope: "users:read cash:read", ...config },
});

/** Of a provider whose tokens do not say whose they are, and which carries the state in the redirect URI. */
const own = (clientId: string): App => {
  const redirectUri = "https://app.example/own?app=1";
  const authorizationEndpoint = "https://auth.example/authorize?tenant=7";
  const provider = {
    id: "own",
    authorizationEndpoint,
    apiBase: "https://api.example/v1",
    responseType: "token",
    issuer: "https://auth.example",
    stateIn: "redirect_uri",
    defaultTokenType: "Bearer",
  };
  return coolsms(
    { clientId, redirectUri, provider },
    {
      clientId,
      redirectUri,
      provider: "own",
      authorizationEndpoint,
      tokenEndpoint: "",
      base: "https://api.example/v1",
      origins: ["https://api.example"],
      stateParameter: "oauth_state",
    },
  );
};

/** Of a server that gives codes. */
const code = (config: object): App => {
  const provider = {
    id: "code",
    authorizationEndpoint: "https://code.example/authorize",
    tokenEndpoint: "https://code.example/token",
    revocationEndpoint: "https://code.example/revoke",
    apiBase: "https://code.example/api",
    issuer: "https://code.example",
    authorizationResponseIssParameterSupported: true,
  };
  const { authorizationEndpoint, tokenEndpoint, revocationEndpoint } = provider;
  return coolsms(
    { provider, ...config },
    {
      provider: "code",
      authorizationEndpoint,
      tokenEndpoint,
      revocationEndpoint,
      base: "https://code.example/api",
      origins: ["https://code.example"],
    },
  );
};

export const APPS: readonly App[] = [
  coolsms({}),
  coolsms({ tokenStore: "memory" }),
  coolsms(
    { clientId: "another-app", stateLifetimeSeconds: 60, apiOrigins: ["https://proxy.example"] },
    { clientId: "another-app", origins: ["https://proxy.example"], lifetimeMs: 60_000 },
  ),
  own("our-app"),
  coolsms({ redirectUri: "https://app.example/other" }, { redirectUri: "https://app.example/other" }),
  own("another-app"),
  coolsms({ refreshTokenStore: "memory" }),
  coolsms({ refreshTokenStore: "session" }),
  coolsms({ tokenStore: "memory", refreshTokenStore: "memory" }),
  coolsms({ refreshTokenStore: "session", shareAcrossTabs: false }),
  code({}),
  code({ refreshTokenStore: "session" }),
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

/** The key of its session in the store, and the name of its channel. */
export const sessionKey = (app: App): string =>
  `coolsms-oauth2.session${JSON.stringify([app.authorizationEndpoint, app.provider, app.clientId])}`;

/** Whether both keep the same in the store. */
export const storesLike = (one: App, other: App): boolean =>
  isInMemory(one) === isInMemory(other) && storesRefreshToken(one) === storesRefreshToken(other);

export const isBoundLike = (one: App, other: App): boolean =>
  one.clientId === other.clientId && one.provider === other.provider && one.redirectUri === other.redirectUri;

export const hasJwts = (app: App): boolean => app.provider === "coolsms";
export const isForCode = (app: App): boolean => app.provider === "code";
export const isInMemory = (app: App): boolean => app.config.tokenStore === "memory";
export const storesRefreshToken = (app: App): boolean => app.config.refreshTokenStore === "session";
export const keepsRefreshToken = (app: App): boolean => isForCode(app) || "refreshTokenStore" in app.config;
export const isShared = (app: App): boolean => app.config.shareAcrossTabs !== false;
