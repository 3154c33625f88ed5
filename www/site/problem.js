// What went wrong: from an error to a plain record, and from the record to a sentence.

import { hasText, text } from "./language.js";

/** @typedef {{ code: string, serverCode?: string, status?: number, detail?: string }} Problem */

/**
 * `code` is the module's or the API's own, `serverCode` what the authorization server said, `status` that of HTTP.
 *
 * @param {any} error
 * @returns {Problem}
 */
export function problemOf(error) {
  if (error.name === "OAuthError") return { code: error.code, serverCode: error.error ?? error.errorCode };

  const { status, errorCode, errorMessage } = error;
  if (status) return { code: errorCode || `HTTP ${status}`, status, detail: errorMessage };

  return { code: error.name };
}

/**
 * The sentence in the page's language, and the code to show where the sentence says {code}.
 *
 * @param {Problem} problem
 */
export function describe({ code, serverCode, status, detail }) {
  const shown = serverCode ?? code;
  const known = [shown, code].find((name) => hasText(`error.${name}`));
  if (known) return { sentence: text(`error.${known}`), code: shown };
  if (status && status >= 500) return { sentence: text("problem.server"), code };
  if (status && detail) return { sentence: text("problem.refused", { detail }), code };
  return { sentence: text("problem.other"), code: shown };
}
