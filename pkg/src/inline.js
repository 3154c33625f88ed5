// The module's bytes, which the build has put into a string: each character is a byte, moved by 35 so that few
// of them need an escape.
import text from "#bytes";

export const bytes = () => Uint8Array.from(text, (char) => char.charCodeAt(0) - 35);
