/** What every refusal of this package is. `index.d.ts` documents it. */
export class OAuthError extends Error {
  constructor(code, message, details) {
    super(message);
    Object.assign(this, details, { code });
  }
}
OAuthError.prototype.name = "OAuthError";
