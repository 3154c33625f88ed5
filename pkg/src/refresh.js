// Refreshing a session (RFC 6749 §6): one request, however many calls and tabs want it.
import { OAuthError } from "#browser/error.js";
import { LINGER_MS } from "#waiting";
import { revoke, timeoutOf, tokensFor } from "./token.js";

/**
 * Does the work while no other tab does any of that name; one that does it without end is not waited for. Where there are
 * no Web Locks, or the browser refuses them as it does storage, each tab is for itself.
 */
const alone = (name, patienceMs, work) =>
  new Promise((resolve, reject) => {
    let result;
    const run = async () => {
      result = work();
      result.then(resolve, reject);
      // What failed has told the others nothing.
      if (await result.catch(() => false)) await new Promise((end) => setTimeout(end, LINGER_MS));
    };
    const { locks } = navigator;
    if (!locks) {
      run();
      return;
    }
    const patience = AbortSignal.timeout(patienceMs);
    locks.request(name, { signal: patience }, run).catch((cause) => {
      if (result) return;
      if (patience.aborted) reject(new OAuthError("timeout", "another tab is refreshing, and does not end", { cause }));
      else run();
    });
  });

const ended = (reason) => new OAuthError("login_required", reason);

/** Whether the session is another than before. */
const refreshOnce = async (own, shared, before) => {
  if (await shared.isLost()) return false;
  const session = shared.current();
  if (session !== before) return false;
  let next;
  try {
    next = await tokensFor(own, session);
  } catch (error) {
    if (error.code === "login_required" && shared.current() === session) shared.end(error);
    throw error;
  }
  // Who signs out during a refresh gives back what it brings, too.
  if (!shared.renew(session, next, own)) revoke(own, next).catch(() => {});
  return true;
};

const run = async (own, shared) => {
  const before = await shared.arrived();
  if (!before?.refreshToken) throw ended("nobody is signed in, or there is no refresh token");
  let heard;
  // Another tab may tell of its refresh while this one waits for its turn.
  const told = new Promise((resolve) => {
    heard = () => shared.current() !== before && resolve();
    shared.listeners.add(heard);
  });
  try {
    // Another tab's request may take as long as this one's.
    const patienceMs = timeoutOf(own) + LINGER_MS;
    const lock = `coolsms-oauth2.refresh.${before.id}`;
    const work = () => {
      shared.listeners.delete(heard);
      return refreshOnce(own, shared, before);
    };
    await Promise.race([told, alone(lock, patienceMs, work)]);
  } finally {
    shared.listeners.delete(heard);
  }
  if (shared.current()?.id !== before.id) throw ended("the session ended while it was refreshed");
  return shared.snapshot();
};

export const refresh = (own, shared) => {
  shared.refreshing ??= run(own, shared).finally(() => {
    shared.refreshing = null;
  });
  return shared.refreshing;
};
