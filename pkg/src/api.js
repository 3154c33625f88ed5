// The public names, the same in every entry.

import { OAuthError, parseNote } from "#browser/error.js";
import * as core from "#glue";
import { forgetResponse, responseUrl } from "./address.js";
import { bounded, ready } from "./core.js";
import { discover as find } from "./discover.js";
import { call } from "./request.js";

export { createClient } from "./client.js";
export { OAuthError };

const inPage = () => {
  if (typeof window === "undefined") throw new OAuthError("no_browser", "this needs a browser window");
  ready();
};

const pageUrl = () => {
  inPage();
  return location.href;
};

export const generateState = (binding) => {
  inPage();
  return core.generateState(binding);
};
export const verifyState = (state, expected) => {
  inPage();
  const signIn = core.verifyState({ state, expected });
  forgetResponse();
  if (signIn.appState) signIn.appState = parseNote(signIn.appState);
  return signIn;
};
export const buildAuthorizeUrl = (request) => {
  ready();
  return core.buildAuthorizeUrl(request);
};
// The page's own address is the default, and the response may have been taken out of it already.
export const parseAuthorizationResponse = (url = pageUrl(), provider) => {
  ready();
  const text = String(url);
  const address = text === globalThis.location?.href ? responseUrl() : text;
  return core.parseAuthorizationResponse({ url: bounded(address), provider });
};
export const coolsms = (options) => {
  ready();
  return core.coolsms(options);
};

// Those that return a promise never throw.
export const callApi = async (url, accessToken, init) => {
  ready();
  const options = { apiOrigins: init?.apiOrigins, timeoutMs: init?.timeoutMs };
  return call(url, init, {}, { current: () => ({ accessToken }) }, options);
};

/** A body that was read already, or breaks off, says nothing. */
export const apiError = async (response) => {
  ready();
  if (!(response instanceof Response)) {
    throw new OAuthError("invalid_request", "response: a Response is needed", { field: "response" });
  }
  const body = await response.text().catch(() => "");
  return { status: response.status, ...core.readApiError(body) };
};

export const discover = async (issuer, options) => {
  ready();
  return find(issuer, options);
};
