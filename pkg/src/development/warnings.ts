// What is told on the console, once each, of mistakes that are no error. Only the build for development contains it.
import { PARAMETERS } from "#names";
import { UNHANDLED_MS } from "#waiting";
import { after } from "../timer.ts";
import type { ClientConfig } from "../types.ts";

const told = new Set<string>();

const warn = (text: string) => {
  if (told.has(text)) return;
  told.add(text);
  console.warn(`coolsms-oauth2: ${text}`);
};

/** A comma is a character of a scope (RFC 6749 §3.3), but seldom a wanted one. */
export const warnOfScope = ({ scope, provider }: Pick<ClientConfig, "scope" | "provider">): void => {
  if (provider?.scopeSeparator === "," || !String([scope ?? ""].flat().join(" ")).includes(",")) return;
  warn(
    "`scope` contains a comma, which is part of a name and separates nothing. Separate scopes by spaces, or pass an array.",
  );
};

/** A router of the fragment that runs first has seen the response, and perhaps kept it. */
export const warnOfRouter = (url: string): void => {
  const [, name] = /#!?\/([^=&/]+)=/.exec(url) ?? [];
  if (!name || !PARAMETERS.includes(name)) return;
  warn(
    "A router changed the URL of the response before the package was loaded, so that it has seen the token. Import " +
      "`coolsms-oauth2/capture` before the router: docs/en/frameworks.md.",
  );
};

/** A response that was taken out of the URL is of no use until the app handles it. */
export const warnIfUnhandled = (isHandled: () => boolean): void => {
  after(UNHANDLED_MS, () => {
    if (isHandled()) return;
    warn(
      "The response to a sign-in came to this page, and nothing has handled it. Call " +
        "`client.handleRedirectCallback()` on every page that is a redirect URI.",
    );
  });
};
