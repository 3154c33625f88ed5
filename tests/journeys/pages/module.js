// Both entries: the WebAssembly inside, and in a file of its own.
import * as CoolsmsOAuth2 from "/dist/index.js";
import * as CoolsmsOAuth2WithFile from "/dist/wasm.js";

Object.assign(window, { CoolsmsOAuth2, CoolsmsOAuth2WithFile });
