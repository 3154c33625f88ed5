// In place of a page: for who is not signed in, and for who has not granted what it needs.

import { scopeName } from "coolsms-oauth2/explain";

import { setText, setWaiting } from "../../../site/dom.js";
import { drawAsked } from "../../../site/grant.js";
import { text } from "../../../site/language.js";
import { FIRST_SCOPES } from "../client.js";
import { code } from "../code.js";
import { h, say } from "../html.js";
import { permissionNote } from "../permission.js";
import type { App, View } from "./page.js";

/** The invitation to sign in; `title` names the page behind it, which is the one to come back to. */
export function door(app: App, title: string, needs?: string): View {
  const heading = h("h1", { tabindex: "-1" });
  const { element, draw } = welcome(app, heading, "door.lead", needs);
  return {
    element,
    draw() {
      setText(heading, text("door", { page: text(title) }));
      draw();
    },
  };
}

/** A heading, a button to sign in, and what that asks for. */
export function welcome(app: App, heading: HTMLElement, lead: string, needs?: string) {
  const button = h("button", {
    type: "button",
    id: "sign-in",
    class: "primary",
    "aria-describedby": "sign-in-how",
    click: () => void app.signIn(),
  });
  const scopes = [...FIRST_SCOPES, ...(needs ? [needs] : [])];
  const asked = h("dl");
  const element = h(
    "section",
    { class: "welcome" },
    h(
      "div",
      { class: "hero" },
      heading,
      say("p", lead, { class: "lead" }),
      h(
        "div",
        { class: "ways" },
        h("div", { class: "way" }, button, say("p", "app.sign-in.how", { id: "sign-in-how", class: "faint" })),
      ),
    ),
    h("div", { class: "card asks" }, say("h2", "app.asks"), asked, say("p", "app.asks.note", { class: "faint" })),
    code("start"),
  );
  return {
    element,
    draw(): void {
      drawAsked(asked, scopes, scopeName);
      setText(button, text(app.leaving ? "leaving" : "sign-in"));
      setWaiting(button, app.leaving);
    },
  };
}

/** What the page behind it needs. */
export function needsPermission(app: App, title: string, scope: string): View {
  const note = permissionNote(app, scope, `needs.${scope}`, "needs.note");
  return {
    element: h(
      "section",
      { class: "account beside" },
      say("h1", title, { tabindex: "-1" }),
      h("article", { class: "card" }, say("h2", "needs"), note.element),
      code("need"),
    ),
    draw: note.draw,
  };
}
