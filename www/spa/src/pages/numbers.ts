// The registered sender numbers: a page that needs a permission which the first sign-in does not ask for.

import { setText } from "../../../site/dom.js";
import { text } from "../../../site/language.js";
import type { App } from "../app.js";
import { card } from "../card.js";
import { keepDraft } from "../draft.js";
import { h, say } from "../html.js";
import { addressOf } from "../router.js";
import type { View } from "./index.js";

export function numbers(app: App, signal: AbortSignal): View {
  const list = h("ul", { id: "numbers", class: "numbers" });
  const none = h("p", { class: "faint" });
  const { element, draw } = card<string[]>(app, signal, {
    name: "numbers",
    title: "numbers",
    path: "/senderid/v1/numbers/active",
    scope: "senderid:read",
    lines: [list, none],
    draw(numbers) {
      list.replaceChildren(...(numbers ?? []).map(newItem));
      setText(none, numbers?.length === 0 ? text("numbers.none") : "");
    },
  });
  return {
    element: h("section", { class: "account narrow" }, say("h1", "page.numbers", { tabindex: "-1" }), element),
    ...(draw && { draw }),
  };
}

function newItem(number: string): HTMLElement {
  const use = () => keepDraft({ from: number });
  return h(
    "li",
    {},
    h("span", { class: "large" }, number),
    say("a", "numbers.use", { href: addressOf("/send"), click: use }),
  );
}
