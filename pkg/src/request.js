// A request from its making to the head of its answer. The module says whether it may be made, gives it its token and
// says what the answer means; here is what has to be waited for.
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
    throw new OAuthError("invalid_request", "input: the browser refuses to make this request", { field: "input", cause });
  }
};

/** Sends it. The caller's own signal goes on governing the body; the time-out ends with the head. */
const send = async (request, timeoutMs) => {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  const signal = AbortSignal.any([request.signal, late.signal]);
  held.add(signal);
  try {
    return await fetch(request, { signal });
  } catch (cause) {
    if (request.signal.aborted) throw request.signal.reason;
    throw late.signal.aborted
      ? new OAuthError("timeout", "the API did not answer in time", { cause })
      : new OAuthError("network_error", "no answer: offline, blocked by CORS, or a redirect, which is not followed", {
          cause,
        });
  } finally {
    held.delete(signal);
    clearTimeout(timer);
  }
};

/** Makes a call for a client of that configuration, with the session that it has when the request is ready. */
export const call = async (input, init, config, session, options) => {
  const request = make(input, init, config.provider?.apiBase);
  const answer = await send(request, core.permitCall(config, session(), request, options));
  try {
    core.judgeAnswer(answer);
  } catch (error) {
    error.response = answer;
    throw error;
  }
  return answer;
};
