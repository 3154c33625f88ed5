export * from "./index.js";

/**
 * Loads the WebAssembly file beside this entry, or from `url`, whatever type it is served with. Call it before anything
 * else: until it has finished, every function throws or rejects with `not_ready`. Calls at the same time share one
 * attempt, whose `url` is that of the first; one that failed may be made again, and one after a success does nothing.
 *
 * @throws {@link OAuthError} `wasm_unavailable`, where the file is missing, is another one, or did not arrive;
 * `wasm_blocked`. Both say what to do.
 */
export function init(url?: string | URL): Promise<void>;
