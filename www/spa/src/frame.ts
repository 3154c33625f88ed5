// What stands around every page: the name, the links, the language, and messages to the person.

import { explain, scopeName } from "coolsms-oauth2/explain";

import { setText, setWaiting } from "../../site/dom.js";
import favicon from "../../site/favicon.svg";
import { chooseLanguage, text } from "../../site/language.js";
import { h, say } from "./html.js";
import { LINKED } from "./pages/index.js";
import { addressOf } from "./router.js";

/** A message to the person: of messages.js, perhaps with a permission, or an error that is no problem. */
export type Notice = { key: string; scope?: string } | { error: unknown };

interface Actions {
  signOut(): void;
  languageChosen(): void;
  /** The button beside a problem: the page from its beginning. */
  tryAgain(): void;
}

interface Shown {
  problem: unknown;
  notice: Notice | null;
  sandbox: boolean;
  signingOut: boolean;
  session: unknown;
}

function sentenceOf(notice: Notice): string {
  if ("error" in notice) return explain(notice.error);
  return text(`notice.${notice.key}`, notice.scope ? { name: scopeName(notice.scope) } : {});
}

export function newFrame(actions: Actions) {
  const links = LINKED.map(({ path, link }) => say("a", link, { href: path }));
  const signOut = say("button", "sign-out", { type: "button", id: "sign-out", class: "quiet", click: actions.signOut });
  const language = (name: string, shown: string) =>
    h(
      "button",
      {
        type: "button",
        id: `lang-${name}`,
        lang: name,
        click: () => {
          chooseLanguage(name);
          actions.languageChosen();
        },
      },
      shown,
    );

  const problemText = h("p");
  const again = h("button", { type: "button", id: "error-action", class: "quiet", click: actions.tryAgain });
  const problem = h(
    "div",
    { id: "error", class: "message error", role: "alert", tabindex: "-1", hidden: true },
    problemText,
    again,
  );
  const notice = h("p", { id: "notice", class: "message", role: "status", hidden: true });
  const sandbox = say("p", "sandbox", { class: "banner", hidden: true });
  const page = h("div", { id: "page" });

  document.body.replaceChildren(
    h(
      "header",
      {},
      sandbox,
      h(
        "div",
        { class: "bar" },
        h(
          "p",
          { class: "brand" },
          h("img", { src: favicon, alt: "", width: "28", height: "28" }),
          h("span", {}, "CoolSMS ", h("span", { class: "faint" }, "OAuth 2.0")),
        ),
        h("nav", { "data-label": "pages" }, ...links),
        h(
          "div",
          { class: "tools" },
          h(
            "div",
            { class: "languages", role: "group", "data-label": "languages" },
            language("ko", "한국어"),
            language("en", "English"),
          ),
          signOut,
        ),
      ),
    ),
    h("main", {}, problem, notice, page),
  );

  return {
    /** Where the page goes. */
    page,

    /** So that it is read aloud; a problem comes before the page. */
    focusHeading(): void {
      const heading = problem.hidden ? page.querySelector("h1") : problem;
      heading?.focus();
    },

    draw(shown: Shown): void {
      for (const link of links) {
        const path = new URL(link.href).pathname;
        link.href = addressOf(path);
        if (path === location.pathname) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      }
      signOut.hidden = !shown.session;
      setWaiting(signOut, shown.signingOut);

      sandbox.hidden = !shown.sandbox;
      problem.hidden = !shown.problem;
      if (shown.problem) {
        setText(problemText, explain(shown.problem));
        again.hidden = !shown.session;
        setText(again, text("action.retry"));
      }
      notice.hidden = !shown.notice;
      setText(notice, shown.notice ? sentenceOf(shown.notice) : "");
    },
  };
}
