// What must not compile: each line below its comment is an error, or the comment is one.

// @ts-expect-error the default entry starts by itself
import { init as none } from "coolsms-oauth2";
// @ts-expect-error no way into the package but its entries
import * as inside from "coolsms-oauth2/dist/shared.js";
import { init } from "coolsms-oauth2/wasm";

void none;
void inside;
// @ts-expect-error an address, not the bytes
void init(new Uint8Array(8));
// @ts-expect-error a promise, not the module
const exports: WebAssembly.Exports = init();
void exports;
