// What the package sends by `fetch`, and answers that come when a case wants them to.
import type { Frame } from "./frame.ts";

/** Every request that is made from now on, as the browser would send it. */
export const recordFetch = (place: typeof globalThis = window): Request[] => {
  const { fetch } = place;
  const requests: Request[] = [];
  place.fetch = (input, init) => {
    requests.push(new Request(input instanceof place.Request ? input.clone() : input, init));
    return fetch(input, init);
  };
  return requests;
};

/**
 * Holds the answers to the next requests for that path, or to that many of them. `arrived` resolves when the first has come;
 * `release` hands out all, and none is held from then on.
 */
export const holdAnswers = (path: string, count = Number.POSITIVE_INFINITY) => {
  const { fetch } = window;
  const arrived = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let left = count;
  window.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const isHeld = url.endsWith(path) && left > 0;
    if (isHeld) left -= 1;
    const answer = await fetch(input, init);
    if (isHeld) {
      arrived.resolve();
      await released.promise;
    }
    return answer;
  };
  return { arrived: arrived.promise, release: released.resolve };
};

/** Has a document tell every server its whole address, unless a request is not to. */
export const tellReferrers = ({ window: { document } }: Frame): void => {
  const policy = document.createElement("meta");
  policy.name = "referrer";
  policy.content = "unsafe-url";
  document.head.append(policy);
};
