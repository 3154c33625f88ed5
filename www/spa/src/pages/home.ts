// The first page: what the app is, or, signed in, where one can go.

import { drawGrant, drawRefreshed } from "../../../site/grant.js";
import type { App } from "../app.js";
import { h, say } from "../html.js";
import { addressOf } from "../router.js";
import { welcome } from "./door.js";
import type { View } from "./index.js";

export function home(app: App): View {
  const signedIn = app.session !== null;
  const heading = say("h1", signedIn ? "account" : "welcome", { tabindex: "-1" });
  if (!signedIn) return welcome(app, heading, "app.lead");

  const links = ["account", "send", "numbers"].map((name) =>
    h(
      "a",
      { class: "card", href: `/${name}` },
      say("span", `page.${name}`, { class: "large" }),
      say("span", `about.${name}`, { class: "faint" }),
    ),
  );
  const scopes = h("ul", { id: "scopes", class: "chips" });
  const expires = h("p", { class: "faint" });
  const refreshed = h("p", { id: "refreshed", class: "faint" });
  return {
    element: h(
      "section",
      { class: "account home" },
      heading,
      ...links,
      h("article", { class: "card" }, say("h2", "scopes"), scopes, expires, refreshed),
    ),
    draw() {
      for (const link of links) link.href = addressOf(new URL(link.href).pathname);
      drawGrant(scopes, expires, app.session);
      drawRefreshed(refreshed, app.refreshedAt);
    },
  };
}
