// What must and must not compile in a script of a page that loads the package by script tags.
/// <reference types="coolsms-oauth2/script" />
/// <reference types="coolsms-oauth2/explain-script" />

const client = CoolsmsOAuth2.createClient({
  clientId: "sandbox-demo",
  redirectUri: location.origin + location.pathname,
  scope: ["users:read", "cash:read"],
});
const result: Promise<unknown> = client.handleRedirectCallback();
const failed = (error: unknown): string => CoolsmsOAuth2.explain(error, { language: "ko" });
result.catch((error) => console.log(error instanceof CoolsmsOAuth2.OAuthError, failed(error)));
const nameOfScope: string = window.CoolsmsOAuth2.scopeName("cash:read");
console.log(nameOfScope);

// @ts-expect-error: a client needs a configuration
CoolsmsOAuth2.createClient();
// @ts-expect-error: there is no such function
CoolsmsOAuth2.signIn();
// @ts-expect-error: a scope is a text
CoolsmsOAuth2.scopeName(1);
