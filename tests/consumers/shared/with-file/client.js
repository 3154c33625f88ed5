// The README's client.js, with the WebAssembly in a file of its own.
import { coolsms, createClient, init } from "coolsms-oauth2/wasm"; // first of all imports

await init();

export const client = createClient({
  clientId: "sandbox-demo",
  redirectUri: location.origin + "/",
  scope: "users:read cash:read",
  provider: coolsms({ base: "http://127.0.0.1:8401" }),
});
