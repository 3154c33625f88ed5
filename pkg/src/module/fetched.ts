// Loads the WebAssembly from its own file, and detects other responses, such as an HTML page.
import { oauthError } from "../error.ts";
import { instanceOf, isReady, start } from "./start.ts";

/** The smallest module, its header: whether an instance is refused tells a policy from a wrong file. */
const SMALLEST = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/** The running or successful attempt: all calls of `init` share it. */
let attempt: Promise<void> | null = null;

const unavailable = (message: string, details: { status?: number; cause?: unknown }) =>
  oauthError("wasm_unavailable", message, details);

const get = async (url?: string | URL): Promise<[Response, ArrayBuffer]> => {
  try {
    const response = await fetch(url ?? new URL("./coolsms-oauth2.wasm", import.meta.url));
    return [response, await response.arrayBuffer()];
  } catch (cause) {
    throw unavailable(
      `${url ?? "coolsms-oauth2.wasm"} did not arrive: offline, or refused by CORS or by connect-src of the ` +
        "Content-Security-Policy; init() may be called again",
      { cause },
    );
  }
};

/**
 * Works with any `Content-Type`, which many servers do not set for `.wasm`: invalid bytes fail to compile. Streaming
 * compilation would save no time for a file this small.
 */
const load = async (url?: string | URL) => {
  if (isReady()) return;
  const [response, bytes] = await get(url);
  const { status } = response;
  const cure = "put coolsms-oauth2.wasm of this version there, or pass its URL to init()";
  if (!response.ok) throw unavailable(`${response.url} answered ${status}: ${cure}`, { status });
  instanceOf(SMALLEST);
  const type = response.headers.get("content-type") ?? "no type";
  start(() => bytes, `${response.url} answered something else (${type}): ${cure}`);
};

/**
 * Loads the WebAssembly file from the folder of this entry, or from `url`. It works with any `Content-Type`. Call it first:
 * until it has finished, every other function throws or rejects with `not_ready`. Concurrent calls share one attempt, with
 * the `url` of the first. After a failure, call it again; after a success, further calls do nothing.
 *
 * @example
 * ```js
 * import { createClient, init } from "coolsms-oauth2/wasm";
 *
 * await init();
 * const client = createClient({ clientId, redirectUri, scope: "cash:read" });
 * ```
 *
 * @throws {@link OAuthError} `wasm_unavailable` if the file is missing, is another one, or did not load; `wasm_blocked`. Both
 * messages say what to do.
 */
export function init(url?: string | URL): Promise<void> {
  attempt ??= load(url).catch((error) => {
    attempt = null;
    throw error;
  });
  return attempt;
}
