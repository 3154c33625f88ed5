/** JSON of our own, which somebody else may have changed. */
export const parseNote = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Stands in for `pkg/src/error.ts` in tests of the crate; the package's build puts that class in its place. */
export class OAuthError extends Error {
  constructor(code, message, details) {
    super(message);
    Object.assign(this, details, { code });
    if (this.appState) this.appState = parseNote(this.appState);
  }
}
OAuthError.prototype.name = "OAuthError";
