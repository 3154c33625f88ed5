import type { ScopeOption } from "./types.ts";

/** Returns the words of a scope (RFC 6749 §3.3), each as often as it is there. */
export const scopeWords = (scope?: ScopeOption | null): string[] =>
  [scope ?? []].flat().join(" ").split(" ").filter(Boolean);
