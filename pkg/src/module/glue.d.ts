// The build's `#glue`: what wasm-bindgen writes, under short names (`xtask/package.js`).

/** What the module imports. */
export const imports: WebAssembly.Imports;
/** Tells the imports which module they serve. */
export const setWasm: (exports: WebAssembly.Exports) => void;
