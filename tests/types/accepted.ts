// What must compile: every public name, used as an app would.
import {
  OAuthError, apiError, buildAuthorizeUrl, callApi, coolsms, createClient, generateState, parseAuthorizationResponse,
  verifyState,
  type AuthorizationResponse, type Client, type Provider, type Session, type SignInResult,
} from "../../pkg/dist/index.js";
import { createClient as createClientToo, init } from "../../pkg/dist/wasm.js";

const provider: Provider = coolsms({ base: "http://127.0.0.1:8401", stateIn: "parameter" });
const own: Provider = { id: "own", authorizationEndpoint: "https://id.example/authorize", responseType: "token" };
const client: Client = createClient({
  clientId: "app",
  redirectUri: "https://app.example/",
  scope: ["users:read"],
  provider,
  apiOrigins: ["https://api.coolsms.co.kr"],
  tokenStore: "memory",
  timeoutMs: 1000,
});
const { subscribe, getSession } = client; // every method works unbound

const binding = { clientId: "app", redirectUri: "https://app.example/", scope: "users:read" };
const state: string = generateState(binding);
const url: string = buildAuthorizeUrl({ ...binding, state, provider: own, params: { prompt: "login" } });

async function use(): Promise<void> {
  await init();
  createClientToo({ clientId: "app", redirectUri: "https://app.example/" });
  const stop: () => void = subscribe(() => getSession());
  stop();
  const result: SignInResult | null = await client.handleRedirectCallback();
  const session: Session | null = result?.session ?? getSession();
  const granted: readonly string[] = session?.scope ?? [];
  const missing: string[] = client.missingScopes([...granted, "cash:read"]);
  const response: Response = await client.fetch("/cash/v1/balance", { scope: missing, headers: { "x-app": "1" } });
  if (!response.ok) console.log((await apiError(response)).errorCode);
  await callApi(new URL(url), await client.getAccessToken(), { method: "POST", timeoutMs: 5 });
  const answer: AuthorizationResponse | null = parseAuthorizationResponse(location.href, own);
  if (answer?.type === "token") console.log(answer.accessToken, answer.expiresIn);
  if (answer?.type === "error") console.log(answer.error, verifyState(answer.state, binding).appState);
  try {
    await client.signInWithRedirect({ returnTo: "/inbox", appState: { draft: 1 } });
  } catch (error) {
    if (error instanceof OAuthError && error.code === "storage_unavailable") console.log(error.message, error.field);
  }
  await client.signOut();
  client.dispose();
}
void use;
