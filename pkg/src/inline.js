// The module's bytes, which the build has put into a string: each character is a byte, moved by 35 so that few
// of them need an escape.
import text from "#bytes";

export const bytes = () => {
  const module = new Uint8Array(text.length);
  // A loop by hand: `Uint8Array.from` asks an iterator for each character, and this runs before a page can do anything.
  for (let i = 0; i < text.length; i++) module[i] = text.charCodeAt(i) - 35;
  return module;
};
