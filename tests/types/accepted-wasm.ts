// What must compile with the WebAssembly in a file of its own: the same names, and one more.
import type * as inline from "coolsms-oauth2";
import * as withFile from "coolsms-oauth2/wasm";
import { type Client, init } from "coolsms-oauth2/wasm";

async function use(): Promise<void> {
  await init();
  await init("/assets/coolsms-oauth2.wasm");
  const done: void = await init(new URL("https://cdn.example/coolsms-oauth2.wasm"));
  void done;
  const client: Client = withFile.createClient({ clientId: "app", redirectUri: "https://app.example/" });
  client.dispose();
}
void use;

// Every name of the default entry, with its very type: one may stand in for the other.
const same: typeof inline = withFile;
void same;
