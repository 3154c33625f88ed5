// For an address without a page.

import { h, say } from "../html.js";
import { addressOf } from "../router.js";
import type { App, View } from "./page.js";

export function notFound(_app: App): View {
  return {
    element: h(
      "section",
      { class: "account narrow" },
      say("h1", "page.missing", { tabindex: "-1" }),
      h("article", { class: "card" }, say("p", "missing.page"), say("a", "missing.home", { href: addressOf("/") })),
    ),
  };
}
