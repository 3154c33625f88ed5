// How a sign-in starts: its `appState`, PKCE, and the way out of the page.
import * as core from "#glue";
import { oauthError } from "../error.ts";
import type { Config } from "../module/exports.d.ts";
import type { SignInOptions } from "../types.ts";

/** `appState` as the JSON that is stored. */
const serialize = (appState: unknown) => {
  try {
    return JSON.stringify(appState);
  } catch (cause) {
    throw oauthError("invalid_request", "`appState` must be JSON", { field: "appState", cause });
  }
};

/** The code challenge of a verifier (RFC 7636 §4.2, S256): its SHA-256, as base64url without padding. */
const challengeOf = async (verifier: string) => {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(hash)));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace("=", "");
};

/** Starts a sign-in from this page. One by popup is returned as `signIn`; one by redirect is stored, before this returns. */
export const startSignIn = async (
  config: Config,
  options: SignInOptions | undefined,
  isPopup: boolean,
): Promise<ReturnType<typeof core.startSignIn>> => {
  const isObject = options !== null && typeof options === "object";
  const plain = isObject ? { ...options, appState: serialize(options.appState) } : options;
  const input: Parameters<typeof core.startSignIn>[0] = { config, options: plain, page: location.href, isPopup };
  if (config.responseType === "code") {
    input.verifier = core.randomName();
    input.challenge = await challengeOf(input.verifier);
  }
  return core.startSignIn(input);
};

/**
 * Leaves for another URL. It never resolves; it rejects with `cancelled` when the user comes back to this very document:
 * browsers may keep it, and everything that waits in it.
 */
export const leaveFor = (url: string): Promise<never> =>
  new Promise((_, reject) => {
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) reject(oauthError("cancelled", "the user came back without signing in"));
    });
    location.assign(url);
  });
