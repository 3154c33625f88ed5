// The README's client.js, with the global of the script tag, which comes first in the page.
const { coolsms, createClient } = CoolsmsOAuth2;

export const client = createClient({
  clientId: "sandbox-demo",
  redirectUri: location.origin + "/",
  scope: "users:read cash:read",
  provider: coolsms({ base: "http://127.0.0.1:8401" }),
});
