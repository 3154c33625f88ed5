// What must compile: every public name, used as an app would.
import {
  type ApiError,
  type AuthorizationResponse,
  type AuthorizeRequest,
  apiError,
  buildAuthorizeUrl,
  type CallInit,
  type Client,
  type ClientConfig,
  type ClientRequestInit,
  type CodeResponse,
  type CoolsmsOptions,
  type CoolsmsScope,
  callApi,
  coolsms,
  createClient,
  type DiscoverOptions,
  discover,
  type ErrorResponse,
  generateState,
  OAuthError,
  type OAuthErrorCode,
  type PendingSignIn,
  type PopupOptions,
  type Provider,
  parseAuthorizationResponse,
  type RequestScopesByPopupOptions,
  type RequestScopesOptions,
  type ResponseCommon,
  type ResponseType,
  type Scope,
  type ScopeOption,
  type Session,
  type SignInOptions,
  type SignInResult,
  type StateBinding,
  type TokenResponse,
  verifyState,
} from "coolsms-oauth2";

const sandbox: CoolsmsOptions = { base: "http://127.0.0.1:8401", stateIn: "parameter" };
const provider: Provider = coolsms(sandbox);
const direct: Provider = { ...coolsms(), apiBase: "https://app.example/coolsms" };
const asked: ResponseType = "token";
const own: Provider = {
  id: "own",
  issuer: "https://id.example",
  authorizationResponseIssParameterSupported: true,
  authorizationEndpoint: "https://id.example/authorize",
  tokenEndpoint: "https://id.example/token",
  tokenRequest: "form",
  revocationEndpoint: "https://id.example/revoke",
  apiBase: "https://api.example",
  responseType: asked,
  responseIn: "either",
  stateIn: "redirect_uri",
  jwtAccessToken: { scope: "scp", clientId: "azp" },
  defaultTokenType: "Bearer",
  defaultLifetimeSeconds: 3600,
  scopeRequired: true,
  scopeSeparator: ",",
  apiScopes: { "GET /me": "profile" },
};
const config: ClientConfig = {
  clientId: "app",
  redirectUri: "https://app.example/",
  scope: ["users:read"],
  provider,
  responseType: "token",
  apiOrigins: ["https://api.coolsms.co.kr"],
  tokenStore: "memory",
  refreshTokenStore: "session",
  shareAcrossTabs: false,
  clockSkewSeconds: 10,
  stateLifetimeSeconds: 60,
  timeoutMs: 1000,
};
const client: Client = createClient(config);
createClient({ clientId: "app", redirectUri: "https://app.example/", scope: "users:read", provider: direct });

// Every method works unbound.
const { subscribe, getSession, handleRedirectCallback, signInWithRedirect, getAccessToken, missingScopes, signOut } =
  client;
const { signInWithPopup, requestScopes, refresh } = client;

const binding: StateBinding = {
  clientId: "app",
  redirectUri: "https://app.example/",
  scope: "users:read",
  responseType: "token",
  provider: "own",
  lifetimeSeconds: 60,
};
const state: string = generateState(binding);
const request: AuthorizeRequest = { ...config, provider: own, state, params: { prompt: "login" } };
const url: string = buildAuthorizeUrl(request);

/** What came: the kinds are told apart by `type`, and nothing is left over. */
function read(answer: AuthorizationResponse): string {
  const common: ResponseCommon = answer;
  const { state, iss, extra } = common;
  switch (answer.type) {
    case "token": {
      const token: TokenResponse = answer;
      return `${token.accessToken} ${token.tokenType} ${token.refreshToken ?? ""} ${token.expiresIn ?? 0} ${token.scope?.join() ?? ""}`;
    }
    case "code": {
      const code: CodeResponse = answer;
      return code.code + (state ?? "") + (iss ?? "") + extra.session_state;
    }
    case "error": {
      const refusal: ErrorResponse = answer;
      return `${refusal.error} ${refusal.errorDescription ?? ""} ${refusal.errorUri ?? ""}`;
    }
    default: {
      const nothing: never = answer;
      return nothing;
    }
  }
}

