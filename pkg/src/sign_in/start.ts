// Starts a sign-in: `appState`, PKCE (RFC 7636), and the navigation to the provider.
import { LEAVE_MS } from "#waiting";
import { oauthError } from "../error.ts";
import { type Config, core } from "../module/exports.ts";
import { after } from "../timer.ts";
import type { SignInOptions } from "../types.ts";

/** Returns `appState` as the JSON that is stored. */
const serialize = (appState: unknown) => {
  try {
    return JSON.stringify(appState);
  } catch (cause) {
    throw oauthError("invalid_request", DEVELOPMENT && "`appState` must be JSON", { field: "appState", cause });
  }
};

/** Returns the code challenge of a verifier (RFC 7636 §4.2, S256): its SHA-256, as base64url without padding. */
const challengeOf = async (verifier: string) => {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(hash)));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace("=", "");
};

/** Starts a sign-in on this page. A sign-in by popup is returned as `signIn`; one by redirect is stored. */
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
 * Navigates to another URL. The promise never resolves. It rejects with `cancelled` if the user comes back and the browser
 * restores this document from its back/forward cache, and with `timeout` if this document is still there after `LEAVE_MS`.
 */
export const leaveFor = (url: string): Promise<never> =>
  new Promise((_, reject) => {
    const cancel = after(LEAVE_MS, () =>
      reject(oauthError("timeout", DEVELOPMENT && "the page of the provider did not come")),
    );
    addEventListener("pagehide", cancel);
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) reject(oauthError("cancelled", DEVELOPMENT && "the user came back without signing in"));
    });
    location.assign(url);
  });
