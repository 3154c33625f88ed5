// A sign-in by popup. Cross-Origin-Opener-Policy may isolate the popup from the page that opened it. So the page at the redirect
// URI sends the response on a BroadcastChannel: only pages of the same origin receive it, and only the page that started the
// sign-in knows its name, which contains the state.
import { CLOSE_MS, GRACE_MS, LOOK_MS, TAKEN_MS } from "#waiting";
import type { App } from "../app.ts";
import { type OAuthError, oauthError } from "../error.ts";
import type { StoredSignIn } from "../module/exports.ts";
import { after } from "../timer.ts";
import type { SignInResult } from "../types.ts";
import { forgetResponse, popupStateOf } from "./response.ts";

const FEATURES = "popup,width=480,height=720";
/** The message that acknowledges a response. */
const TAKEN = "taken";

const nameOf = (state: string) => `coolsms-oauth2.${state}`;

const openChannel = (state: string) => {
  try {
    return new BroadcastChannel(nameOf(state));
  } catch (cause) {
    throw oauthError(
      "storage_unavailable",
      DEVELOPMENT && "the page and its popup cannot communicate: the browser blocks BroadcastChannel",
      { cause },
    );
  }
};

/** Whether a page waits for the response with a state: it holds a lock of that name. Without Web Locks, one may. */
const isAwaited = async (state: string) => {
  try {
    const { held } = await navigator.locks.query();
    return !held || held.some(({ name }) => name === nameOf(state));
  } catch {
    return true;
  }
};

/** Holds that lock; returns the function that releases it. */
const holdLock = (state: string) => {
  let release = () => {};
  const isOver = new Promise<void>((resolve) => {
    release = resolve;
  });
  navigator.locks?.request(nameOf(state), () => isOver).catch(() => {});
  return release;
};

/**
 * Whether this page is in a frame of another site. Browsers then separate its channels from those of the
 * popup. If the site of the surrounding page is hidden, it counts as another one.
 */
const isCrossSite = () => {
  const site = (url: string) => new URL(url).hostname.split(".").slice(-2).join(".");
  try {
    if (top === window || top?.location.origin) return false;
  } catch {
    // The page around this one has another origin.
  }
  try {
    return site(location.ancestorOrigins?.[0] ?? document.referrer) !== site(location.href);
  } catch {
    return true;
  }
};

/** In the popup: sends the URL of the response; returns whether a page acknowledged it. */
const handOver = (state: string, url: string) =>
  new Promise<boolean>((resolve) => {
    const channel = openChannel(state);
    const end = (isTaken: boolean) => {
      cancel();
      channel.close();
      resolve(isTaken);
    };
    channel.onmessage = ({ data }) => {
      if (data === TAKEN) end(true);
    };
    channel.postMessage(url);
    const cancel = after(TAKEN_MS, () => end(false));
  });

/** In the popup: sends the response to the page that opened it, and closes the popup. If no page answers, calls `receive`. */
export const relay = async <T>(state: string, url: string, receive: () => Promise<T>): Promise<T | null> => {
  const isTaken = (await isAwaited(state)) && (await handOver(state, url).catch(() => false));
  if (!isTaken) return receive();
  forgetResponse();
  close();
  // If the browser does not close the popup, it continues as a page without a response.
  return new Promise((resolve) => setTimeout(resolve, CLOSE_MS, null));
};

interface PopupOptions {
  lifetimeMs: number;
  signal?: AbortSignal | undefined;
}

/** Handles a response; returns null if the URL is not a response to the sign-in. `isWanted` is false once it is cancelled. */
type Receive<Args extends unknown[]> = (...args: [...Args, isWanted: () => boolean]) => Promise<SignInResult> | null;

/** Waits for the response with a state, and passes its URL to `receive`. */
const responseTo = (
  state: string,
  popup: Window,
  receive: Receive<[url: string]>,
  app: App,
  { lifetimeMs, signal }: PopupOptions,
) =>
  new Promise<SignInResult>((resolve, reject) => {
    app.cancelPopup?.(oauthError("cancelled", DEVELOPMENT && "a newer sign-in by popup started"));
    const channel = openChannel(state);
    const release = holdLock(state);
    const close = () => {
      channel.close();
      release();
    };
    let closedSince: number | null = null;
    let isOver = false;
    const settle = () => {
      isOver = true;
      clearInterval(look);
      signal?.removeEventListener("abort", abort);
      if (app.cancelPopup === cancel) app.cancelPopup = null;
      // The browser may refuse, because the popup has no opener. Then the popup closes itself at the redirect URI.
      popup.close();
    };
    const cancel = (error: OAuthError) => {
      settle();
      channel.onmessage = () => channel.postMessage(TAKEN);
      reject(error);
    };
    const abort = () => cancel(signal?.reason);
    const cancelTimer = after(lifetimeMs, () => {
      cancel(oauthError("timeout", DEVELOPMENT && "the sign-in in the popup took too long"));
      close();
    });
    // An isolated popup looks closed while the user is using it. So this page must also have had the focus for a while. A
    // response that arrives later is still accepted.
    const look = setInterval(() => {
      closedSince = popup.closed && document.hasFocus() ? (closedSince ?? Date.now()) : null;
      if (closedSince === null || Date.now() - closedSince < GRACE_MS) return;
      clearInterval(look);
      reject(oauthError("cancelled", DEVELOPMENT && "the user closed the popup"));
    }, LOOK_MS);
    channel.onmessage = ({ data }) => {
      const result = popupStateOf(String(data)) === state && receive(data, () => !isOver);
      if (!result) return;
      channel.onmessage = null;
      channel.postMessage(TAKEN);
      // A code has yet to be exchanged. Until then the sign-in can be cancelled.
      result.then(resolve, reject).finally(() => {
        settle();
        cancelTimer();
        close();
      });
    };
    signal?.addEventListener("abort", abort);
    app.cancelPopup = cancel;
    if (signal?.aborted) abort();
  });

/**
 * Opens the popup, starts the sign-in and waits for its response. The popup comes first, because browsers allow it only
 * during the click.
 */
export const signInByPopup = async (
  start: () => Promise<{ url: string; signIn?: StoredSignIn }>,
  receive: Receive<[url: string, signIn: StoredSignIn]>,
  app: App,
  options: PopupOptions,
): Promise<SignInResult> => {
  options.signal?.throwIfAborted();
  if (isCrossSite()) {
    throw oauthError(
      "storage_unavailable",
      DEVELOPMENT && "a frame of another site cannot hear its popup: open the app in its own window",
    );
  }
  const popup = open("", "_blank", FEATURES);
  if (!popup) throw oauthError("popup_blocked", DEVELOPMENT && "the browser blocked the popup");
  // A page in the popup could navigate this page through its opener.
  popup.opener = null;
  try {
    const started = await start();
    const signIn = started.signIn as StoredSignIn;
    const response = responseTo(signIn.state, popup, (url, isWanted) => receive(url, signIn, isWanted), app, options);
    try {
      popup.location.replace(started.url);
    } catch (error) {
      app.cancelPopup?.(error as OAuthError);
    }
    return await response;
  } catch (error) {
    popup.close();
    throw error;
  }
};
