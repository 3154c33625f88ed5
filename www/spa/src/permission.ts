// What is said where a permission is missing, with a button that asks for it. The same for a page that needs one and
// for a call that was refused.

import { scopeName } from "coolsms-oauth2/explain";

import { setSentence, setText, setWaiting } from "../../site/dom.js";
import { text } from "../../site/language.js";
import { h, say } from "./html.js";
import type { App } from "./pages/page.js";

/** `why` names the text that says what the permission is for; `note` another about what asking does. */
export function permissionNote(app: App, scope: string, why = `missing.${scope}`, note?: string) {
  const sentence = h("p");
  const ask = h("button", { type: "button", class: "quiet", "data-ask": scope, click: () => void app.signIn(scope) });
  const element = h("div", { class: "permission", "data-missing": scope }, sentence, ask);
  if (note) element.insertBefore(say("p", note), ask);
  return {
    element,
    draw(): void {
      const name = scopeName(scope);
      setSentence(sentence, text(why, { name }), scope);
      setText(ask, text("grant", { name }));
      setWaiting(ask, app.leaving);
    },
  };
}
