// Passes API calls on to CoolSMS with the token of the caller.

import { asked, Refusal, received } from "./exchange.mjs";
import { isRedirectUri } from "./token.mjs";

/** @typedef {import("./settings.mjs").Settings} Settings */

const MAX_QUESTION_BYTES = 256 * 1024;
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
/** The headers of an answer that are passed on. */
const PASSED_ON = ["Content-Type", "WWW-Authenticate", "Retry-After"];
/** Statuses without a body. */
const EMPTY = new Set([204, 205]);

/**
 * Passes a call on, and its answer back. Nothing of the request goes along but method, path, query, token, body and its type.
 *
 * @param {Request} request
 * @param {string} path The path at CoolSMS.
 * @param {string} query With its question mark.
 * @param {Settings} settings
 * @returns {Promise<Response>}
 */
export async function answerCall(request, path, query, settings) {
  const { method } = request;
  const methods = settings.calls.filter((call) => call.path.test(path)).map((call) => call.method);
  if (methods.length === 0) throw Refusal.of(404, "NotFound", "This call is not passed on.");
  if (!methods.includes(method)) {
    throw Refusal.of(405, "MethodNotAllowed", "This call is not passed on.", { Allow: methods.join(", ") });
  }
  const authorization = request.headers.get("authorization") ?? "";
  if (!/^Bearer [\w.~+/-]+=*$/i.test(authorization)) {
    throw Refusal.of(401, "Unauthorized", "A call needs one access token.", { "WWW-Authenticate": "Bearer" });
  }
  const type = request.headers.get("content-type");
  const hasBody = method !== "GET" && request.body !== null;
  const answer = await asked(
    settings.coolsms + path + query,
    {
      method,
      headers: {
        Accept: "application/json",
        Authorization: authorization,
        ...(hasBody && type && { "Content-Type": type }),
      },
      ...(hasBody && { body: await received(request, MAX_QUESTION_BYTES, settings.receiveMs) }),
    },
    { request, maxBytes: MAX_ANSWER_BYTES, answerMs: settings.answerMs },
  );
  const { status, headers, bytes } = answer;
  const passed = PASSED_ON.map((name) => [name, headers.get(name)]).filter(([, value]) => value);
  return new Response(EMPTY.has(status) ? null : bytes, { status, headers: Object.fromEntries(passed) });
}

/**
 * Redirects a sign-in to CoolSMS, so that `coolsms({ base })` needs one URL. If this server has an app, only of that app.
 *
 * @param {Request} request
 * @param {string} query With its question mark.
 * @param {Settings} settings
 * @returns {Response}
 */
export function answerSignIn(request, query, { app, coolsms }) {
  if (request.method !== "GET") throw Refusal.of(405, "MethodNotAllowed", "It takes GET.", { Allow: "GET" });
  const parameters = new URLSearchParams(query);
  const [clientIds, redirectUris] = [parameters.getAll("client_id"), parameters.getAll("redirect_uri")];
  const isOfApp =
    !app ||
    (clientIds.length === 1 &&
      clientIds[0] === app.id &&
      redirectUris.length === 1 &&
      isRedirectUri(redirectUris[0] ?? "", app));
  if (!isOfApp) throw Refusal.of(403, "Forbidden", "That is another app's.");
  return new Response(null, { status: 302, headers: { Location: `${coolsms}/oauth2/v1/authorize${query}` } });
}
