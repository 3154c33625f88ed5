/**
 * The session of a client in Vue 3.3 and newer: a plugin, composables, and a guard for Vue Router. It takes a client of any
 * entry, and loads nothing but Vue.
 *
 * @module
 */

import {
  type App,
  customRef,
  getCurrentInstance,
  type InjectionKey,
  inject,
  type MaybeRefOrGetter,
  onMounted,
  onUnmounted,
  type Ref,
  shallowReactive,
  type ToRefs,
  toRefs,
  toValue,
} from "vue";
import { sessionOrLeave } from "../frameworks/guard.ts";
import { missingOf, type RequestMore } from "../frameworks/scopes.ts";
import { type Navigate, type SessionState, storeOf, UNKNOWN } from "../frameworks/store.ts";
import type { Client, RequestScopesOptions, ScopeOption } from "../types.ts";

export type { Navigate, RequestMore, ScopeOption, SessionState };

/** The options of {@link sessionPlugin}. */
export interface SessionPluginOptions {
  /** The client, created once, outside of components. Whoever created it disposes of it. */
  client: Client;
  /**
   * Goes back to the route where the sign-in started, with the sign-in's `appState` as the state of that route:
   * `(to, { state }) => router.replace({ ...router.resolve(to), state })`. Without a router:
   * `(to) => history.replaceState(null, "", to)`.
   */
  navigate: Navigate;
}

/** What {@link useSession} returns: refs of the members of {@link SessionState}. */
export type SessionRefs = Readonly<ToRefs<SessionState>>;

/** As much of a route as the guard needs: that of Vue Router fits. */
export interface RouteLike {
  /** Path, query and fragment. */
  fullPath: string;
}

/** What {@link useScopes} returns. */
export interface Scopes {
  /** The values that were not granted; none as long as the status is unknown. */
  missing: Readonly<Ref<string[]>>;
  /** Asks for them. */
  request: RequestMore;
}

const CLIENT: InjectionKey<Client> = Symbol();

/**
 * Provides a client to an app: `app.use(sessionPlugin, { client, navigate })`. As soon as the app is mounted, it handles the
 * response in the page's URL, once, and goes back to the route where the sign-in started.
 *
 * @example
 * ```js
 * const navigate = (to, { state }) => router.replace({ ...router.resolve(to), state });
 * createApp(App).use(router).use(sessionPlugin, { client, navigate }).mount("#app");
 * ```
 *
 * @param app - The app.
 * @param options - The client, and how to go to a route.
 */
export function sessionPlugin(app: App, { client, navigate }: SessionPluginOptions): void {
  app.provide(CLIENT, client);
  // The route may not change before the page is hydrated.
  const { mount } = app;
  app.mount = (...target) => {
    const root = mount(...target);
    storeOf(client).start(navigate);
    return root;
  };
}

/**
 * Returns the client of the {@link sessionPlugin}.
 *
 * @example
 * ```js
 * const client = useClient();
 * const press = () => client.signOut();
 * ```
 *
 * @throws `Error` if the app does not use it.
 */
export function useClient(): Client {
  const client = inject(CLIENT, null);
  if (!client) throw new Error("coolsms-oauth2/vue: no app.use(sessionPlugin) in this app");
  return client;
}

const useState = (client: Client): SessionState => {
  const store = storeOf(client);
  const instance = getCurrentInstance();
  // A component that is being hydrated has an element, and shows at first what the server did.
  const state = shallowReactive({ ...(instance?.vnode.el ? UNKNOWN : store.read()) });
  const update = () => Object.assign(state, store.read());
  onMounted(() => {
    onUnmounted(store.subscribe(update), instance);
    update();
  });
  return state;
};

/**
 * Returns who is signed in, as refs that follow every change, in this tab or another. Call it in `setup`.
 *
 * @example
 * ```js
 * const { status, session } = useSession();
 * ```
 *
 * @throws `Error` if the app does not use the {@link sessionPlugin}.
 */
export function useSession(): SessionRefs {
  return toRefs(useState(useClient()));
}

/**
 * Returns which values of a scope were not granted, and how to ask for them. Call it in `setup`.
 *
 * @example
 * ```js
 * const { missing, request } = useScopes("message:write");
 * ```
 *
 * @param needed - The scope: words in one string, an array, or a ref or getter of these.
 * @throws `Error` if the app does not use the {@link sessionPlugin}.
 */
export function useScopes(needed: MaybeRefOrGetter<ScopeOption>): Scopes {
  const client = useClient();
  const state = useState(client);
  // Not `computed`: what the API refuses counts as missing, and is no change of the session.
  const missing = customRef(() => ({ get: () => missingOf(client, toValue(needed), state), set() {} }));
  return { missing, request: (options) => client.requestScopes(toValue(needed), options as RequestScopesOptions) };
}

/**
 * Returns a guard for `beforeEnter` or `beforeEach` of Vue Router. Without a session it leaves for the sign-in page, and the
 * user comes back to the route that they wanted. After a sign-in that failed it lets the navigation pass, so that the app can
 * show the error of {@link useSession}; on a server as well.
 *
 * @example
 * ```js
 * const routes = [{ path: "/account", component: Account, beforeEnter: sessionGuard(client) }];
 * ```
 *
 * @param client - The client.
 * @param appState - What is to be the state of the route after the sign-in.
 */
export function sessionGuard<Route extends RouteLike>(
  client: Client,
  appState?: (to: Route, from: Route) => unknown,
): (to: Route, from: Route) => Promise<void> {
  return async (to, from) => {
    const options = { returnTo: to.fullPath, appState: appState?.(to, from) };
    await sessionOrLeave(client, options).catch(() => {});
  };
}
