// A provider from an issuer's own description of itself (RFC 8414).
import { OAuthError } from "#browser/error.js";
import * as core from "#glue";
import { send } from "./request.js";
import { readText, timeoutOf } from "./token.js";

export const discover = async (issuer, options) => {
  const { timeoutMs } = options ?? {};
  let failure;
  for (const place of core.metadataPlaces({ issuer, timeoutMs })) {
    try {
      const request = new Request(place, { credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" });
      const [status, metadata] = await send(request, timeoutOf({ timeoutMs }), readText);
      if (status === 200) return core.providerOf({ issuer, metadata });
      failure ??= new OAuthError("malformed_response", `${place} answered ${status}`, { status });
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
};
