"use strict";
// What the tests call by WebDriver. Functions, for a script of Firefox's driver does not see a page's constants.

const SCOPE = ["users:read", "cash:read", "senderid:read", "message:write"];

/** A client of this page. */
function newClient(options) {
  return CoolsmsOAuth2.createClient({
    clientId: facts.clientId,
    redirectUri: location.origin + location.pathname,
    scope: SCOPE,
    provider: provider(),
    ...options,
  });
}

/** The sandbox as this page's provider, some settings replaced. */
function provider(changes) {
  return { ...CoolsmsOAuth2.coolsms({ base: facts.base }), ...changes };
}

/** Has the page's clock stand still at that time, in milliseconds since the epoch. */
function stopClock(now) {
  Date.now = () => now;
}

/** What the states of this page are bound to. */
function binding() {
  return { clientId: facts.clientId, redirectUri: location.origin + location.pathname };
}

/** An error as plain data: all its own members, and what it says of its cause. */
function describe(error) {
  const { name, message } = error;
  if (!(error instanceof CoolsmsOAuth2.OAuthError)) return { name: name ?? typeof error, message: message ?? String(error) };
  const { response, cause, ...members } = error;
  return {
    ...members,
    name,
    message,
    ...(response && { response: { status: response.status, isReadable: !response.bodyUsed } }),
    ...(cause && { cause: String(cause) }),
  };
}

/** Has the browser collect its garbage. WebKit then forgets an abort signal that only a request under way holds. */
async function collectGarbage() {
  for (let i = 0; i < 2000; i++) {
    new ArrayBuffer(1_000_000);
    if (i % 500 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
}
