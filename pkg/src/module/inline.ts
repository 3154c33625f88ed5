// The module's bytes, which the build encodes as a string. The letters a to z, "_" and the space represent themselves, so
// that compression finds the same words in the module and in the script. The other bytes, in order, are represented by the
// characters after the space that need no escape. `xtask/package.js` does the same.
import text from "#bytes";

/** Returns the byte of each character, by character code. */
const table = () => {
  const byteOf: number[] = [];
  let code = 32;
  for (let byte = 0; byte < 256; byte++) {
    if (/[a-z_ ]/.test(String.fromCharCode(byte))) byteOf[byte] = byte;
    else {
      while (/[a-z_ "\\\x7f-\xa0]/.test(String.fromCharCode(code))) code++;
      byteOf[code++] = byte;
    }
  }
  return byteOf;
};

/** Decodes the module's bytes. */
export const inlineBytes = (): Uint8Array<ArrayBuffer> => {
  const byteOf = table();
  const module = new Uint8Array(text.length);
  // A plain loop: `Uint8Array.from` is slower, and this runs before the first call can.
  for (let i = 0; i < text.length; i++) module[i] = byteOf[text.charCodeAt(i)] as number;
  return module;
};
