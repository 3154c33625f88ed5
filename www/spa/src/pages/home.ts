// The first page: what the app is, or, signed in, where one can go.

import { setText } from "../../../site/dom.js";
import { text } from "../../../site/language.js";
import type { Member } from "../../../site/profile.js";
import { call } from "../client.js";
import { code } from "../code.js";
import { h, say } from "../html.js";
import { addressOf } from "../router.js";
import { grantCard } from "./account.js";
import { welcome } from "./door.js";
import type { App, View } from "./page.js";

export function home(app: App, signal: AbortSignal): View {
  if (!app.session) return welcome(app, say("h1", "welcome", { tabindex: "-1" }), "app.lead");

  const heading = h("h1", { tabindex: "-1" });
  let member: Member | null = null;
  async function greet(): Promise<void> {
    try {
      member = (await call(app.client, "/users/v1/member", { scope: "users:read", signal })) as Member;
    } catch (error) {
      if (signal.aborted) return;
      app.report(error); // without the permission there is no name to greet by
    }
    app.draw();
  }
  void greet();

  const links = ["account", "send", "numbers"].map((name) =>
    h(
      "a",
      { class: "card", href: `/${name}` },
      say("span", `page.${name}`, { class: "large" }),
      say("span", `about.${name}`, { class: "faint" }),
    ),
  );
  const grant = grantCard(app);
  return {
    element: h("section", { class: "account home" }, heading, ...links, grant.element, code("start")),
    draw() {
      for (const link of links) link.href = addressOf(new URL(link.href).pathname);
      setText(heading, member ? text("member", { name: member.name }) : text("account"));
      grant.draw();
    },
  };
}
