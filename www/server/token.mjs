// Token requests: CoolSMS takes a code together with the client secret alone, which is added here.

import { asked, Refusal, received } from "./exchange.mjs";
import { redacted } from "./redact.mjs";

/** @typedef {import("./settings.mjs").Settings} Settings */

const MAX_QUESTION_BYTES = 8192;
const MAX_ANSWER_BYTES = 65_536;
/** A shorter text that the page sent, such as `x`, is no secret, and is in any sentence. */
const MIN_SECRET_LENGTH = 8;

/** The members of CoolSMS's answers that a page may need. Others stay here, whatever they hold. */
const TOKENS = ["access_token", "refresh_token", "token_type", "expires_in", "scope"];
const ERRORS = ["errorCode", "errorMessage"];

/**
 * Exchanges a code, or refreshes a token, for the app's page.
 *
 * @param {Request} request
 * @param {Settings} settings
 * @returns {Promise<Response>}
 */
export async function answerTokenRequest(request, settings) {
  if (request.method !== "POST") throw Refusal.of(405, "MethodNotAllowed", "It takes POST.", { Allow: "POST" });
  if (request.headers.get("content-type") !== "application/json") {
    throw Refusal.of(415, "UnsupportedMediaType", "It takes JSON.");
  }
  const question = questionOf(await jsonOf(request, settings), settings.app);
  if (!question) throw Refusal.of(403, "Forbidden", "That is another app's.");
  const answer = await asked(
    `${settings.coolsms}/oauth2/v1/access_token`,
    {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify(question),
    },
    { request, maxBytes: MAX_ANSWER_BYTES, answerMs: settings.answerMs },
  );
  const { status, ok, headers, bytes } = answer;
  const said = objectIn(new TextDecoder().decode(bytes));
  if (!said) throw Refusal.of(ok ? 502 : status, "BadGateway", "CoolSMS answered what cannot be read.");
  const kept = secretsOf(question, settings.app);
  const retryAfter = headers.get("retry-after");
  const isSafe = retryAfter !== null && redacted(retryAfter, kept) === retryAfter;
  return new Response(relayed(said, ok, kept, question), {
    status,
    headers: {
      "Content-Type": "application/json",
      ...(isSafe && { "Retry-After": retryAfter }),
    },
  });
}

/** @type {(request: Request, settings: Settings) => Promise<Record<string, unknown>>} */
async function jsonOf(request, { receiveMs }) {
  const bytes = await received(request, MAX_QUESTION_BYTES, receiveMs);
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) ?? {};
  } catch {
    throw Refusal.of(400, "BadRequest", "The body cannot be read.");
  }
}

/**
 * What to ask CoolSMS for; nothing but that, whatever else the page sends. Null where it is not for this app.
 *
 * @param {Record<string, unknown>} sent
 * @param {Settings["app"]} app
 * @returns {Record<string, string> | null}
 */
function questionOf({ grant_type, code, redirect_uri, client_id, code_verifier, refresh_token }, app) {
  if (grant_type === "refresh_token") return isText(refresh_token) ? { grant_type, refresh_token } : null;
  if (!app || grant_type !== "authorization_code" || client_id !== app.id) return null;
  if (!isText(code) || !isText(code_verifier) || !isText(redirect_uri) || !isRedirectUri(redirect_uri, app))
    return null;
  return { grant_type, code, redirect_uri, client_id, code_verifier, client_secret: app.secret };
}

/** @type {(value: unknown) => value is string} */
const isText = (value) => typeof value === "string";

/**
 * Byte for byte, but for the state that `coolsms({ stateIn: "redirect_uri" })` puts behind it.
 *
 * @param {string} uri
 * @param {NonNullable<Settings["app"]>} app
 */
export const isRedirectUri = (uri, { redirectUri }) =>
  uri.startsWith(redirectUri) && /^([?&]oauth_state=[a-z-]+)?$/.test(uri.slice(redirectUri.length));

/**
 * What the page does not hear again, should CoolSMS repeat what it was sent.
 *
 * @param {Record<string, string>} question
 * @param {Settings["app"]} app
 */
function secretsOf({ code = "", code_verifier = "", refresh_token = "" }, app) {
  const sent = [code, code_verifier, refresh_token].filter((text) => text.length >= MIN_SECRET_LENGTH);
  return app ? [app.secret, ...sent] : sent;
}

/**
 * What the page hears of an answer: tokens, or why there are none. Secrets are looked for in the texts as they are read,
 * since JSON can write any letter in many ways.
 *
 * @param {Record<string, unknown>} said
 * @param {boolean} ok
 * @param {readonly string[]} secrets
 * @param {Record<string, string>} question
 */
function relayed(said, ok, secrets, { refresh_token }) {
  // A refresh may answer with the refresh token that it was asked with: it is the page's.
  const ofTheToken = secrets.filter((secret) => secret !== refresh_token);
  const tokens = ok
    ? TOKENS.map((name) => [name, withoutSecrets(said[name], name === "refresh_token" ? ofTheToken : secrets)])
    : [];
  const errors = ERRORS.map((name) => [name, withoutSecrets(said[name], secrets)]);
  return JSON.stringify(Object.fromEntries([...tokens, ...errors]));
}

/** Texts and numbers without secrets. Nothing else is in an answer. @type {(value: unknown, secrets: readonly string[]) => unknown} */
function withoutSecrets(value, secrets) {
  if (isText(value)) return redacted(value, secrets) ?? undefined;
  return typeof value === "number" && !secrets.some((secret) => String(value).includes(secret)) ? value : undefined;
}

/** @type {(text: string) => Record<string, unknown> | null} */
function objectIn(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
