// The response to a sign-in, from the address it came in to the session that it ends in.

import { OAuthError, parseNote } from "#browser/error.js";
import * as core from "#glue";
import { cleanAddress, forgetResponse, popupNonceOf, responseUrl } from "./address.js";
import { bounded } from "./core.js";
import { relay } from "./popup.js";
import { tokensFor } from "./token.js";

/** What may be tried again: the server has perhaps not seen the code. */
const isTrouble = ({ code }) => code === "network_error" || code === "timeout";

const begin = (own, shared, session, { returnTo = null, appState = null }) => {
  shared.set(session, own);
  return { session: shared.snapshot(), returnTo, appState: parseNote(appState) };
};

/**
 * A code becomes a session, unless that is not wanted any more; what goes wrong tells where the person was, as any other
 * refusal does.
 */
const exchange = async (own, shared, received, isWanted = () => true) => {
  const { code, returnTo, appState } = received;
  const ends = shared.ends();
  try {
    const session = await tokensFor(own, code);
    if (!isWanted() || shared.ends() > ends) throw new OAuthError("cancelled", "the sign-in was given up");
    const result = begin(own, shared, session, received);
    shared.notify();
    return result;
  } catch (error) {
    throw Object.assign(error, returnTo && { returnTo }, appState && { appState: parseNote(appState) });
  }
};

/** The response to a sign-in by popup: a promise, or null where the address is no response to it. */
export const receiveFromPopup = (own, shared, url, signIn, isWanted) => {
  try {
    const received = core.receiveCallback({ config: own, url: bounded(url), signIn });
    if (received === null) return null;
    if (received.code) return exchange(own, shared, received, isWanted);
    const result = begin(own, shared, received.session, received);
    shared.notify();
    return Promise.resolve(result);
  } catch (error) {
    // Its nonce stands where this provider's does not.
    return error.code === "missing_state" || error.code === "state_mismatch" ? null : Promise.reject(error);
  }
};

/** Remembers what came of an address; a refusal does not take the place of an earlier success. */
const remember = (shared, callback) => {
  cleanAddress();
  if (callback.isSession || !shared.callback?.isSession) shared.callback = callback;
  return callback.promise;
};

/** What came of the last response; null where there was none. */
const lastOf = ({ callback }) => callback?.again?.() ?? callback?.promise ?? Promise.resolve(null);

const receive = (own, shared, url) => {
  try {
    const received = core.receiveCallback({ config: own, url: bounded(url) });
    if (received === null && popupNonceOf(url))
      throw new OAuthError("state_mismatch", "no page waits for this response");
    if (received === null) return lastOf(shared);
    forgetResponse();
    if (received.code) return redeem(own, shared, url, received);
    const result = begin(own, shared, received.session, received);
    const promise = remember(shared, { url, isSession: true, promise: Promise.resolve(result) });
    shared.notify();
    return promise;
  } catch (error) {
    // It names the place where a sign-in of this client started: then it has ended that one.
    if (error.returnTo) forgetResponse();
    return remember(shared, { url, isSession: false, promise: Promise.reject(error) });
  }
};

/** Exchanges a code; where the network failed, the next call for the same response tries again. */
const redeem = (own, shared, url, received) => {
  const callback = { url, isSession: true };
  callback.promise = exchange(own, shared, received).catch((error) => {
    if (isTrouble(error)) callback.again = () => redeem(own, shared, url, received);
    throw error;
  });
  shared.awaits(callback.promise);
  return remember(shared, callback);
};

/** What came of the response that this page was called with; null where there is none. */
export const handleCallback = (own, shared) => {
  const url = responseUrl();
  if (shared.callback?.url === url) {
    // The same response again, in the address too.
    cleanAddress();
    return lastOf(shared);
  }
  const nonce = popupNonceOf(url);
  if (!nonce) return receive(own, shared, url);
  const promise = relay(nonce, url, forgetResponse, () => receive(own, shared, url));
  return remember(shared, { url, isSession: false, promise });
};
