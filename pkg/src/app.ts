// What all clients of one app on one page share, so that several clients, or an effect that runs twice, see one sign-in.
import type { OAuthError } from "./error.ts";
import type { Config } from "./module/exports.ts";
import { openSessionHolder, type SessionHolder } from "./session/holder.ts";
import type { Session, SignInResult } from "./types.ts";

/** A response that was handled, and its result. */
export interface Callback {
  url: string;
  isSuccess: boolean;
  promise: Promise<SignInResult | null>;
  /** The session that it began, once it has. */
  sessionId?: string;
  /** Set if the network failed: tries again; returns null if the session was written since. */
  retry?: () => Promise<SignInResult | null> | null;
}

export interface App {
  readonly holder: SessionHolder;
  /** The last callback; `sign_in/callback.ts` writes it. */
  callback: Callback | null;
  /** Cancels the sign-in by popup that is running; `sign_in/popup.ts` writes it. */
  cancelPopup: ((error: OAuthError) => void) | null;
  /** The refresh that is running in this tab; `session/refresh.ts` writes it. */
  refreshing: Promise<Session> | null;
  /** The access token that the API refused right after a refresh; `http/call.ts` writes it. */
  readonly refused: { accessToken?: string | undefined };
  /** What the API refused to a session although it was granted; `client.ts` writes it. */
  denied: { id: string; scopes: string[] } | null;
}

const apps = new Map<string, App>();

/** Returns the app of a configuration. The first call for an app restores the session that this tab has stored. */
export const appOf = (config: Config): App => {
  const { clientId, provider } = config;
  const key = JSON.stringify([provider.authorizationEndpoint, provider.id, clientId]);
  let app = apps.get(key);
  if (!app) {
    const holder = openSessionHolder(`coolsms-oauth2.session${key}`, config);
    app = { holder, callback: null, cancelPopup: null, refreshing: null, refused: {}, denied: null };
    apps.set(key, app);
  }
  return app;
};
