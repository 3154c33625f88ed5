// Requests to a token endpoint (RFC 6749 §3.2) or a revocation endpoint (RFC 7009 §2): without cookies, caches or redirects.
import * as core from "#glue";
import { ANSWER_MS } from "#waiting";
import type { Code, Config, TokenRequest } from "../module/exports.d.ts";
import { truncated } from "../module/start.ts";
import type { Session } from "../session/record.ts";
import { send } from "./send.ts";

/** Reads the status and the text of a response. */
export const readText = async (response: Response): Promise<[status: number, body: string]> => [
  response.status,
  truncated(await response.text()),
];

/** How long a client waits for a response, in milliseconds. The module gives null for what is not set. */
export const timeoutOf = ({ timeoutMs }: { timeoutMs?: number | null }): number => timeoutMs ?? ANSWER_MS;

const post = ({ url, isJson, parameters }: TokenRequest, config: Config) => {
  const request = new Request(url, {
    method: "POST",
    headers: { Accept: "application/json", ...(isJson && { "Content-Type": "application/json" }) },
    body: isJson ? JSON.stringify(parameters) : new URLSearchParams(parameters),
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    referrerPolicy: "no-referrer",
  });
  return send(request, timeoutOf(config), readText);
};

/** Requests the session for a code, or a session's refreshed one. */
export const requestTokens = async (config: Config, of: Code | Session): Promise<Session> => {
  const [status, body] = await post(core.tokenRequest({ config, of }) as TokenRequest, config);
  return core.receiveTokens({ config, of, status, body });
};

/** Revokes a session's token. Returns the status of the response; null where the provider has no such endpoint. */
export const revoke = async (config: Config, session: Session): Promise<number | null> => {
  const request = core.tokenRequest({ config, of: session, isOver: true });
  return request && (await post(request, config))[0];
};
