// The client of the package, and what this app asks CoolSMS for.

import { apiError, type Client, coolsms, createClient } from "coolsms-oauth2";

/** What the first sign-in asks for. The rest is asked for where it is needed. */
export const FIRST_SCOPES = ["users:read", "accounts:read", "cash:read"];

interface Config {
  clientId: string;
  /** CoolSMS's address, or a sandbox's. */
  base: string;
}

/** In development, the sandbox of `cargo xtask sandbox`. */
async function config(): Promise<Config> {
  if (import.meta.env.DEV) return { clientId: "sandbox-demo", base: "http://127.0.0.1:8401" };
  return (await fetch("/config.json")).json();
}

/** A client, and where its CoolSMS is. One redirect URI serves all routes: each sign-in remembers the route that it started from. */
export async function newClient(): Promise<{ client: Client; base: string }> {
  const { clientId, base } = await config();
  const client = createClient({
    clientId,
    redirectUri: `${location.origin}/`,
    scope: FIRST_SCOPES,
    provider: coolsms({ base }),
    // See www/site/app.js. A permission is asked for by leaving the page, which brings a new refresh token along.
    refreshTokenStore: "memory",
  });
  return { client, base };
}

/** The answer's JSON. Throws an OAuthError, or what CoolSMS says is wrong. */
export async function call(client: Client, path: string, init: Parameters<Client["fetch"]>[1]): Promise<unknown> {
  const response = await client.fetch(path, init);
  if (!response.ok) throw await apiError(response);
  return response.json();
}
