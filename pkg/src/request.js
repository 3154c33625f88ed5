// A request from its making to its answer. The module says whether it may be made, gives it its token and says what the
// answer means; here is what has to be waited for.
import { OAuthError } from "#browser/error.js";
import * as core from "#glue";

/** WebKit keeps a signal made by `AbortSignal.any` only as long as somebody else holds it. */
const held = new Set();

/** What starts with one slash stands below the API's base, whose own path stays in front of it. */
const resolve = (input, base) => {
  if (typeof input !== "string" || !base) return input;
  return new URL(/^\/(?![/\\])/.test(input) ? base.replace(/\/+$/, "") + input : input, base);
};

/**
 * The request that `fetch(input, init)` would make, but for redirects: one would carry the token on, so it fails unless
 * the app reads redirects itself (`redirect: "manual"`).
 */
const make = (input, init, base) => {
  try {
    const redirect = init?.redirect === "manual" ? "manual" : "error";
    return new Request(resolve(input, base), { ...init, redirect });
  } catch (cause) {
    throw new OAuthError("invalid_request", "input: the browser refuses to make this request", {
      field: "input",
      cause,
    });
  }
};

/** The same; null where it cannot be made, such as with a body that was sent and can be read once. */
const made = (...request) => {
  try {
    return make(...request);
  } catch {
    return null;
  }
};

/**
 * Sends it, and reads of the answer what must be there in time: the head, unless told otherwise. The caller's own signal
 * goes on governing the rest.
 */
export const send = async (request, timeoutMs, read = (answer) => answer) => {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  const signal = AbortSignal.any([request.signal, late.signal]);
  held.add(signal);
  try {
    // With settings given, `fetch` forgets what the request says of the referrer.
    const { referrer, referrerPolicy } = request;
    return await read(await fetch(request, { signal, referrer, referrerPolicy }));
  } catch (cause) {
    if (request.signal.aborted) throw request.signal.reason;
    throw late.signal.aborted
      ? new OAuthError("timeout", "no answer in time", { cause })
      : new OAuthError("network_error", "no answer: offline, blocked by CORS, or a redirect, which is not followed", {
          cause,
        });
  } finally {
    held.delete(signal);
    clearTimeout(timer);
  }
};

const judged = (answer) => {
  try {
    core.judgeAnswer(answer);
  } catch (error) {
    error.response = answer;
    throw error;
  }
  return answer;
};

/**
 * What `permit` gives for a use of the session right now. Where that wants a fresh token first, one refresh is tried; a
 * token that is still good is used even if that fails.
 */
export const permitted = async (permit, current, refresh) => {
  const session = current();
  const permission = permit(session, true);
  if (permission !== undefined && permission !== null) return permission;
  const failure = await refresh().then(
    () => null,
    (error) => error,
  );
  const next = current();
  try {
    // Somebody else may have signed in meanwhile: it is not their call.
    return permit(next?.id === session.id ? next : null, false);
  } catch (error) {
    throw failure ?? error;
  }
};

/** What comes of work, unless the signal aborts first; after that it does not begin. */
const unlessAborted = (signal, work) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", abort));
  });

/**
 * Makes a call for a client of that configuration, with the session that it has when the request is ready. A token that
 * the API refuses is refreshed once, where it can be, and the call is made once more, where its body can be.
 */
export const call = async (input, init, config, { current, refresh }, options) => {
  const base = config.provider?.apiBase;
  const request = make(input, init, base);
  const freshened = () => unlessAborted(request.signal, refresh);
  let used;
  const permit = (session, mayRefresh) => {
    used = session;
    return core.permitCall({ config, session, options, mayRefresh }, request);
  };
  const answer = await send(request, await permitted(permit, current, freshened));
  try {
    return judged(answer);
  } catch (error) {
    if (error.code !== "unauthorized" || !used.refreshToken) throw error;
    // Another tab may have refreshed it meanwhile.
    if (current() === used) await freshened().catch((cause) => Object.assign(error, { cause }));
    if (request.signal.aborted) throw request.signal.reason;
    // And somebody else may have signed in: it is not their call.
    const again = !error.cause && current()?.id === used.id && made(input, init, base);
    if (!again) throw error;
    return judged(await send(again, core.permitCall({ config, session: current(), options }, again)));
  }
};
