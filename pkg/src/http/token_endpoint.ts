// Requests to a token endpoint (RFC 6749 §3.2) or a revocation endpoint (RFC 7009 §2): without cookies, caches or redirects.
import { ANSWER_MS } from "#waiting";
import { type Config, core, type Grant, type TokenRequest } from "../module/exports.ts";
import type { Session } from "../session/record.ts";
import { readText } from "./body.ts";
import { send } from "./send.ts";

/** Reads the status and the text of a response. */
export const readAnswer = async (response: Response): Promise<[status: number, body: string]> => [
  response.status,
  await readText(response),
];

/** Returns how long a client waits for a response, in milliseconds. */
export const timeoutOf = ({ timeoutMs }: { timeoutMs?: number | null }): number => timeoutMs ?? ANSWER_MS;

const post = ({ url, isJson, parameters }: TokenRequest, config: Config) => {
  const request = new Request(url, {
    __proto__: null,
    method: "POST",
    headers: { Accept: "application/json", ...(isJson && { "Content-Type": "application/json" }) },
    body: isJson ? JSON.stringify(parameters) : new URLSearchParams(parameters),
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    referrerPolicy: "no-referrer",
  } as RequestInit);
  return send(request, timeoutOf(config), readAnswer);
};

/** Exchanges a code for a session (RFC 6749 §4.1.3), or refreshes a session (RFC 6749 §6). */
export const requestTokens = async (config: Config, grant: Grant): Promise<Session> => {
  const [status, body] = await post(core.tokenRequest({ config, ...grant }) as TokenRequest, config);
  return core.receiveTokens({ config, ...grant, status, body });
};

/** Revokes a session's token (RFC 7009). Returns the HTTP status; null if the provider has no such endpoint. */
export const revoke = async (config: Config, session: Session): Promise<number | null> => {
  const request = core.revocationRequest({ config, session });
  return request && (await post(request, config))[0];
};
