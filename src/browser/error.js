/** JSON of our own, which somebody else may have changed. */
export const parseNote = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** What every refusal of this package is. `index.d.ts` documents it. */
export class OAuthError extends Error {
  constructor(code, message, details) {
    super(message);
    Object.assign(this, details, { code });
    if (this.appState) this.appState = parseNote(this.appState);
  }
}
OAuthError.prototype.name = "OAuthError";
