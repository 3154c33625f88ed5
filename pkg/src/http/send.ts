// Sending a request with a time limit.
import { oauthError } from "../error.ts";

/** WebKit keeps a signal made by `AbortSignal.any` only as long as somebody else holds it. */
const held = new Set<AbortSignal>();

/**
 * Sends a request and reads what must arrive in time: the head of the response, unless `read` reads more. The caller's own
 * signal goes on governing the rest.
 */
export const send = async <T = Response>(
  request: Request,
  timeoutMs: number | undefined,
  read: (response: Response) => T | Promise<T> = (response) => response as T,
): Promise<T> => {
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
      ? oauthError("timeout", "no response in time", { cause })
      : oauthError("network_error", "no response: offline, blocked by CORS, or a redirect", {
          cause,
        });
  } finally {
    held.delete(signal);
    clearTimeout(timer);
  }
};
