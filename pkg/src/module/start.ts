// Starts the WebAssembly module. All entries share this file, so a page that loads two of them has one module and one
// session.
import { type OAuthError, oauthError } from "../error.ts";
import { instantiate } from "./exports.ts";

let source: (() => Uint8Array<ArrayBuffer>) | undefined;
let isStarted = false;

/** Sets where the module's bytes come from at first use. */
export const provideBytes = (bytes: () => Uint8Array<ArrayBuffer>): void => {
  source ??= bytes;
};

export const isReady = (): boolean => isStarted;

/**
 * Returns the reason why the module does not start. If the browser refuses even the smallest module, a policy forbids
 * WebAssembly. It has to be instantiated, because WebKit compiles what a policy forbids and refuses the instance.
 */
const startError = (damage: string, cause: unknown) => {
  try {
    new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
    return oauthError("wasm_unavailable", damage, { cause });
  } catch {
    return oauthError(
      "wasm_blocked",
      "WebAssembly is forbidden: add 'wasm-unsafe-eval' to script-src of the Content-Security-Policy",
      { cause },
    );
  }
};

/** Starts the module; `damage` is the message where these bytes are not the module. */
export const start = (module: BufferSource, damage: string): void => {
  try {
    instantiate(module);
  } catch (cause) {
    throw startError(damage, cause);
  }
  isStarted = true;
};

export const noBrowser = (): OAuthError => oauthError("no_browser", DEVELOPMENT && "this is not a page of a browser");

/** Starts the module unless it runs already; every public function calls this first. */
export const ensureStarted = (): void => {
  if (isStarted) return;
  if (!source) throw oauthError("not_ready", DEVELOPMENT && "init() has not finished");
  start(source(), "the script is damaged: it must arrive unchanged, as UTF-8");
};
