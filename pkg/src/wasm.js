// The entry with the WebAssembly in a file of its own: the same names, after `await init()`.
export * from "./api.js";
export { init } from "./file.js";
