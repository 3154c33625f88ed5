/**
 * The session of a client in React 18 and newer: a provider, hooks, and guards for routes. It takes a client of any entry, and
 * loads nothing but React.
 *
 * @module
 */

import {
  type ComponentType,
  type Context,
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from "react";
import type { OAuthError } from "../error.ts";
import { sessionOrLeave } from "../frameworks/guard.ts";
import { missingOf, type RequestMore, requestOf } from "../frameworks/scopes.ts";
import { hasFailed, type Navigate, type SessionState, storeOf, UNKNOWN } from "../frameworks/store.ts";
import type { Client, ScopeOption, Session } from "../types.ts";

export type { Navigate, RequestMore, ScopeOption, SessionState };

/** The properties of {@link SessionProvider}. */
export interface SessionProviderProps {
  /** The client, created once, outside of components. Whoever created it disposes of it. */
  client: Client;
  /**
   * Goes back to the route where the sign-in started, with the sign-in's `appState` as the state of that route. Without a router:
   * `(to) => history.replaceState(null, "", to)`.
   */
  navigate: Navigate;
  /** The app. */
  children?: ReactNode;
}

/** The properties of {@link RequireSession}. */
export interface RequireSessionProps {
  /** What only a user who is signed in sees. */
  children?: ReactNode;
  /** What is shown until it is known who is signed in, and while the page is being left. Default nothing. */
  fallback?: ReactNode;
  /** What is shown after a sign-in that failed, and when the session ends while `children` are shown. */
  signedOut: ComponentType<SignedOutProps>;
  /** The state of this route, such as `useLocation().state`. The route has it again after the sign-in. */
  state?: unknown;
}

/** The properties that {@link RequireSession} gives to its `signedOut`. */
export interface SignedOutProps {
  /** Why the sign-in failed or the session ended; null if the user signed out. */
  error: OAuthError | null;
  /** Signs in, and comes back to this route. */
  signIn: () => void;
}

/** What {@link useScopes} returns. */
export interface Scopes {
  /** The values that were not granted; none as long as the status is unknown. */
  missing: string[];
  /** Asks for them. */
  request: RequestMore;
}

const ClientContext: Context<Client | null> = createContext<Client | null>(null);

/**
 * Provides a client to the components below. In the browser it handles the response in the page's URL, once, and goes back to
 * the route where the sign-in started.
 *
 * @example
 * ```jsx
 * <SessionProvider client={client} navigate={useNavigate()}>
 *   <App />
 * </SessionProvider>
 * ```
 *
 * @param props - The client, and how to go to a route.
 */
export function SessionProvider({ client, navigate, children }: SessionProviderProps): ReactElement {
  useEffect(() => storeOf(client).start(navigate), [client, navigate]);
  return createElement(ClientContext.Provider, { value: client }, children);
}

/**
 * Returns the client of the {@link SessionProvider} above.
 *
 * @example
 * ```js
 * const client = useClient();
 * const press = () => client.signOut();
 * ```
 *
 * @throws `Error` if there is none.
 */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error("coolsms-oauth2/react: no <SessionProvider> above this component");
  return client;
}

/**
 * Returns who is signed in, and renders again when that changes, in this tab or another.
 *
 * @example
 * ```jsx
 * const { status, session } = useSession();
 * if (status === "unknown") return <Spinner />;
 * ```
 *
 * @throws `Error` if there is no {@link SessionProvider} above.
 */
export function useSession(): SessionState {
  const store = storeOf(useClient());
  return useSyncExternalStore(store.subscribe, store.read, () => UNKNOWN);
}

/**
 * Returns which values of a scope were not granted, and how to ask for them.
 *
 * @example
 * ```jsx
 * const { missing, request } = useScopes("message:write");
 * if (missing.length > 0) return <button onClick={() => request()}>{missing.map((it) => scopeName(it))}</button>;
 * ```
 *
 * @throws `Error` if there is no {@link SessionProvider} above.
 */
export function useScopes(needed: ScopeOption): Scopes {
  const client = useClient();
  return { missing: missingOf(client, needed, useSession()), request: requestOf(client, needed) };
}

/**
 * A guard around a route, whatever the router: shows its children to a user who is signed in, and sends everybody else to sign
 * in. They come back to the same route.
 *
 * @example
 * ```jsx
 * <Route path="/account" element={<RequireSession signedOut={SignedOut}><Account /></RequireSession>} />
 * ```
 *
 * @param props - What to show, and to whom.
 * @throws `Error` if there is no {@link SessionProvider} above.
 */
export function RequireSession({ children, fallback, signedOut, state }: RequireSessionProps): ReactNode {
  const store = storeOf(useClient());
  const session = useSession();
  const [wasSignedIn, setWasSignedIn] = useState(false);
  if (session.session && !wasSignedIn) setWasSignedIn(true);
  const isSignedOut = session.status === "signed_out";
  const mayAsk = wasSignedIn || hasFailed(session);
  const signIn = () => void store.leave({ appState: state }).catch(() => {});
  // The effect may run twice: the page is left once.
  useEffect(() => {
    if (isSignedOut && !mayAsk) signIn();
  });
  if (isSignedOut && mayAsk) return createElement(signedOut, { error: session.error, signIn });
  return session.session ? children : fallback;
}

/**
 * A guard for a `loader` or `clientLoader` of React Router: `loader: (args) => requireSession(client, args)`. Without a session
 * it leaves for the sign-in page, and the user comes back to the route of the request. It rejects if the
 * sign-in failed: show that in the route's error element. On a server it resolves with null.
 *
 * @example
 * ```js
 * const loader = (args) => requireSession(client, args);
 * ```
 *
 * @param client - The client.
 * @param args - What the loader is given.
 * @param appState - The state of the route after the sign-in.
 * @throws `OAuthError` as {@link Client.handleRedirectCallback} and {@link Client.signInWithRedirect} do.
 */
export function requireSession(
  client: Client,
  { request }: { request: { url: string } },
  appState?: unknown,
): Promise<Session | null> {
  return sessionOrLeave(client, { returnTo: request.url, appState });
}
