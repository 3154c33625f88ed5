// What must and must not compile with the WebAssembly in a file of its own: the same names, and one more.
import type * as inline from "coolsms-oauth2";
// @ts-expect-error the default entry starts by itself
import { init as none } from "coolsms-oauth2";
// @ts-expect-error no way into the package but its entries
import * as inside from "coolsms-oauth2/dist/shared.js";
import * as withFile from "coolsms-oauth2/wasm";
import { type Client, init } from "coolsms-oauth2/wasm";

async function use(): Promise<void> {
  await init();
  await init("/assets/coolsms-oauth2.wasm");
  const done: void = await init(new URL("https://cdn.example/coolsms-oauth2.wasm"));
  const client: Client = withFile.createClient({ clientId: "app", redirectUri: "https://app.example/" });
  client.dispose();
  // @ts-expect-error an address, not the bytes
  await init(new Uint8Array(8));
  // @ts-expect-error nothing, not the module
  const exports: WebAssembly.Exports = await init();
  void [done, exports];
}

// Every name of the default entry, with its very type: one may stand in for the other.
const same: typeof inline = withFile;
void [use, same, none, inside];
