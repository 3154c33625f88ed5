/** An error of a module that has no package around it. */
export class OAuthError extends Error {
  constructor({ code, message, ...details }) {
    super(message);
    Object.assign(this, details, { code });
  }
}
OAuthError.prototype.name = "OAuthError";
