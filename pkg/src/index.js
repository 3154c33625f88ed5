// The default entry: the WebAssembly inside, started at first use.
import { provide } from "./core.js";
import { bytes } from "./inline.js";

provide(bytes);

export * from "./api.js";
