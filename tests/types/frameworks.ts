// What must compile with the entries for frameworks and for tests: each takes a client of either entry, and the guards take what
// the routers give.
import { type Client, coolsms, createClient, OAuthError } from "coolsms-oauth2";
import * as react from "coolsms-oauth2/react";
import * as svelte from "coolsms-oauth2/svelte";
import { createTestClient, oauthError, type TestClient, type TestClientOptions } from "coolsms-oauth2/testing";
import * as vue from "coolsms-oauth2/vue";
import * as withFile from "coolsms-oauth2/wasm";
import { createElement, type ReactNode } from "react";
import { createApp, ref } from "vue";

const config = { clientId: "app", redirectUri: "https://app.example/", provider: coolsms() };
const clients: Client[] = [createClient(config), withFile.createClient(config), createTestClient()];

for (const client of clients) {
  const navigate = (to: string, options?: { replace?: boolean; state?: unknown }): void => void [to, options];
  const SignedOut = ({ error, signIn }: react.SignedOutProps): ReactNode =>
    createElement("button", { type: "button", onClick: signIn }, error?.message);
  const guarded = createElement(react.RequireSession, { signedOut: SignedOut, fallback: "…", state: 1 }, "in");
  createElement(react.SessionProvider, { client, navigate }, guarded);
  createApp({}).use(vue.sessionPlugin, { client, navigate });
  svelte.provideSession(client, navigate);
  void react.requireSession(client, { request: new Request("https://app.example/account") });
  void svelte.requireSession(client, { url: new URL("https://app.example/account") }, { from: "home" });
  const guard = vue.sessionGuard(client, (to: { fullPath: string; name?: string }) => to.name);
  void guard({ fullPath: "/account", name: "account" }, { fullPath: "/" });
}

export function useAll(): string[] {
  const { status, session, error }: react.SessionState = react.useSession();
  const fromVue = vue.useSession();
  const more: string[] = vue.useScopes(ref("cash:read")).missing.value;
  void react.useScopes(["cash:read"]).request({ via: "popup", appState: 1 });
  void svelte.useScopes(() => "cash:read").request({ returnTo: "/account" });
  return [status, session?.id ?? "", error?.code ?? "", fromVue.status.value, svelte.useSession().status, ...more];
}

const options: TestClientOptions = {
  scopes: ["users:read"],
  session: { refreshable: true },
  fetch: { "GET /users/v1/member": { name: "Hong" }, "GET /x": (request: Request) => request.url },
  callback: oauthError("authorization_error", { error: "access_denied", returnTo: "/account", appState: 1 }),
  grant: (requested) => requested,
};
const test: TestClient = createTestClient(options);
test.setSession(null, oauthError("login_required"));
const error: OAuthError = oauthError("insufficient_scope", { missingScopes: ["a"], message: "no" });
void [error instanceof OAuthError, test.calls[0]?.url, test.redirects[0]?.returnTo];

// @ts-expect-error a provider needs its client
createElement(react.SessionProvider, { navigate: () => {} });
// @ts-expect-error who may not see it sees something else
createElement(react.RequireSession, {});
// @ts-expect-error the codes are a closed set
oauthError("made_up");
// @ts-expect-error no such option
createTestClient({ scope: "users:read" });
