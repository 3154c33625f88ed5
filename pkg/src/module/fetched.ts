// The WebAssembly file of its own: fetched, and told apart from whatever else a server may answer.
import { oauthError } from "../error.ts";
import { isReady, start } from "./start.ts";

/** The attempt that is under way or has succeeded: all who ask for the module wait for the same one. */
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
 * The bytes are compiled whatever type the server gives them: many know none for `.wasm`, the bytes tell by themselves
 * whether they are the module, and compiling while so small a file arrives would gain nothing.
 */
const load = async (url?: string | URL) => {
  if (isReady()) return;
  const [response, bytes] = await get(url);
  const { status } = response;
  const cure = "put coolsms-oauth2.wasm of this version there, or give init() its address";
  if (!response.ok) throw unavailable(`${response.url} answered ${status}: ${cure}`, { status });
  const type = response.headers.get("content-type") ?? "no type";
  start(bytes, `${response.url} answered something else (${type}): ${cure}`);
};

/**
 * Loads the WebAssembly file beside this entry, or from `url`, whatever type it is served with. Call it before anything
 * else: until it has finished, every function throws or rejects with `not_ready`. Calls at the same time share one
 * attempt, whose `url` is that of the first; one that failed may be made again, and one after a success does nothing.
 *
 * @throws {@link OAuthError} `wasm_unavailable`, where the file is missing, is another one, or did not arrive;
 * `wasm_blocked`. Both say what to do.
 */
export function init(url?: string | URL): Promise<void> {
  attempt ??= load(url).catch((error) => {
    attempt = null;
    throw error;
  });
  return attempt;
}
