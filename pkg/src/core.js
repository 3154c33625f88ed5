// The WebAssembly module, and when it is there. Both entries share this file, so a page that loads both has one
// module, one session and one callback.
import { initSync } from "#glue";
import { OAuthError } from "#browser/error.js";

let source;
let isReady = false;

const failed = (cause) =>
  new OAuthError(
    "wasm_blocked",
    "the WebAssembly module could not start: a Content-Security-Policy must allow it with script-src 'wasm-unsafe-eval', " +
      "and the script must arrive unchanged, as UTF-8",
    { cause },
  );

/** Says how to get the module's bytes at first use. */
export const provide = (bytes) => {
  source ??= bytes;
};

/** Starts the module from what `fetch` answered. */
export const start = async (response) => {
  if (isReady) return;
  const module = await WebAssembly.compileStreaming(response);
  initSync({ module });
  isReady = true;
};

/** Starts the module, unless it is there: before its first use in every function of the package. */
export const ready = () => {
  if (isReady) return;
  if (!source) throw new OAuthError("not_ready", "await init() first");
  try {
    initSync({ module: source() });
  } catch (cause) {
    throw failed(cause);
  }
  isReady = true;
};
