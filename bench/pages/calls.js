// What a call of the API costs beside `fetch` itself, and whether many of them leave something in memory. Nothing is sent:
// `fetch` answers at once, so that only the page's own work is left.

const BATCH = 100;
const BATCHES = 40;
const WARM_UP = 2000;
/** What is made before memory is looked at, one after the other and at once. */
const IN_SEQUENCE = 10_000;
const IN_PARALLEL = 1000;

/** Runs something with a `fetch` that answers at once. */
const withoutLine = async (run) => {
  const { fetch } = window;
  window.fetch = () => Promise.resolve(new Response("{}"));
  try {
    return await run();
  } finally {
    window.fetch = fetch;
  }
};

/** How long one call takes, in microseconds: the median of the batches. */
const timed = async (call, url, batches) => {
  const times = [];
  for (let batch = 0; batch < batches; batch++) {
    const start = performance.now();
    for (let i = 0; i < BATCH; i++) await call(url);
    times.push(((performance.now() - start) * 1000) / BATCH);
  }
  return times.sort((a, b) => a - b)[batches >> 1];
};

/** What `call` takes beyond `fetch` with the same header, in microseconds. */
export const callCost = (call, url, isOnce) =>
  withoutLine(async () => {
    const plain = (url) => window.fetch(url, { headers: { Authorization: "Bearer token" } });
    const batches = isOnce ? 1 : BATCHES;
    for (let i = 0; !isOnce && i < WARM_UP; i++) await Promise.all([call(url), plain(url)]);
    return (await timed(call, url, batches)) - (await timed(plain, url, batches));
  });

/** Many calls. */
export const manyCalls = (call, url, isOnce) =>
  withoutLine(async () => {
    for (let i = 0; i < (isOnce ? 1 : IN_SEQUENCE); i++) await call(url);
    await Promise.all(Array.from({ length: isOnce ? 1 : IN_PARALLEL }, () => call(url)));
  });
