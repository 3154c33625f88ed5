// Handles the URL of an authorization response: its result is a session or an error.
import type { App, Callback } from "../app.ts";
import { type OAuthError, oauthError, parseNote } from "../error.ts";
import { requestTokens, revoke } from "../http/token_endpoint.ts";
import { type Config, core, type Received, type StoredSignIn } from "../module/exports.ts";
import type { Session } from "../session/record.ts";
import type { Session as SessionView, SignInResult } from "../types.ts";
import { cleanUrl } from "./capture.ts";
import { relay } from "./popup.ts";
import { forgetResponse, keepResponse, popupStateOf, responseUrl } from "./response.ts";

type Result = Promise<SignInResult | null>;

/** Whether the request may be sent again: perhaps the server has not used the code. */
const isPassing = ({ code, status = 0 }: OAuthError) => ["network_error", "timeout"].includes(code) || status >= 500;

/** Begins the session of a response, or of the exchange of its code. */
const begin = (config: Config, { holder }: App, received: Received, session = received.session): SignInResult => {
  const { returnTo = null, appState = null } = received;
  holder.begin(session as Session, config);
  return { session: holder.view() as SessionView, returnTo, appState: parseNote(appState) };
};

/** Exchanges a code for a session, unless the sign-in is cancelled meanwhile. Errors have `returnTo` and `appState`. */
const exchange = async (config: Config, app: App, received: Received, isWanted = () => true) => {
  const { signIn, returnTo, appState } = received;
  // Sent first: what follows may open the session, while the server works.
  const request = requestTokens(config, { signIn: signIn as StoredSignIn });
  const { holder } = app;
  const signOuts = holder.signOuts();
  try {
    const session = await request;
    if (!isWanted() || holder.signOuts() > signOuts) {
      // No session has these tokens: the provider should revoke them (RFC 7009).
      revoke(config, session).catch(() => {});
      throw oauthError(
        "cancelled",
        DEVELOPMENT && "the user signed out, or another sign-in started, during the exchange of the code",
      );
    }
    const result = begin(config, app, received, session);
    holder.notify();
    return result;
  } catch (error) {
    throw Object.assign(error as OAuthError, returnTo && { returnTo }, appState && { appState: parseNote(appState) });
  }
};

/** Handles the response to a sign-in by popup; returns null if the URL is not a response to it. */
export const receiveFromPopup = (
  config: Config,
  app: App,
  url: string,
  signIn: StoredSignIn,
  isWanted: () => boolean,
): Promise<SignInResult> | null => {
  try {
    const received = core.receiveCallback({ config, url, signIn });
    if (received === null) return null;
    if (received.signIn) return exchange(config, app, received, isWanted);
    const result = begin(config, app, received);
    app.holder.notify();
    return Promise.resolve(result);
  } catch (error) {
    // The URL carries the popup's state in a parameter that this provider does not use.
    const { code } = error as OAuthError;
    return code === "missing_state" || code === "state_mismatch" ? null : Promise.reject(error);
  }
};

/** Stores a callback. An error does not replace an earlier success. */
const remember = (app: App, callback: Callback) => {
  cleanUrl();
  if (callback.isSuccess || !app.callback?.isSuccess) app.callback = callback;
  return callback.promise;
};

/**
 * Returns the result of the last callback, or of another attempt if the network failed; null if there was no callback, or if
 * its session is no longer there.
 */
const resumeCallback = ({ callback, holder }: App): Result => {
  const isOver = callback?.sessionId && holder.sync()?.id !== callback.sessionId;
  return (!isOver && (callback?.retry?.() ?? callback?.promise)) || Promise.resolve(null);
};

const receive = (config: Config, app: App, url: string): Result => {
  try {
    const received = core.receiveCallback({ config, url, document: performance.timeOrigin });
    if (received === null) return resumeCallback(app);
    forgetResponse();
    if (received.signIn) return redeem(config, app, url, received);
    const result = begin(config, app, received);
    const sessionId = result.session.id;
    const promise = remember(app, { url, isSuccess: true, promise: Promise.resolve(result), sessionId });
    app.holder.notify();
    return promise;
  } catch (error) {
    // An error with `returnTo` belongs to a sign-in of this client, and has ended it.
    if ((error as OAuthError).returnTo) forgetResponse();
    return remember(app, { url, isSuccess: false, promise: Promise.reject(error) });
  }
};

/** Exchanges a code. If the network or the server fails, the next call for the same response tries again. */
const redeem = (config: Config, app: App, url: string, received: Received) => {
  const { holder } = app;
  const promise = exchange(config, app, received).catch((error) => {
    const writes = holder.writes();
    if (isPassing(error)) {
      callback.retry = () => (holder.writes() === writes ? redeem(config, app, url, received) : null);
    }
    throw error;
  });
  const callback: Callback = { url, isSuccess: true, promise };
  promise.then(
    ({ session }) => {
      callback.sessionId = session.id;
    },
    () => {},
  );
  holder.expect(promise);
  return remember(app, callback);
};

/** Handles the response in this page's URL; resolves with null if there is none. */
export const handleCallback = (config: Config, app: App): Result => {
  const url = responseUrl();
  const { callback } = app;
  if (callback?.url === url && (!callback.sessionId || app.holder.sync()?.id === callback.sessionId)) {
    // The app has navigated to the same response again.
    cleanUrl();
    return resumeCallback(app);
  }
  const state = popupStateOf(url);
  if (!state) return receive(config, app, url);
  keepResponse(url);
  const promise = relay(state, url, () => receive(config, app, url));
  return remember(app, { url, isSuccess: false, promise });
};
