// An app's module that a server imports too: its client is created at module level, and starts no WebAssembly.
import { coolsms, createClient } from "coolsms-oauth2";
import { explain } from "coolsms-oauth2/explain";

const provider = coolsms();
const client = createClient({ clientId: "a", redirectUri: "https://app.example/", scope: "users:read", provider });

/** What a server sees of it. */
export async function seen() {
  const refused = await client.fetch("/users/v1/member").catch((error) => error);
  const isExplained = explain(refused, { language: "ko" }).includes("no_browser");
  return { session: client.getSession(), status: client.getStatus(), code: refused.code, isExplained };
}
