// The public names, the same in every entry.
import { responseUrl } from "#browser/address.js";
import { core } from "./core.js";

export { OAuthError } from "#browser/error.js";
export { createClient } from "./client.js";

const exported = (name) => (...args) => core()[name](...args);

export const generateState = exported("generateState");
export const verifyState = exported("verifyState");
export const buildAuthorizeUrl = exported("buildAuthorizeUrl");
// The response may have been taken out of the page's address already.
export const parseAuthorizationResponse = (url = globalThis.location?.href, provider) =>
  core().parseAuthorizationResponse(String(url === globalThis.location?.href ? responseUrl() : url), provider);
export const coolsms = exported("coolsms");

// Those that return a promise never throw.
const exportedAsync = (name) => async (...args) => core()[name](...args);

export const callApi = exportedAsync("callApi");
export const apiError = exportedAsync("apiError");
