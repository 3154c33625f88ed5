// The README's client.js, for a browser that imports the package itself.
import { coolsms, createClient } from "./coolsms-oauth2/index.js"; // first of all imports

export const client = createClient({
  clientId: "sandbox-demo",
  redirectUri: location.origin + "/",
  scope: "users:read cash:read",
  provider: coolsms({ base: "http://127.0.0.1:8401" }),
});
