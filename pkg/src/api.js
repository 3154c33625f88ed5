// The public names, the same in every entry.
import { core } from "./core.js";

export { OAuthError } from "#browser/error.js";
export { createClient } from "./client.js";

const exported = (name) => (...args) => core()[name](...args);

export const generateState = exported("generateState");
export const verifyState = exported("verifyState");
export const buildAuthorizeUrl = exported("buildAuthorizeUrl");
export const parseAuthorizationResponse = exported("parseAuthorizationResponse");
export const coolsms = exported("coolsms");

// Those that return a promise never throw.
const exportedAsync = (name) => async (...args) => core()[name](...args);

export const callApi = exportedAsync("callApi");
export const apiError = exportedAsync("apiError");
