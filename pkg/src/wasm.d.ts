export * from "./index.js";

/**
 * Loads the WebAssembly file beside this entry, or from `url`. Call it before anything else; a second call, also
 * after a failure, is fine.
 */
export function init(url?: string | URL): Promise<void>;
