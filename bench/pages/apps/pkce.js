// What an app without a library does for PKCE (RFC 7636).

const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** A random text for a state or a verifier. */
export const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** The challenge of a verifier. */
export const challengeOf = async (verifier) =>
  base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
