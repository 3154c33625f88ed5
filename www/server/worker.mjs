// An app's own server, as a fetch handler: `POST /token` exchanges codes with the client secret, which a page cannot keep;
// `/api/…` passes calls on to an API without CORS. The page needs one option: `coolsms({ base: "https://app.example/api" })`.
//
// Edge platforms run this file; `server.mjs` runs it in Node.js.

import { answerCall, answerSignIn } from "./api.mjs";
import { Refusal } from "./exchange.mjs";
import { withHeaders } from "./headers.mjs";
import { ConfigurationError, settingsOf } from "./settings.mjs";
import { answerTokenRequest } from "./token.mjs";

/** @typedef {import("./settings.mjs").Settings} Settings */

/** How long a browser may remember a preflight, in seconds. */
const MAX_AGE = "600";

export default {
  /**
   * @param {Request} request
   * @param {import("./settings.mjs").Environment} env The settings; README.md lists them.
   * @returns {Promise<Response>}
   */
  async fetch(request, env) {
    const response = await answerTo(request, env).catch((error) => {
      if (error instanceof Refusal) return error.response();
      if (error instanceof ConfigurationError) return Refusal.of(500, "NotConfigured", error.message).response();
      return Refusal.of(500, "InternalError", "The server failed.").response();
    });
    return withHeaders(response);
  },
};

/** @type {(request: Request, env: import("./settings.mjs").Environment) => Promise<Response>} */
async function answerTo(request, env) {
  const settings = settingsOf(env);
  const { pathname, search } = new URL(request.url);
  if (pathname === "/api/oauth2/v1/authorize") return answerSignIn(request, search, settings);
  if ((pathname === "/token" && !search) || pathname === "/api/oauth2/v1/access_token") {
    const { tokenOrigins } = settings;
    return answerPage(request, tokenOrigins, "POST", "Content-Type", () => answerTokenRequest(request, settings));
  }
  if (!pathname.startsWith("/api/")) throw Refusal.of(404, "NotFound", "There are only /token and /api/.");
  const methods = [...new Set(settings.calls.map(({ method }) => method))].join(", ");
  return answerPage(request, settings.origins, methods, "Authorization, Content-Type", () =>
    answerCall(request, pathname.slice("/api".length), search, settings),
  );
}

/**
 * Answers pages of these origins, with CORS, and refuses all others.
 *
 * @param {Request} request
 * @param {ReadonlySet<string>} origins
 * @param {string} methods
 * @param {string} headers
 * @param {() => Promise<Response>} answer
 * @returns {Promise<Response>}
 */
async function answerPage(request, origins, methods, headers, answer) {
  const origin = request.headers.get("origin");
  // For a GET to the page's own origin, a browser sends no `Origin` but `Sec-Fetch-Site`, which no page can set.
  const isOwn = origin === null && request.method === "GET" && request.headers.get("sec-fetch-site") === "same-origin";
  if (!isOwn && !(origin !== null && origins.has(origin))) {
    throw Refusal.of(403, "Forbidden", "This server is for one app's page.");
  }
  const response = await (request.method === "OPTIONS" ? preflight(methods, headers) : answer()).catch((error) => {
    if (error instanceof Refusal) return error.response();
    throw error;
  });
  if (origin !== null) response.headers.set("Access-Control-Allow-Origin", origin);
  response.headers.set("Access-Control-Expose-Headers", "WWW-Authenticate, Retry-After");
  return response;
}

/** @type {(methods: string, headers: string) => Promise<Response>} */
async function preflight(methods, headers) {
  return new Response(null, {
    status: 204,
    headers: {
      "Access-Control-Allow-Methods": methods,
      "Access-Control-Allow-Headers": headers,
      "Access-Control-Max-Age": MAX_AGE,
    },
  });
}
