// A provider from an issuer's own description of itself (RFC 8414).
import { OAuthError } from "#browser/error.js";
import * as core from "#glue";
import { send } from "./request.js";
import { readText, timeoutOf } from "./token.js";

export const discover = async (issuer, options = {}) => {
  let failure;
  for (const place of core.metadataPlaces(String(issuer))) {
    try {
      const request = new Request(place, { credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" });
      const [status, metadata] = await send(request, timeoutOf(options), readText);
      if (status === 200) return core.providerOf({ issuer: String(issuer), metadata });
      failure ??= new OAuthError("malformed_response", `${place} answered ${status}`, { status });
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
};
