// What every guard of a route does before the route is shown.
import type { Client, Session, SignInOptions } from "../types.ts";
import { hasFailed, storeOf } from "./store.ts";

/**
 * Resolves with the session. Without one it leaves for the sign-in page and never resolves; it rejects if that fails, or if a
 * sign-in has failed before. On a server it lets everybody pass: the browser asks again.
 */
export const sessionOrLeave = async (client: Client, options: SignInOptions): Promise<Session | null> => {
  if (typeof window === "undefined") return null;
  const store = storeOf(client);
  await store.settle();
  // A page that comes back from the back/forward cache asks other tabs again.
  await client.ready();
  const state = store.read();
  if (state.session) return state.session;
  if (hasFailed(state)) throw state.error;
  return store.leave(options);
};
