// An API call (RFC 6750 §2.1). The module decides whether it is allowed, sets its token and interprets the response. This file
// does what has to wait: sending and refreshing.
import { type OAuthError, oauthError } from "../error.ts";
import { attempt, type CallContext, type CallOptions, type Config, core, type Permit } from "../module/exports.ts";
import type { Session } from "../session/record.ts";
import { unlessAborted } from "./abort.ts";
import { nameOf, send } from "./send.ts";

type Input = string | URL | Request;

/** How a call gets its session, and how it refreshes it. */
interface Access<S extends Partial<Session>> {
  current: () => S | null;
  refresh?: () => Promise<unknown>;
  /** The access token that the API refused right after a refresh: another refresh would not help. */
  refused?: { accessToken?: string | undefined };
}

/** A use of the session now. If `mayRefresh`, a token that is about to expire needs a refresh first. */
interface Use<S> {
  session: S | null;
  mayRefresh: boolean;
}

/** Resolves a relative URL against the API's base. The path of the base stays in front of one that starts with a slash. */
export const resolve = (input: Input, base?: string | null): Input => {
  if (typeof input !== "string" || !base) return input;
  return /^\/(?![/\\])/.test(input) ? base.replace(/\/+$/, "") + input : new URL(input, base);
};

/**
 * Creates the request that `fetch(input, init)` would send, except that redirects fail, because they would send the token
 * elsewhere. With `redirect: "manual"` the app reads redirects itself.
 */
const createRequest = (input: Input, init?: RequestInit, base?: string | null) => {
  try {
    const redirect = init?.redirect === "manual" ? "manual" : "error";
    // Without a prototype: a page's pollution of `Object.prototype` adds nothing.
    return new Request(resolve(input, base), { __proto__: null, ...init, redirect } as RequestInit);
  } catch (cause) {
    throw oauthError("invalid_request", DEVELOPMENT && "the browser refuses `input` and `init` as a request", {
      field: "input",
      cause,
    });
  }
};

/** Creates the request again; returns null if that is impossible, for example if its body can be read only once. */
const recreateRequest = (...request: Parameters<typeof createRequest>) => {
  try {
    return createRequest(...request);
  } catch {
    return null;
  }
};

/** Returns the response; throws if the module says that it refuses the token. */
const checkResponse = (response: Response, context: CallContext) => {
  try {
    const { status, headers, ok } = response;
    if (!ok) core.checkAnswer({ ...context, status, challenge: attempt(() => headers.get("WWW-Authenticate")) });
  } catch (error) {
    throw Object.assign(error as OAuthError, { response });
  }
  return response;
};

/**
 * Returns what `permit` returns for a use of the session now. If it returns nothing, the token needs a refresh: the session is
 * refreshed once. A token that is still valid is used even if the refresh fails.
 */
export const authorize = async <S extends Partial<Session>, T>(
  permit: (use: Use<S>) => T | null | undefined,
  current: () => S | null,
  refresh?: () => Promise<unknown>,
): Promise<T> => {
  const session = current();
  const permission = permit({ session, mayRefresh: true });
  if (permission !== undefined && permission !== null) return permission;
  const failure = await refresh?.().then(
    () => null,
    (error) => error,
  );
  const next = current();
  try {
    // If another user has signed in meanwhile, the call is not theirs.
    return permit({ session: next?.id === session?.id ? next : null, mayRefresh: false }) as T;
  } catch (error) {
    throw failure ?? error;
  }
};

/** Sends a request with its token. */
const sendWith = ({ authorization, timeoutMs }: Permit, request: Request) => {
  attempt(() => request.headers.set("Authorization", authorization));
  return send(request, timeoutMs);
};

/**
 * Makes a call with the current session. If the API refuses the token, the token is refreshed once, if that is possible, and
 * the call is repeated once, if its body can be sent again.
 */
export const call = async <S extends Partial<Session>>(
  input: Input,
  init: RequestInit | undefined,
  config: Partial<Config>,
  { current, refresh, refused }: Access<S>,
  options: CallOptions,
): Promise<Response> => {
  const base = config.provider?.apiBase;
  const request = createRequest(input, init, base);
  const refreshUnlessAborted = () => unlessAborted(request.signal, refresh as () => Promise<unknown>);
  let used: S | null = null;
  const { method, url } = request;
  const context = { config, options, method, url, ...(DEVELOPMENT && { name: nameOf(request) }) };
  const permit = (use: Use<S>) => {
    used = use.session;
    return core.permitCall({ ...context, ...use });
  };
  const response = await sendWith(await authorize(permit, current, refreshUnlessAborted), request);
  try {
    return checkResponse(response, context);
  } catch (thrown) {
    const error = thrown as OAuthError;
    const before = used as S | null;
    if (error.code !== "unauthorized" || !before?.refreshToken) throw error;
    if (refused && refused.accessToken === before.accessToken) throw error;
    // Another tab may have refreshed the session meanwhile.
    if (current() === before) await refreshUnlessAborted().catch((cause) => Object.assign(error, { cause }));
    if (request.signal.aborted) throw request.signal.reason;
    // If another user has signed in meanwhile, the call is not theirs.
    const again = !error.cause && current()?.id === before.id && recreateRequest(input, init, base);
    if (!again) throw error;
    const session = current();
    const second = await sendWith(permit({ session, mayRefresh: false }) as Permit, again);
    if (refused && second.status === 401) refused.accessToken = session?.accessToken;
    return checkResponse(second, context);
  }
};
