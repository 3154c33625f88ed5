// The WebAssembly file of its own: fetched, and told apart from whatever else a server may answer.
import { OAuthError } from "#browser/error.js";
import { isReady, start } from "./core.js";

/** The attempt that is under way or has succeeded: all who ask for the module wait for the same one. */
let attempt = null;

const unavailable = (message, details) => new OAuthError("wasm_unavailable", message, details);

const get = async (url) => {
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
const load = async (url) => {
  if (isReady()) return;
  const [response, bytes] = await get(url);
  const { status } = response;
  const cure = "put coolsms-oauth2.wasm of this version there, or give init() its address";
  if (!response.ok) throw unavailable(`${response.url} answered ${status}: ${cure}`, { status });
  const type = response.headers.get("content-type") ?? "no type";
  start(bytes, `${response.url} answered something else (${type}): ${cure}`);
};

export const init = (url) => {
  attempt ??= load(url).catch((error) => {
    attempt = null;
    throw error;
  });
  return attempt;
};
