// The error class of the package. The WebAssembly module throws it too.
import { advise } from "./development/advice.ts";
import type { OAuthErrorCode } from "./error_code.ts";

/** Parses JSON that the app provided and that may have been changed in storage; returns null if it is invalid. */
export const parseNote = (text: string | null): unknown => {
  try {
    return JSON.parse(text as string);
  } catch {
    return null;
  }
};

/** Every error of this package. It never contains a token. The texts of servers are plain text, never HTML. */
export class OAuthError extends Error {
  /** The name of the class. */
  declare readonly name: "OAuthError";
  /** The reason. It is stable across versions; `message` is for developers and may change. */
  declare readonly code: OAuthErrorCode;
  /** The invalid member or argument. */
  declare readonly field?: string;
  /** The server's error code (`authorization_error`, `token_error`, `login_required`). */
  declare readonly error?: string;
  /** The server's explanation. */
  declare readonly errorDescription?: string;
  /** The URL of the server's page about the error. */
  declare readonly errorUri?: string;
  /** CoolSMS's error code (`token_error`, `login_required`). */
  declare readonly errorCode?: string;
  /** CoolSMS's error message. */
  declare readonly errorMessage?: string;
  /** The scope that was not granted (`insufficient_scope`). */
  declare readonly missingScopes?: string[];
  /** The HTTP status of a refused call. */
  declare readonly status?: number;
  /** The response to a refused call; its body can still be read. */
  declare readonly response?: Response;
  /** Path, query and fragment of the page where the sign-in started. */
  declare readonly returnTo?: string;
  /** The `appState` of that sign-in. */
  declare readonly appState?: unknown;
  /** The browser's own error; for `unauthorized`, the reason why the token could not be refreshed. */
  declare readonly cause?: unknown;

  // Private, so that apps cannot construct it. The module calls it with `new`; the package calls `oauthError`.
  private constructor(code: OAuthErrorCode, message?: string | false | null, details?: ErrorDetails) {
    super(DEVELOPMENT ? advise(code, message as string) : message || [code, details?.field].filter(Boolean).join(": "));
    Object.assign(this, details, { code });
    const note = this as { appState?: unknown };
    if (note.appState) note.appState = parseNote(note.appState as string);
  }
}
// Defined, not assigned: a page may have frozen `Error.prototype`.
Object.defineProperty(OAuthError.prototype, "name", { value: "OAuthError" });

/** Further members of an error. */
type ErrorDetails = Partial<Pick<OAuthError, "field" | "status" | "cause">>;

/**
 * Creates an error of this package. `message` starts with a subject and has no full stop at its end; where it is only for the
 * build for development, the other says the code and the field.
 */
export const oauthError = (code: OAuthErrorCode, message?: string | false | null, details?: ErrorDetails): OAuthError =>
  new (OAuthError as unknown as new (...args: unknown[]) => OAuthError)(code, message, details);
