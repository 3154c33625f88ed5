// `worker.mjs` for Node.js, behind whatever serves https: for the app.
//
//   CLIENT_ID=… CLIENT_SECRET=… REDIRECT_URI=https://app.example/ node server.mjs
//   ORIGINS=https://app.example node server.mjs   # calls of the API alone
//
// It listens at 127.0.0.1 (PORT, 8403), and logs nothing of what it is asked. README.md has the settings.

import { createServer } from "node:http";
import { Refusal } from "./exchange.mjs";
import { withHeaders } from "./headers.mjs";
import { settingsOf } from "./settings.mjs";
import worker from "./worker.mjs";

const MAX_CONNECTIONS = 1000;

const { receiveMs, answerMs, origins, port } = start();
/** The connections whose request is being answered. */
const busy = new WeakSet();
const server = createServer(
  {
    // Node.js ends what `worker.mjs` does not read: a head that does not arrive, and the body of a request that was refused.
    headersTimeout: receiveMs,
    requestTimeout: 2 * receiveMs, // after the worker, whose answer the page can read
    connectionsCheckingInterval: Math.ceil(receiveMs / 10),
  },
  (incoming, outgoing) => {
    const { socket } = incoming;
    // Who asks again before the answer is there: a connection is one request at a time, so that their number is limited.
    if (busy.has(socket)) {
      socket.destroy();
      return;
    }
    busy.add(socket);
    serve(incoming, outgoing)
      .catch(() => outgoing.destroy())
      .finally(() => busy.delete(socket));
  },
);
server.maxConnections = MAX_CONNECTIONS;
// A page that does not read its answer.
server.timeout = 2 * receiveMs + answerMs;
server.on("error", (error) => fail(`Port ${port} cannot be used: ${error.message}`));
server.listen(port, "127.0.0.1", () => {
  const address = server.address();
  const place = typeof address === "object" && address ? address.port : port;
  const base = `http://127.0.0.1:${place}`;
  console.log(`${base}/token and ${base}/api serve ${[...origins].join(" ")}`);
});

/** Reads the settings, or ends. */
function start() {
  try {
    const { PORT = "8403" } = process.env;
    if (!/^\d{1,5}$/.test(PORT) || Number(PORT) > 65_535) throw new Error("PORT must be a port.");
    return { ...settingsOf(process.env), port: Number(PORT) };
  } catch (error) {
    return fail(/** @type {Error} */ (error).message);
  }
}

/** @type {(sentence: string) => never} */
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** @type {(incoming: import("node:http").IncomingMessage, outgoing: import("node:http").ServerResponse) => Promise<void>} */
async function serve(incoming, outgoing) {
  const gone = new AbortController();
  outgoing.on("close", () => gone.abort());
  const response = await answerTo(incoming, gone.signal);
  const body = new Uint8Array(await response.arrayBuffer());
  // A body that is late is not waited for.
  if (response.status === 408) response.headers.set("Connection", "close");
  outgoing.writeHead(response.status, [...response.headers].flat()).end(body);
}

/** @type {(incoming: import("node:http").IncomingMessage, signal: AbortSignal) => Promise<Response>} */
async function answerTo(incoming, signal) {
  // No page sends a body without its length.
  if (incoming.headers["transfer-encoding"]) {
    return withHeaders(Refusal.of(413, "PayloadTooLarge", "The body must name its length.").response());
  }
  const request = requestOf(incoming, signal);
  if (!request) return withHeaders(Refusal.of(400, "BadRequest", "That is no request for this server.").response());
  return worker.fetch(request, process.env);
}

/**
 * The request as the worker reads it; null if it is none, or if its path could mean another one.
 *
 * @param {import("node:http").IncomingMessage} incoming
 * @param {AbortSignal} signal
 */
function requestOf(incoming, signal) {
  const { method = "GET", url = "", rawHeaders } = incoming;
  const hasBody = method !== "GET" && method !== "HEAD";
  try {
    const target = new URL(`http://server.invalid${url}`);
    if (target.host !== "server.invalid" || target.pathname !== url.split("?", 1)[0]) return null;
    const headers = new Headers();
    for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
    // The types do not know `duplex`, which Node.js requires.
    const body = hasBody && { body: streamOf(incoming), duplex: "half" };
    return new Request(target, { method, headers, signal, ...body });
  } catch {
    return null;
  }
}

/** Of the body, which is read only when it is asked for. @type {(incoming: import("node:http").IncomingMessage) => ReadableStream<Uint8Array>} */
function streamOf(incoming) {
  const chunks = incoming[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}
