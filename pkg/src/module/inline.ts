// The module's bytes, which the build encodes as a string (`xtask/module_text.js`). A small module decodes them.
import text, { decoder } from "#bytes";
import { instanceOf } from "./start.ts";

interface Decoder {
  memory: WebAssembly.Memory;
  decode(end: number): void;
}

/** Decodes the module's bytes. */
export const inlineBytes = (): Uint8Array<ArrayBuffer> => {
  const encoder = new TextEncoder();
  const { memory, decode } = instanceOf(encoder.encode(decoder)).exports as unknown as Decoder;
  const bytes = new Uint8Array(memory.buffer as ArrayBuffer);
  decode(encoder.encodeInto(text, bytes).written);
  return bytes.subarray(0, text.length);
};
