// The WebAssembly module as the text that the default entry contains, and the module that decodes it.

/** The code of the character that represents a byte. */
const codeOf = (byte) => {
  // The letters a to z, "^", "_" and "`" represent themselves.
  if (byte >= 0x5e && byte <= 0x7a) return byte;
  // Four bytes that are frequent take the last characters of ASCII.
  if (byte >= 0x3f && byte <= 0x42) return byte + 60;
  // The low ones take those from the space on, but for what needs an escape in a string.
  const shifted = (byte + 35) % 256;
  return shifted >= 0x20 && shifted < 0x5e && !/["\\]/.test(String.fromCharCode(shifted)) ? shifted : byte + 128;
};

/**
 * Wasm as JavaScript text, a character for each byte.
 *
 * Letters represent themselves, so that compression finds the module's words again in the script. The low bytes, which are
 * most of a wasm module, become ASCII. Compression loses 2 % by it, where base64 costs 37 %, and a bundler does not change the
 * text. `pkg/src/module/decoder.wat` decodes it.
 */
export const encode = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(codeOf(byte))).join("");

/** The source of the module `#bytes`: the text, and the decoder, whose bytes are characters of ASCII as they are. */
export const bytesModule = (bytes, decoder) => {
  if (decoder.some((byte) => byte > 0x7f)) throw new Error("decoder.wat: a byte is greater than 127");
  return `export default "${encode(bytes)}";\nexport const decoder = ${JSON.stringify(decoder.toString("latin1"))};\n`;
};
