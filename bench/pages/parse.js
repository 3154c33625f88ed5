// How long it takes to read one callback's address and to verify its state, in microseconds.

/** The clock of a page that is isolated from others ticks every 5 µs: a batch is much longer. */
const BATCH_MS = 20;
const BATCHES = 5;
/** Sign-ins that wait at a time; more than a library may remember would be forgotten. */
const WAITING = 8;
const BATCHES_OF_STORED = 40;
/** How long code runs before it is timed, and how long without getting faster. */
const WARM_UP_MS = 1000;
const STEADY = 10;

const SIZES = [1, 4, 16, 64].map((kibibytes) => kibibytes * 1024);
export const TYPICAL = 900;

/** The median. */
const middle = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/** A callback of that length. */
export const callback = ({ redirectUri, flow }, state, length) => {
  const start =
    flow === "implicit"
      ? `${redirectUri}#token_type=Bearer&expires_in=86400&state=${state}&access_token=`
      : `${redirectUri}?state=${state}&code=`;
  return start.padEnd(length, "a");
};

/** Functions that answer at once are not waited for: that would cost a turn of the loop. */
const settled = (result) => (typeof result?.then === "function" ? result : null);

/** Reads each address; gives back how long one took, in microseconds. */
const timed = async (read, urls) => {
  const start = performance.now();
  for (const url of urls) {
    const promise = settled(read(url));
    if (promise) await promise;
  }
  return ((performance.now() - start) * 1000) / urls.length;
};

/** Until the code no longer gets faster: engines compile what runs often again, better, in the background. */
const warmUp = async (batch) => {
  const start = performance.now();
  let best = Infinity;
  for (let steady = 0; steady < STEADY || performance.now() - start < WARM_UP_MS; steady++) {
    const time = await batch();
    if (time < best * 0.95) steady = 0;
    best = Math.min(best, time);
  }
};

const middleOf = async (count, batch) => {
  const batches = [];
  for (let i = 0; i < count; i++) batches.push(await batch());
  return middle(batches);
};

/** Of a function that is told the state, and warm. */
const given = async (read, url) => {
  let count = 1;
  while ((await timed(read, Array(count).fill(url))) * count < BATCH_MS * 1000) count *= 2;
  return middleOf(BATCHES, () => timed(read, Array(count).fill(url)));
};

/** Of a function that looks the state up in the browser's storage, and spends it. */
const stored = async (save, take, facts) => {
  const batch = async () => {
    const urls = [];
    for (let i = 0; i < WAITING; i++) urls.push(callback(facts, await save(), TYPICAL));
    return timed(take, urls);
  };
  await warmUp(batch);
  return middleOf(BATCHES_OF_STORED, batch);
};

/** To see that it works: one of each. */
const once = async (app, client, facts) => {
  const found = {};
  if (app.given) {
    const state = "s".repeat(48);
    const read = (url) => app.given(client, url, state, facts);
    found.given = await timed(read, Array(50).fill(callback(facts, state, TYPICAL)));
    found.sizes = {};
    for (const size of SIZES) found.sizes[size] = await timed(read, Array(50).fill(callback(facts, state, size)));
  }
  if (app.save) {
    const url = callback(facts, await app.save(client, facts), TYPICAL);
    found.stored = await timed((url) => app.take(client, url, facts), [url]);
  }
  return found;
};

/**
 * All that an app can do of it: `given` at the typical length, `stored`, and `sizes`, a time for each length. `parsing` is
 * `full`, `short`, which is without the lengths, or `once`.
 */
export const times = async (app, client, facts, parsing) => {
  if (parsing === "once") return once(app, client, facts);
  const found = {};
  if (app.given) {
    const state = "s".repeat(48);
    const read = (url) => app.given(client, url, state, facts);
    await warmUp(() => timed(read, Array(100).fill(callback(facts, state, TYPICAL))));
    found.given = await given(read, callback(facts, state, TYPICAL));
    found.sizes = {};
    const sizes = parsing === "full" ? SIZES : [];
    for (const size of sizes) found.sizes[size] = await given(read, callback(facts, state, size));
  }
  if (app.save) {
    const save = () => app.save(client, facts);
    found.stored = await stored(save, (url) => app.take(client, url, facts), facts);
  }
  return found;
};
