// The entry with the WebAssembly in a file of its own: the same names, after `await init()`.
import { start } from "./core.js";

export * from "./api.js";

export const init = (url = new URL("./coolsms-oauth2.wasm", import.meta.url)) => start(fetch(url));
