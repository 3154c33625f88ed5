// What a component knows of the permissions that it needs.
import type { Client, RequestScopesByPopupOptions, RequestScopesOptions, ScopeOption, SignInResult } from "../types.ts";
import type { SessionState } from "./store.ts";

/**
 * Asks for the scope: signs in again and comes back to this route, or in a popup. The promise rejects like that of
 * {@link Client.requestScopes}.
 */
export type RequestMore = (options?: RequestScopesOptions | RequestScopesByPopupOptions) => Promise<SignInResult>;

/** What is missing; nothing as long as that is not known, so that a server and its page agree. */
export const missingOf = (client: Client, needed: ScopeOption, { status }: SessionState): string[] =>
  status === "unknown" ? [] : client.missingScopes(needed);

export const requestOf =
  (client: Client, needed: ScopeOption): RequestMore =>
  (options) =>
    client.requestScopes(needed, options as RequestScopesOptions);
