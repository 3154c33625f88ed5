// How a sign-in starts: its note, its proof (PKCE), and the way out of the page.
import { OAuthError } from "#browser/error.js";
import * as core from "#glue";

/** The app's note of a sign-in, as the text that it is stored as. */
const noteOf = (note) => {
  try {
    return JSON.stringify(note);
  } catch (cause) {
    throw new OAuthError("invalid_request", "appState: JSON cannot say this", { field: "appState", cause });
  }
};

/** The code challenge of a verifier (RFC 7636 §4.2, S256): its SHA-256, as base64url without padding. */
const challengeOf = async (verifier) => {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(hash)));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace("=", "");
};

/** Starts a sign-in from this page; by a popup it is given back. For a token this is done at once. */
export const startSignIn = async (own, options, isPopup) => {
  const isObject = options !== null && typeof options === "object";
  const plain = isObject ? { ...options, appState: noteOf(options.appState) } : options;
  const input = { config: own, options: plain, page: location.href, isPopup };
  if (own.responseType === "code") {
    input.verifier = core.randomName();
    input.challenge = await challengeOf(input.verifier);
  }
  return core.startSignIn(input);
};

/**
 * Leaves for another address. It never resolves; it rejects with `cancelled` when the person comes back to this very
 * document: browsers may keep it, and everything that waits in it.
 */
export const leaveFor = (url) =>
  new Promise((_, reject) => {
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) reject(new OAuthError("cancelled", "the person came back without signing in"));
    });
    location.assign(url);
  });