/** What an app does about a refusal. */
function explain(error: unknown): string {
  if (!(error instanceof OAuthError)) return String(error);
  const code: OAuthErrorCode = error.code;
  const name: "OAuthError" = error.name;
  const { field, error: word, errorDescription, errorUri, missingScopes, status, returnTo, appState, cause } = error;
  const response: Response | undefined = error.response;
  void [field?.length, word?.length, errorDescription?.length, errorUri?.length, appState, cause, response?.ok];
  switch (code) {
    case "wasm_blocked":
    case "wasm_unavailable":
    case "not_ready":
      return `${name}: ${error.message} ${status?.toFixed() ?? ""}`;
    case "insufficient_scope":
      return missingScopes?.join() ?? "";
    default:
      return returnTo ?? code;
  }
}

/** What lives after the sign-in. */
async function goOn(): Promise<Session> {
  const popup: PopupOptions = { scope: "users:read", signal: AbortSignal.timeout(60_000) };
  const first: SignInResult = await signInWithPopup(popup);
  const more: RequestScopesByPopupOptions = { via: "popup", appState: first.appState };
  const second: SignInResult = await requestScopes(["cash:read"], more);
  const away: RequestScopesOptions = { returnTo: "/balance" };
  await requestScopes("cash:read", away);
  subscribe((reason?: OAuthError) => console.log(reason?.errorCode, reason?.errorMessage, second.returnTo));
  const asking: DiscoverOptions = { timeoutMs: 1000 };
  createClient({ ...config, responseType: "code", provider: await discover("https://id.example", asking) });
  return refresh();
}
void goOn;

async function use(): Promise<void> {
  const stop: () => void = subscribe(() => getSession());
  stop();
  const result: SignInResult | null = await handleRedirectCallback();
  const session: Session | null = result?.session ?? getSession();
  const granted: readonly string[] = session?.scope ?? [];
  const until: number | null | undefined = session?.expiresAt;
  const extra: string | undefined = session?.extra.memberId;
  console.log(session?.id, session?.tokenType, until, extra, result?.returnTo, result?.appState);
  const missing: string[] = missingScopes([...granted, "cash:read"]);
  const init: ClientRequestInit = { scope: missing, timeoutMs: 5, headers: { "x-app": "1" } };
  const response: Response = await client.fetch("/cash/v1/balance", init);
  const problem: ApiError = await apiError(response);
  console.log(problem.status, problem.errorCode, problem.errorMessage);
  await client.fetch(new URL(url));
  await client.fetch(new Request(url), { scope: "users:read" });
  const call: CallInit = { method: "POST", timeoutMs: 5, apiOrigins: [] };
  await callApi(new URL(url), await getAccessToken(), call);
  const answer: AuthorizationResponse | null = parseAuthorizationResponse(location.href, own);
  if (answer) console.log(read(answer));
  parseAuthorizationResponse();
  const pending: PendingSignIn = verifyState(answer?.state, binding);
  const { clientId, redirectUri, responseType, scope, issuedAt, expiresAt, returnTo, appState } = pending;
  console.log(pending.state, pending.provider, clientId, redirectUri, responseType, scope.length, expiresAt - issuedAt);
  console.log(returnTo, appState);
  verifyState(null, binding);
  const options: SignInOptions = {
    scope: "a b",
    returnTo: "/inbox",
    appState: { draft: 1 },
    params: { prompt: "login" },
  };
  try {
    const nothing: never = await signInWithRedirect(options);
    console.log(nothing);
  } catch (error) {
    console.log(explain(error));
  }
  await signOut();
  client.dispose();
}
void use;

// A member that may be undefined needs no ceremony, and an array that nobody may change is taken.
const chosen: { timeoutMs?: number; scope?: readonly CoolsmsScope[] } = {};
createClient({
  clientId: "a",
  redirectUri: "https://app.example/",
  timeoutMs: chosen.timeoutMs,
  scope: chosen.scope,
  provider: { ...coolsms(), apiBase: undefined, jwtAccessToken: undefined },
});
const known: Scope[] = ["users:read", "of-another-provider"];
const words: ScopeOption = "users:read cash:read";
console.log(known, words);
