// The browser's own codecs, where they throw: undefined says that a text is not what it should be.

const attempt = (run) => {
  try {
    return run();
  } catch {
    return undefined;
  }
};

export const parseUrl = (text, base) => attempt(() => new URL(text, base));
export const parseJson = (text) => attempt(() => JSON.parse(text));

/** A form component (RFC 6749 Appendix B): `+` is a space, and what is no UTF-8 is refused. */
export const decodeForm = (text) => attempt(() => decodeURIComponent(text.replaceAll("+", " ")));

/** Base64url (RFC 4648 §5) of UTF-8. */
export const decodeBase64url = (text) =>
  attempt(() => {
    const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
  });

/** What kind of plain data a value is: its place among these names, or -1. `values.rs` has the same order. */
export const kindOf = (value) =>
  attempt(() =>
    ["null", "boolean", "number", "string", "array", "object"].indexOf(
      (value ?? null) === null ? "null" : Array.isArray(value) ? "array" : typeof value,
    ),
  ) ?? -1;

/**
 * The items of an array, the entries of an object; undefined where a getter throws. Nothing may throw through the
 * module: it would never get back the stack that it used.
 */
export const partsOf = (value) => attempt(() => (Array.isArray(value) ? [...value] : Object.entries(value)));
