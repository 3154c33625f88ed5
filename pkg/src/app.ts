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
  /** Opened by its first use: its stores and its channel take longer than all that a client does before. */
  readonly holder: SessionHolder;
  /** Counts the clients in use. The first one has the holder opened in the next task, unless it is used before. */
  attach(change: 1 | -1): void;
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

const createApp = (key: string, config: Config): App => {
  let holder: SessionHolder | undefined;
  let clients = 0;
  let opening: ReturnType<typeof setTimeout> | undefined;
  const app: App = {
    get holder() {
      if (!holder) {
        clearTimeout(opening);
        holder = openSessionHolder(key, config);
        holder.share(clients > 0);
      }
      return holder;
    },
    attach(change) {
      clients += change;
      clearTimeout(opening);
      if (holder) holder.share(clients > 0);
      // An app that only has a client answers other tabs, too.
      else if (clients > 0) opening = setTimeout(() => app.holder);
    },
    callback: null,
    cancelPopup: null,
    refreshing: null,
    refused: {},
    denied: null,
  };
  return app;
};

const apps = new Map<string, App>();

/** Returns the app of a configuration. */
export const appOf = (config: Config): App => {
  const { clientId, provider } = config;
  const key = JSON.stringify([provider.authorizationEndpoint, provider.id, clientId]);
  let app = apps.get(key);
  if (!app) {
    app = createApp(`coolsms-oauth2.session${key}`, config);
    apps.set(key, app);
  }
  return app;
};
