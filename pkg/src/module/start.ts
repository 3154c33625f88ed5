// Starts the WebAssembly module. All entries share this file, so a page that loads two of them has one module and one
// session.
import { OAuthError, oauthError } from "../error.ts";
import { instantiate } from "./exports.ts";

let source: (() => Uint8Array<ArrayBuffer>) | undefined;
let isStarted = false;

/** Sets where the module's bytes come from at first use. */
export const provideBytes = (bytes: () => Uint8Array<ArrayBuffer>): void => {
  source ??= bytes;
};

export const isReady = (): boolean => isStarted;

/**
 * Instantiates a module that is known to be sound: if the browser refuses it, a policy forbids WebAssembly. Compiling alone
 * does not tell, because WebKit compiles what a policy forbids and refuses the instance.
 */
export const instanceOf = (module: BufferSource): WebAssembly.Instance => {
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(module));
  } catch (cause) {
    throw oauthError(
      "wasm_blocked",
      "WebAssembly is forbidden: add 'wasm-unsafe-eval' to script-src of the Content-Security-Policy",
      { cause },
    );
  }
};

/** Starts the module; `damage` is the message where these bytes are not the module, or cannot be had. */
export const start = (bytes: () => BufferSource, damage: string): void => {
  try {
    instantiate(bytes());
  } catch (cause) {
    throw cause instanceof OAuthError ? cause : oauthError("wasm_unavailable", damage, { cause });
  }
  isStarted = true;
};

export const noBrowser = (): OAuthError => oauthError("no_browser", DEVELOPMENT && "this is not a page of a browser");

/** Starts the module unless it runs already; every public function calls this first. */
export const ensureStarted = (): void => {
  if (isStarted) return;
  if (!source) throw oauthError("not_ready", DEVELOPMENT && "init() has not finished");
  start(source, "the script is damaged: it must arrive unchanged, as UTF-8");
};
