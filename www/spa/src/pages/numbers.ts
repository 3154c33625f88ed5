// The registered sender numbers: a page that needs a permission which the first sign-in does not ask for.

import { setText } from "../../../site/dom.js";
import { text } from "../../../site/language.js";
import { formatPhone } from "../../../site/phone.js";
import { card } from "../card.js";
import { code } from "../code.js";
import { keepDraft } from "../draft.js";
import { h, say } from "../html.js";
import { addressOf } from "../router.js";
import type { App, View } from "./page.js";

export function numbers(app: App, signal: AbortSignal): View {
  const list = h("ul", { id: "numbers", class: "numbers" });
  const none = h("p", { class: "faint" });
  const { element, draw } = card<string[]>(app, signal, {
    name: "numbers",
    title: "numbers",
    lines: [list, none],
    load: async (get, show) => show((await get("/senderid/v1/numbers/active", ["senderid:read"])) as string[]),
    draw(numbers) {
      list.replaceChildren(...(numbers ?? []).map(newItem));
      setText(none, numbers?.length === 0 ? text("numbers.none") : "");
    },
  });
  return {
    element: h(
      "section",
      { class: "account beside" },
      say("h1", "page.numbers", { tabindex: "-1" }),
      element,
      code("need"),
    ),
    ...(draw && { draw }),
  };
}

function newItem(number: string): HTMLElement {
  const use = () => keepDraft({ from: number });
  return h(
    "li",
    {},
    h("span", { class: "large" }, formatPhone(number)),
    say("a", "numbers.use", { href: addressOf("/send"), click: use }),
  );
}
