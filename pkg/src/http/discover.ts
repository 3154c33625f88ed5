// The settings of a provider from its metadata (RFC 8414).

import { oauthError } from "../error.ts";
import { core } from "../module/exports.ts";
import type { DiscoverOptions, Provider } from "../types.ts";
import { send } from "./send.ts";
import { readAnswer, timeoutOf } from "./token_endpoint.ts";

/** Fetches the issuer's metadata from its two possible URLs. If both fail, throws the first error. */
export const findProvider = async (issuer: string, options?: DiscoverOptions): Promise<Provider> => {
  const { timeoutMs } = options ?? {};
  let failure: unknown;
  for (const url of core.metadataPlaces({ issuer, timeoutMs })) {
    try {
      const request = new Request(url, {
        __proto__: null,
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer",
      } as RequestInit);
      const [status, metadata] = await send(request, timeoutOf({ timeoutMs }), readAnswer);
      if (status === 200) return core.providerOf({ issuer, metadata });
      failure ??= oauthError("malformed_response", DEVELOPMENT && `${url} answered ${status}`, { status });
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
};
