// The WebAssembly in a file of its own, and nobody has called `init` yet.
import * as CoolsmsOAuth2 from "/dist/wasm.js";

Object.assign(window, { CoolsmsOAuth2 });
