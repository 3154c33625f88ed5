// An API call. The module decides whether it may be made, sets its token and interprets the response; what has to be waited
// for is here.
import * as core from "#glue";
import { type OAuthError, oauthError } from "../error.ts";
import type { CallOptions, Config } from "../module/exports.d.ts";
import type { Session } from "../session/record.ts";
import { send } from "./send.ts";

type Input = string | URL | Request;

/** Where a call gets its session from, and how it has it refreshed. */
interface Access<S extends Partial<Session>> {
  current: () => S | null;
  refresh?: () => Promise<unknown>;
}

/** A use of the session right now. Where `mayRefresh`, a token that is about to expire asks for a refresh first. */
interface Use<S> {
  session: S | null;
  mayRefresh: boolean;
}

/** Resolves what starts with one slash below the API's base, whose own path stays in front of it. */
const resolve = (input: Input, base?: string | null) => {
  if (typeof input !== "string" || !base) return input;
  return new URL(/^\/(?![/\\])/.test(input) ? base.replace(/\/+$/, "") + input : input, base);
};

/**
 * Creates the request that `fetch(input, init)` would make, but for redirects: one would carry the token on, so it fails
 * unless the app reads redirects itself (`redirect: "manual"`).
 */
const createRequest = (input: Input, init?: RequestInit, base?: string | null) => {
  try {
    const redirect = init?.redirect === "manual" ? "manual" : "error";
    return new Request(resolve(input, base), { ...init, redirect });
  } catch (cause) {
    throw oauthError("invalid_request", "the browser refuses `input` as a request", {
      field: "input",
      cause,
    });
  }
};

/** Creates the request once more; null where that is impossible, such as with a body that was sent and can be read once. */
const recreateRequest = (...request: Parameters<typeof createRequest>) => {
  try {
    return createRequest(...request);
  } catch {
    return null;
  }
};

/** Returns the response, unless the module says that it is a refusal. */
const checked = (response: Response) => {
  try {
    core.judgeAnswer(response);
  } catch (error) {
    throw Object.assign(error as OAuthError, { response });
  }
  return response;
};

/**
 * Returns what `permit` gives for a use of the session right now. Where that wants a fresh token first, one refresh is
 * tried; a token that is still valid is used even if that fails.
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
    // Another user may have signed in meanwhile: it is not their call.
    return permit({ session: next?.id === session?.id ? next : null, mayRefresh: false }) as T;
  } catch (error) {
    throw failure ?? error;
  }
};

/** Runs `task`; rejects as soon as `signal` aborts. */
const unlessAborted = (signal: AbortSignal, task: () => Promise<unknown>) =>
  new Promise<unknown>((resolve, reject) => {
    signal.throwIfAborted();
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    task()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", abort));
  });

/**
 * Makes a call for a client of that configuration, with the session that it has when the request is ready. A token that
 * the API refuses is refreshed once, where it can be, and the call is made once more, where its body can be.
 */
export const call = async <S extends Partial<Session>>(
  input: Input,
  init: RequestInit | undefined,
  config: Partial<Config>,
  { current, refresh }: Access<S>,
  options: CallOptions,
): Promise<Response> => {
  const base = config.provider?.apiBase;
  const request = createRequest(input, init, base);
  const refreshUnlessAborted = () => unlessAborted(request.signal, refresh as () => Promise<unknown>);
  let used: S | null = null;
  const permit = (use: Use<S>) => {
    used = use.session;
    return core.permitCall({ config, options, ...use }, request);
  };
  const response = await send(request, await authorize(permit, current, refreshUnlessAborted));
  try {
    return checked(response);
  } catch (thrown) {
    const error = thrown as OAuthError;
    const before = used as S | null;
    if (error.code !== "unauthorized" || !before?.refreshToken) throw error;
    // Another tab may have refreshed it meanwhile.
    if (current() === before) await refreshUnlessAborted().catch((cause) => Object.assign(error, { cause }));
    if (request.signal.aborted) throw request.signal.reason;
    // And another user may have signed in: it is not their call.
    const again = !error.cause && current()?.id === before.id && recreateRequest(input, init, base);
    if (!again) throw error;
    return checked(await send(again, core.permitCall({ config, session: current(), options }, again)));
  }
};
