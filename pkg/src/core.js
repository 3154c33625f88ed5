// The WebAssembly module, and when it is there. Both entries share this file, so a page that loads both has one
// module, one session and one callback.

import { OAuthError } from "#browser/error.js";
import { initSync } from "#glue";

let source;
let isStarted = false;

/**
 * A text from outside, as far as it is copied into the module: one character more than a response may have is enough to
 * refuse it.
 */
export const bounded = (text) => text.slice(0, 65_537);

/** Says how to get the module's bytes at first use. */
export const provide = (bytes) => {
  source ??= bytes;
};

export const isReady = () => isStarted;

/**
 * Why the module does not start. Where the browser refuses even the smallest one that there is, the bytes are not to
 * blame. WebKit compiles what a policy forbids, and refuses the instance.
 */
const failed = (damage, cause) => {
  try {
    new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
    return new OAuthError("wasm_unavailable", damage, { cause });
  } catch {
    return new OAuthError(
      "wasm_blocked",
      "WebAssembly is forbidden: add 'wasm-unsafe-eval' to script-src of the Content-Security-Policy",
      { cause },
    );
  }
};

/** Starts the module; `damage` says what is wrong, and what to do, where these bytes are not its own. */
export const start = (module, damage) => {
  try {
    initSync({ module });
  } catch (cause) {
    throw failed(damage, cause);
  }
  isStarted = true;
};

/** Starts the module, unless it is there: before its first use in every function of the package. */
export const ready = () => {
  if (isStarted) return;
  if (!source) throw new OAuthError("not_ready", "await init() first");
  start(source(), "the script is damaged: it must arrive unchanged, as UTF-8");
};
