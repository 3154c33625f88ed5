// The lazy route, with which the package comes: it finishes a sign-in that comes back, and goes to where it started.
import * as CoolsmsOAuth2 from "coolsms-oauth2";

Object.assign(window, { CoolsmsOAuth2 });
const isHash = location.search === "?hash";
const redirectUri = location.origin + location.pathname + (isHash ? location.search : "");
const client = newClient({ redirectUri });
const routeOf = (returnTo) => (isHash ? returnTo.split("#")[1] : returnTo.replace("/test", ""));

export async function open(goTo) {
  const result = await client.handleRedirectCallback();
  if (result) await goTo(routeOf(result.returnTo), { replace: true });
  window.isOpen = true;
}

Object.assign(window, { client });
