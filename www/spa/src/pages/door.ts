// In place of a page: for who is not signed in, and for who has not granted what it needs.

import { setText, setWaiting } from "../../../site/dom.js";
import { text } from "../../../site/language.js";
import type { App } from "../app.js";
import { FIRST_SCOPES } from "../client.js";
import { h, say } from "../html.js";
import { permissionNote } from "../permission.js";
import type { View } from "./index.js";

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
  const button = h("button", { type: "button", id: "sign-in", class: "primary", click: () => void app.signIn() });
  const scopes = [...FIRST_SCOPES, ...(needs ? [needs] : [])];
  const element = h(
    "section",
    { class: "welcome" },
    h("div", {}, heading, say("p", lead, { class: "lead" }), button),
    h(
      "div",
      { class: "bubble" },
      say("h2", "app.asks"),
      h(
        "dl",
        {},
        ...scopes.map((scope) =>
          h(
            "div",
            {},
            h("dt", {}, say("span", `scope.${scope}`), " ", h("code", {}, scope)),
            say("dd", `use.${scope}`),
          ),
        ),
      ),
      say("p", "app.asks.note", { class: "faint" }),
    ),
  );
  return {
    element,
    draw(): void {
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
      { class: "account narrow" },
      say("h1", title, { tabindex: "-1" }),
      h("article", { class: "card" }, say("h2", "needs"), note.element),
    ),
    draw: note.draw,
  };
}
