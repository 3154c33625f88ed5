// The module's bytes, which the build has put into a string. The letters a to z, "_" and the space stand for themselves, so
// that compression finds the module's words among those of the script; the other bytes, in order, for the characters after
// the space that need no escape. `xtask/package.js` does the same.
import text from "#bytes";

const OWN = /[a-z_ ]/;
const LEFT_OUT = /[a-z_ "\\\x7f-\xa0]/;

/** The byte that each character stands for, by its code. */
const table = () => {
  const byteOf: number[] = [];
  let code = 32;
  for (let byte = 0; byte < 256; byte++) {
    if (OWN.test(String.fromCharCode(byte))) {
      byteOf[byte] = byte;
      continue;
    }
    while (LEFT_OUT.test(String.fromCharCode(code))) code++;
    byteOf[code++] = byte;
  }
  return byteOf;
};

/** Decodes the module's bytes. */
export const inlineBytes = (): Uint8Array<ArrayBuffer> => {
  const byteOf = table();
  const module = new Uint8Array(text.length);
  // A loop by hand: `Uint8Array.from` asks an iterator for each character, and this runs before a page can do anything.
  for (let i = 0; i < text.length; i++) module[i] = byteOf[text.charCodeAt(i)] as number;
  return module;
};
