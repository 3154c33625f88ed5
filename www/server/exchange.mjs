// Reads requests and asks CoolSMS within limits of length and time.

/** An error of this server's own. Its answer has the form of CoolSMS's errors. */
export class Refusal extends Error {
  /** @type {(status: number, code: string, message: string, headers?: Record<string, string>) => Refusal} */
  static of(status, code, message, headers = {}) {
    return Object.assign(new Refusal(message), { status, code, headers });
  }

  status = 500;
  code = "InternalError";
  /** @type {Record<string, string>} */
  headers = {};

  /** @returns {Response} */
  response() {
    const body = JSON.stringify({ errorCode: this.code, errorMessage: this.message });
    return new Response(body, {
      status: this.status,
      headers: { "Content-Type": "application/json", ...this.headers },
    });
  }
}

/** A body that is longer than it may be. */
class TooLong extends Error {}

/** Something that took longer than it may. */
class Late extends Error {}

/**
 * Runs `work` with a signal that aborts after `ms`, or when `other` aborts. If it is late, throws {@link Late}.
 *
 * @template T
 * @param {number} ms
 * @param {AbortSignal | null} other
 * @param {(end: AbortSignal) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function within(ms, other, work) {
  const end = new AbortController();
  const stop = () => end.abort();
  const timer = setTimeout(() => end.abort(new Late()), ms);
  other?.addEventListener("abort", stop);
  if (other?.aborted) stop();
  try {
    return await work(end.signal);
  } catch (error) {
    throw end.signal.reason instanceof Late ? end.signal.reason : error;
  } finally {
    clearTimeout(timer);
    other?.removeEventListener("abort", stop);
  }
}

/**
 * Reads a body. Throws {@link TooLong}, or the reason of `end`.
 *
 * @type {(body: ReadableStream<Uint8Array> | null, maxBytes: number, end: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>}
 */
async function bytesOf(body, maxBytes, end) {
  end.throwIfAborted();
  const reader = body?.getReader();
  /** @type {Promise<never>} */
  const ended = new Promise((_, reject) => {
    end.addEventListener("abort", () => reject(end.reason), { once: true });
  });
  ended.catch(() => {});
  /** @type {Uint8Array[]} */
  const chunks = [];
  let length = 0;
  try {
    while (reader) {
      const { done, value } = await Promise.race([reader.read(), ended]);
      if (done) break;
      chunks.push(value);
      length += value.length;
      if (length > maxBytes) throw new TooLong();
    }
  } catch (error) {
    reader?.cancel().catch(() => {});
    throw error;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * Reads the body of a request.
 *
 * @param {Request} request
 * @param {number} maxBytes
 * @param {number} receiveMs
 * @throws {Refusal}
 */
export async function received(request, maxBytes, receiveMs) {
  const tooLarge = () => Refusal.of(413, "PayloadTooLarge", `The body may have ${maxBytes} bytes.`);
  if (Number(request.headers.get("content-length")) > maxBytes) throw tooLarge();
  try {
    return await within(receiveMs, null, (end) => bytesOf(request.body, maxBytes, end));
  } catch (error) {
    if (error instanceof TooLong) throw tooLarge();
    if (error instanceof Late) throw Refusal.of(408, "RequestTimeout", "The body did not arrive in time.");
    throw Refusal.of(400, "BadRequest", "The body did not arrive whole.");
  }
}

/**
 * Asks CoolSMS, and waits for the whole answer. A redirect is not followed: it would send the secret or the token elsewhere.
 *
 * @param {string} url
 * @param {RequestInit} init
 * @param {{ request: Request, maxBytes: number, answerMs: number }} limits If `request` ends, this one does.
 * @returns {Promise<{ status: number, ok: boolean, headers: Headers, bytes: Uint8Array<ArrayBuffer> }>}
 */
export async function asked(url, init, { request, maxBytes, answerMs }) {
  try {
    return await within(answerMs, request.signal, async (signal) => {
      const { status, ok, headers, body, type } = await fetch(url, { ...init, redirect: "manual", signal });
      if ((status >= 300 && status < 400) || type === "opaqueredirect") {
        body?.cancel().catch(() => {});
        throw Refusal.of(502, "BadGateway", "CoolSMS answered with a redirect, which is not followed.");
      }
      // `Response` takes no other.
      if (status > 599) throw Refusal.of(502, "BadGateway", "CoolSMS answered with a status that HTTP does not have.");
      return { status, ok, headers, bytes: await bytesOf(body, maxBytes, signal) };
    });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (error instanceof TooLong) throw Refusal.of(502, "BadGateway", "CoolSMS's answer is too long.");
    if (error instanceof Late) throw Refusal.of(504, "GatewayTimeout", "CoolSMS did not answer in time.");
    throw Refusal.of(502, "BadGateway", "CoolSMS did not answer.");
  }
}
