/**
 * The session of a client in Svelte 5.7 and newer: a context, state that runes follow, and a guard for SvelteKit. It takes a
 * client of any entry, and loads nothing but Svelte.
 *
 * @module
 */

import { getContext, onMount, setContext } from "svelte";
import { createSubscriber } from "svelte/reactivity";
import { sessionOrLeave } from "../frameworks/guard.ts";
import { missingOf, type RequestMore } from "../frameworks/scopes.ts";
import { type Navigate, type SessionState, storeOf, UNKNOWN } from "../frameworks/store.ts";
import type { Client, RequestScopesOptions, ScopeOption, Session } from "../types.ts";

export type { Navigate, RequestMore, ScopeOption, SessionState };

/** What {@link useScopes} returns. Read the members where they are used: destructured, they no longer follow. */
export interface Scopes {
  /** The values that were not granted; none as long as the status is unknown. */
  readonly missing: string[];
  /** Asks for them. */
  readonly request: RequestMore;
}

/** The client, and its present snapshot, which effects follow. */
interface Provided {
  client: Client;
  read: () => SessionState;
}

const KEY = Symbol();

const provided = (): Provided => {
  const found = getContext<Provided | undefined>(KEY);
  if (!found) throw new Error("coolsms-oauth2/svelte: no provideSession() above this component");
  return found;
};

/**
 * Provides a client to the components below: call it in the script of the root layout. As soon as that is mounted, it handles
 * the response in the page's URL, once, and goes back to the route where the sign-in started.
 *
 * @example
 * ```js
 * provideSession(client, (to, { state }) => goto(to, { replaceState: true, state: state ?? {} }));
 * ```
 *
 * @param client - The client, created once, outside of components. Whoever created it disposes of it.
 * @param navigate - Goes back to that route, with the sign-in's `appState` as its state: with SvelteKit
 * `(to, { state }) => goto(to, { replaceState: true, state: state ?? {} })`, without a router
 * `(to) => history.replaceState(null, "", to)`.
 */
export function provideSession(client: Client, navigate: Navigate): void {
  const store = storeOf(client);
  let update = () => {};
  let isMounted = false;
  const follow = createSubscriber((changed) => {
    update = changed;
    return store.subscribe(changed);
  });
  // What a server rendered is shown until the page is hydrated.
  onMount(() => {
    isMounted = true;
    update();
    store.start(navigate);
  });
  const read = () => {
    follow();
    return isMounted ? store.read() : UNKNOWN;
  };
  setContext<Provided>(KEY, { client, read });
}

/**
 * Returns the client of {@link provideSession}. Call it in the script of a component.
 *
 * @example
 * ```js
 * const client = useClient();
 * const press = () => client.signOut();
 * ```
 *
 * @throws `Error` if no component above provides one.
 */
export function useClient(): Client {
  return provided().client;
}

/**
 * Returns who is signed in. The members follow every change, in this tab or another: read them where they are used, and do not
 * destructure them. Call it in the script of a component.
 *
 * @example
 * ```js
 * const current = useSession();
 * // in the markup: {#if current.status === "signed_in"} … {/if}
 * ```
 *
 * @throws `Error` if no component above provides a client.
 */
export function useSession(): SessionState {
  const { read } = provided();
  return {
    get status() {
      return read().status;
    },
    get session() {
      return read().session;
    },
    get error() {
      return read().error;
    },
  };
}

/**
 * Returns which values of a scope were not granted, and how to ask for them. Call it in the script of a component.
 *
 * @example
 * ```js
 * const scopes = useScopes("message:write");
 * // in the markup: {#if scopes.missing.length > 0} … {/if}
 * ```
 *
 * @param needed - The scope: words in one string, an array, or a function that returns one of these.
 * @throws `Error` if no component above provides a client.
 */
export function useScopes(needed: ScopeOption | (() => ScopeOption)): Scopes {
  const { client, read } = provided();
  const scope = () => (typeof needed === "function" ? needed() : needed);
  return {
    get missing() {
      return missingOf(client, scope(), read());
    },
    request: (options) => client.requestScopes(scope(), options as RequestScopesOptions),
  };
}

/**
 * A guard for `load` of a SvelteKit route: `export const load = (event) => requireSession(client, event).then(() => {})`. Without
 * a session it leaves for the sign-in page, and the user comes back to the route that they wanted. After a sign-in that failed
 * it resolves with null, so that the app can show the error of {@link useSession}; on a server as well.
 *
 * @example
 * ```js
 * export const load = (event) => requireSession(client, event).then(() => {});
 * ```
 *
 * @param client - The client.
 * @param event - What `load` is given.
 * @param appState - What is to be the state of the route after the sign-in.
 */
export function requireSession(client: Client, event: { url: URL }, appState?: unknown): Promise<Session | null> {
  return sessionOrLeave(client, { returnTo: event.url.href, appState }).catch(() => null);
}
