// Requests to a token endpoint (RFC 6749 §3.2) or a revocation endpoint (RFC 7009 §2): without cookies, caches or redirects.
import * as core from "#glue";
import { ANSWER_MS } from "#waiting";
import { bounded } from "./core.js";
import { send } from "./request.js";

export const readText = async (answer) => [answer.status, bounded(await answer.text())];

/** How long a client waits for an answer, in milliseconds. What the module gives back as nothing is null. */
export const timeoutOf = ({ timeoutMs }) => timeoutMs ?? ANSWER_MS;

/** What cannot be asked has no answer: null. */
const ask = async (asked, own) => {
  if (!asked) return null;
  const { url, isJson, parameters } = asked;
  const request = new Request(url, {
    method: "POST",
    headers: { Accept: "application/json", ...(isJson && { "Content-Type": "application/json" }) },
    body: isJson ? JSON.stringify(parameters) : new URLSearchParams(parameters),
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    referrerPolicy: "no-referrer",
  });
  return send(request, timeoutOf(own), readText);
};

/** A session for a code, or the session after a refresh. */
export const tokensFor = async (own, of) => {
  const [status, body] = await ask(core.tokenRequest({ config: own, of }), own);
  return core.receiveTokens({ config: own, of, status, body });
};

/** The status that a revocation was answered with; null where the provider knows none. */
export const revoke = async (own, session) => {
  const [status] = (await ask(core.tokenRequest({ config: own, of: session, isOver: true }), own)) ?? [null];
  return status;
};
