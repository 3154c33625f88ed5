// The README's client.js, which a server imports too, to render the page.
import { coolsms, createClient } from "coolsms-oauth2"; // first of all imports

export const client = createClient({
  clientId: "sandbox-demo",
  redirectUri: typeof location === "undefined" ? "/" : location.origin + "/",
  scope: "users:read cash:read",
  provider: coolsms({ base: "http://127.0.0.1:8401" }),
});
