// A sign-in by popup. The popup may be cut off from the page that opened it (Cross-Origin-Opener-Policy), so its page, which is
// the redirect URI, hands the response over on a BroadcastChannel: only pages of the same origin hear it, and only the page
// that started the sign-in knows its name, which is the state.
import { CLOSE_MS, GRACE_MS, LOOK_MS, TAKEN_MS } from "#waiting";
import type { App } from "../app.ts";
import { type OAuthError, oauthError } from "../error.ts";
import type { StoredSignIn } from "../module/exports.d.ts";
import type { SignInResult } from "../types.ts";
import { forgetResponse, popupStateOf } from "./capture.ts";

const FEATURES = "popup,width=480,height=720";
/** The message that acknowledges a response. */
const TAKEN = "taken";

const openChannel = (state: string) => {
  try {
    return new BroadcastChannel(`coolsms-oauth2.${state}`);
  } catch (cause) {
    throw oauthError("storage_unavailable", "the page and its popup cannot communicate", { cause });
  }
};

/** In the popup's page: hands the response over; returns whether a page took it. */
const handOver = (state: string, url: string) =>
  new Promise<boolean>((resolve) => {
    const channel = openChannel(state);
    const end = (isTaken: boolean) => {
      channel.close();
      resolve(isTaken);
    };
    channel.onmessage = ({ data }) => {
      if (data === TAKEN) end(true);
    };
    channel.postMessage(url);
    setTimeout(end, TAKEN_MS, false);
  });

/** In the popup's page: gives the response to the page that opened it, and closes; calls `receive` where there is none. */
export const relay = async <T>(state: string, url: string, receive: () => Promise<T>): Promise<T | null> => {
  if (!(await handOver(state, url).catch(() => false))) return receive();
  forgetResponse();
  close();
  // Where the browser does not close it, it is a page as any other.
  return new Promise((resolve) => setTimeout(resolve, CLOSE_MS, null));
};

interface PopupOptions {
  lifetimeMs: number;
  signal?: AbortSignal | undefined;
}

/** A promise, or null where the URL is no response to the sign-in; `isWanted` tells whether it was given up meanwhile. */
type Receive<Args extends unknown[]> = (...args: [...Args, isWanted: () => boolean]) => Promise<SignInResult> | null;

/** Waits for the response with that state, and gives its URL to `receive`. */
const responseTo = (
  state: string,
  popup: Window,
  receive: Receive<[url: string]>,
  app: App,
  { lifetimeMs, signal }: PopupOptions,
) =>
  new Promise<SignInResult>((resolve, reject) => {
    app.cancelPopup?.(oauthError("cancelled", "a newer sign-in by popup started"));
    const channel = openChannel(state);
    let closedSince: number | null = null;
    let isOver = false;
    const settle = () => {
      isOver = true;
      clearInterval(look);
      signal?.removeEventListener("abort", abort);
      if (app.cancelPopup === cancel) app.cancelPopup = null;
      // Where the browser does not do it, for the popup has no opener, it closes by itself once it comes back.
      popup.close();
    };
    const cancel = (error: OAuthError) => {
      settle();
      channel.onmessage = () => channel.postMessage(TAKEN);
      reject(error);
    };
    const abort = () => cancel(signal?.reason);
    const timer = setTimeout(() => {
      cancel(oauthError("timeout", "the sign-in took too long"));
      channel.close();
    }, lifetimeMs);
    // A popup that was cut off looks closed while the user is at it. So they have to be back here for a while; and a
    // response that comes even then is taken.
    const look = setInterval(() => {
      closedSince = popup.closed && document.hasFocus() ? (closedSince ?? Date.now()) : null;
      if (closedSince === null || Date.now() - closedSince < GRACE_MS) return;
      clearInterval(look);
      reject(oauthError("cancelled", "the popup was closed"));
    }, LOOK_MS);
    channel.onmessage = ({ data }) => {
      const result = popupStateOf(String(data)) === state && receive(data, () => !isOver);
      if (!result) return;
      channel.onmessage = null;
      channel.postMessage(TAKEN);
      // A code has to be exchanged yet: until then it can be given up.
      result.then(resolve, reject).finally(() => {
        settle();
        clearTimeout(timer);
        channel.close();
      });
    };
    signal?.addEventListener("abort", abort);
    app.cancelPopup = cancel;
    if (signal?.aborted) abort();
  });

/**
 * Opens the popup, which browsers allow only while the click lasts, then starts the sign-in and waits for its response.
 */
export const signInByPopup = async (
  start: () => Promise<{ url: string; signIn?: StoredSignIn }>,
  receive: Receive<[url: string, signIn: StoredSignIn]>,
  app: App,
  options: PopupOptions,
): Promise<SignInResult> => {
  options.signal?.throwIfAborted();
  const popup = open("", "_blank", FEATURES);
  if (!popup) throw oauthError("popup_blocked", "the browser blocked the popup: call this in a click handler");
  // Nothing needs it, and a page in the popup could lead this one elsewhere.
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
