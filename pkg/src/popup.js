// A sign-in by popup. The popup may be cut off from the page that opened it (Cross-Origin-Opener-Policy), so its page, which is
// the redirect URI, hands the response over on a BroadcastChannel: only pages of the same origin hear it, and only the page
// that started the sign-in knows its name, which is the nonce.

import { OAuthError } from "#browser/error.js";
import { CLOSE_MS, GRACE_MS, LOOK_MS, TAKEN_MS } from "#waiting";
import { popupNonceOf } from "./address.js";

const FEATURES = "popup,width=480,height=720";
/** What says that a response has arrived. */
const TAKEN = "taken";

const channelOf = (nonce) => {
  try {
    return new BroadcastChannel(`coolsms-oauth2.${nonce}`);
  } catch (cause) {
    throw new OAuthError("storage_unavailable", "the browser keeps a page and its popup apart", { cause });
  }
};

const after = (ms, run) => new Promise((resolve) => setTimeout(() => resolve(run?.()), ms));

/** In the popup's page: hands the response over. Whether anybody took it. */
const handOver = (nonce, url) =>
  new Promise((resolve) => {
    const channel = channelOf(nonce);
    const end = (isTaken) => {
      channel.close();
      resolve(isTaken);
    };
    channel.onmessage = ({ data }) => data === TAKEN && end(true);
    channel.postMessage(url);
    setTimeout(end, TAKEN_MS, false);
  });

/** In the popup's page: gives the response to the page that opened it, and closes; or goes on with it where there is none. */
export const relay = async (nonce, url, forget, goOn) => {
  if (!(await handOver(nonce, url).catch(() => false))) return goOn();
  forget();
  close();
  // Where the browser does not close it, it is a page as any other.
  return after(CLOSE_MS, () => null);
};

/** Waits for the response with that nonce, and gives the address it came in to `receive`. */
const responseTo = (nonce, popup, receive, shared, { lifetimeMs, signal }) =>
  new Promise((resolve, reject) => {
    shared.closePopup?.(new OAuthError("cancelled", "a newer sign-in by popup has begun"));
    const channel = channelOf(nonce);
    let closedSince = null;
    let isOver = false;
    const settle = () => {
      isOver = true;
      clearInterval(look);
      signal?.removeEventListener("abort", abort);
      if (shared.closePopup === end) shared.closePopup = null;
      // Where the browser does not do it, for the popup has no opener, it closes by itself once it comes back.
      popup.close();
    };
    const end = (error) => {
      settle();
      channel.onmessage = () => channel.postMessage(TAKEN);
      reject(error);
    };
    const abort = () => end(signal.reason);
    const timer = setTimeout(() => {
      end(new OAuthError("timeout", "the sign-in took too long"));
      channel.close();
    }, lifetimeMs);
    // A popup that was cut off looks closed while the person is at it. So they have to be back here for a while; and a
    // response that comes even then is taken.
    const look = setInterval(() => {
      closedSince = popup.closed && document.hasFocus() ? (closedSince ?? Date.now()) : null;
      if (closedSince === null || Date.now() - closedSince < GRACE_MS) return;
      clearInterval(look);
      reject(new OAuthError("cancelled", "the popup was closed"));
    }, LOOK_MS);
    channel.onmessage = ({ data }) => {
      const result = popupNonceOf(String(data)) === nonce && receive(data, () => !isOver);
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
    shared.closePopup = end;
    if (signal?.aborted) abort();
  });

/**
 * Opens the popup, which browsers allow only while the click lasts, then starts the sign-in and waits for its response.
 * `start()` gives its address, and itself; `receive(url, signIn, isWanted)` a promise, or null where that is no response
 * to it.
 */
export const signInByPopup = async (start, receive, shared, options) => {
  options.signal?.throwIfAborted();
  const popup = open("", "_blank", FEATURES);
  if (!popup) throw new OAuthError("popup_blocked", "the browser opens no popup: call this in a click");
  // Nothing needs it, and a page in the popup could lead this one elsewhere.
  popup.opener = null;
  try {
    const { url, signIn } = await start();
    const take = (address, isWanted) => receive(address, signIn, isWanted);
    const response = responseTo(signIn.state, popup, take, shared, options);
    try {
      popup.location.replace(url);
    } catch (error) {
      shared.closePopup(error);
    }
    return await response;
  } catch (error) {
    popup.close();
    throw error;
  }
};
