// Refreshing a session (RFC 6749 §6): concurrent calls and tabs share one request.
import { LINGER_MS } from "#waiting";
import type { App } from "../app.ts";
import { type OAuthError, oauthError } from "../error.ts";
import { requestTokens, revoke, timeoutOf } from "../http/token_endpoint.ts";
import type { Config } from "../module/exports.ts";
import { after } from "../timer.ts";
import type { Session as SessionView } from "../types.ts";
import type { SessionHolder } from "./holder.ts";
import type { Session } from "./record.ts";

/**
 * Runs `task` under a Web Lock; gives up waiting for the lock after `patienceMs`. Without Web Locks, or if the browser blocks
 * them along with storage, runs `task` at once.
 */
const withLock = (name: string, patienceMs: number, task: () => Promise<boolean>) =>
  new Promise<boolean>((resolve, reject) => {
    let result: Promise<boolean> | undefined;
    const run = async () => {
      result = task();
      result.then(resolve, reject);
      // Hold the lock until other tabs have received the new session. A failed task has none.
      if (await result.catch(() => false)) await new Promise((end) => setTimeout(end, LINGER_MS));
    };
    const { locks } = navigator;
    if (!locks) {
      run();
      return;
    }
    const patience = new AbortController();
    const cancel = after(patienceMs, () => patience.abort());
    locks
      .request(name, { __proto__: null, signal: patience.signal } as LockOptions, run)
      .catch((cause) => {
        if (result) return;
        if (patience.signal.aborted) {
          reject(oauthError("timeout", DEVELOPMENT && "the refresh of another tab does not end", { cause }));
        } else run();
      })
      .finally(cancel);
  });

const loginRequired = (message: string | false) => oauthError("login_required", message);

/** Refreshes the session, unless another one has replaced it. Returns whether a request was made. */
const refreshOnce = async (config: Config, holder: SessionHolder, before: Session) => {
  if (await holder.endIfSuperseded()) return false;
  const session = holder.sync();
  if (session !== before) return false;
  let next: Session;
  try {
    next = await requestTokens(config, { session });
  } catch (error) {
    const isRefused = (error as OAuthError).code === "login_required";
    if (isRefused && holder.sync() === session) holder.end(session, error as OAuthError);
    throw error;
  }
  // If the user signed out during the refresh, revoke the tokens it returned.
  if (!holder.renew(session, next, config)) revoke(config, next).catch(() => {});
  return true;
};

const run = async (config: Config, holder: SessionHolder) => {
  await holder.ready();
  const before = holder.sync();
  if (!before?.refreshToken) throw loginRequired(DEVELOPMENT && "there is no session, or no refresh token");
  let onChange = () => {};
  // Another tab may send its refreshed session while this one waits for the lock.
  const refreshedElsewhere = new Promise<void>((resolve) => {
    onChange = () => {
      if (holder.sync() !== before) resolve();
    };
    holder.listeners.add(onChange);
  });
  try {
    // Another tab's request may take as long as this one's.
    const patienceMs = timeoutOf(config) + LINGER_MS;
    const task = () => {
      holder.listeners.delete(onChange);
      return refreshOnce(config, holder, before);
    };
    await Promise.race([refreshedElsewhere, withLock(`coolsms-oauth2.refresh.${before.id}`, patienceMs, task)]);
  } finally {
    holder.listeners.delete(onChange);
  }
  if (holder.sync()?.id !== before.id) throw loginRequired(DEVELOPMENT && "the session ended during the refresh");
  return holder.view() as SessionView;
};

/** Refreshes the session, or joins the refresh that is already running in this tab. */
export const refresh = (config: Config, app: App): Promise<SessionView> => {
  app.refreshing ??= run(config, app.holder).finally(() => {
    app.refreshing = null;
  });
  return app.refreshing;
};
