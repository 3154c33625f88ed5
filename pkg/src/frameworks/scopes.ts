// What a component knows of the permissions that it needs.
import type { Client, RequestScopesByPopupOptions, RequestScopesOptions, SignInResult } from "../types.ts";
import type { SessionState } from "./store.ts";

/** A scope as the client takes it: words in one string, or an array of words. */
export type Scope = string | readonly string[];

/**
 * Asks for the scope: signs in again and comes back to this route, or in a popup. The promise rejects like that of
 * {@link Client.requestScopes}.
 */
export type RequestMore = (options?: RequestScopesOptions | RequestScopesByPopupOptions) => Promise<SignInResult>;

/** What is missing; nothing as long as that is not known, so that a server and its page agree. */
export const missingOf = (client: Client, needed: Scope, { status }: SessionState): string[] =>
  status === "unknown" ? [] : client.missingScopes(needed);

export const requestOf =
  (client: Client, needed: Scope): RequestMore =>
  (options) =>
    client.requestScopes(needed, options as RequestScopesOptions);
