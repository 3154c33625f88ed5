// Sends a request with a time limit.
import { oauthError } from "../error.ts";
import { after } from "../timer.ts";

/** Names a request without its query, which may tell of whom it is. */
export const nameOf = ({ method, url }: Request): string => `${method} ${new URL(url).pathname}`;

/** WebKit collects a signal of `AbortSignal.any` that nothing else references, and then never aborts. */
const held = new Set<AbortSignal>();

/**
 * Sends a request. The time limit applies to the head of the response, and to what `read` reads. The caller's own signal still
 * aborts the rest.
 */
export const send = async <T = Response>(
  request: Request,
  timeoutMs: number,
  read: (response: Response) => T | Promise<T> = (response) => response as T,
): Promise<T> => {
  const late = new AbortController();
  const cancel = after(timeoutMs, () => late.abort());
  const signal = AbortSignal.any([request.signal, late.signal]);
  held.add(signal);
  try {
    // `fetch` with a second argument ignores the referrer settings of the request. Without a prototype, a page's pollution of
    // `Object.prototype` changes nothing.
    const { referrer, referrerPolicy } = request;
    return await read(await fetch(request, { __proto__: null, signal, referrer, referrerPolicy } as RequestInit));
  } catch (cause) {
    if (request.signal.aborted) throw request.signal.reason;
    throw late.signal.aborted
      ? oauthError("timeout", DEVELOPMENT && `${nameOf(request)} got no response within ${timeoutMs} milliseconds`, {
          cause,
        })
      : oauthError(
          "network_error",
          DEVELOPMENT &&
            `${nameOf(request)} got no response: the browser is offline, CORS forbids it, or it was a redirect`,
          {
            cause,
          },
        );
  } finally {
    held.delete(signal);
    cancel();
  }
};
