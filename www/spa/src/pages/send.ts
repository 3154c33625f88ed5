// The form for a message. Nobody has to grant anything before it is sent: the call is refused, and the app says why,
// asks, and comes back with the message as it was.

import { explain } from "coolsms-oauth2/explain";

import {
  drawLength,
  drawSenders,
  drawSent,
  isComplete,
  messageOf,
  outcomeOf,
  recheck,
  type Sent,
} from "../../../site/compose.js";
import { setText, setWaiting } from "../../../site/dom.js";
import { text } from "../../../site/language.js";
import { call } from "../client.js";
import { code } from "../code.js";
import { currentDraft, keepDraft } from "../draft.js";
import { h, say } from "../html.js";
import { permissionNote } from "../permission.js";
import type { App, View } from "./page.js";

export function send(app: App, signal: AbortSignal): View {
  const state = { sending: false, sent: null as Sent | null, senders: undefined as string[] | undefined };
  const hasList = app.client.missingScopes("senderid:read").length === 0;
  let loading = hasList;

  const problem = (field: string) => h("p", { id: `${field}-problem`, class: "problem", hidden: true });
  const from = h("select", { id: "from", name: "from", required: true, "aria-describedby": "from-problem" });
  const typed = h("input", {
    id: "from-typed",
    name: "from",
    type: "tel",
    autocomplete: "tel",
    required: true,
    pattern: "[0-9\\- ]{8,16}",
    placeholder: "010-1234-5678",
    "aria-labelledby": "from-label",
    "aria-describedby": "from-typed-problem senders-missing",
  });
  const to = h("input", {
    id: "to",
    name: "to",
    type: "tel",
    autocomplete: "off",
    required: true,
    pattern: "\\+?[0-9\\- ]{8,16}",
    placeholder: "010-1234-5678",
    "aria-describedby": "to-problem",
  });
  const letter = h("textarea", {
    id: "text",
    name: "text",
    rows: "6",
    required: true,
    "aria-describedby": "bytes text-problem",
  });
  const bytes = h("span", { id: "bytes" });
  const kind = h("strong", { "aria-live": "polite" });
  const button = h("button", { id: "send", class: "primary" });
  const result = h("p", { id: "send-result", class: "message", role: "status", hidden: true });
  const missing = h("div", { class: "missing", role: "status" });
  const note = permissionNote(app, "message:write", "missing.message:write", "draft.kept");
  const listNote = permissionNote(app, "senderid:read");
  const cost = h("p", { class: "faint" });

  const form = h(
    "form",
    { id: "send-form", novalidate: true, input: keep, submit: onSubmit },
    h(
      "fieldset",
      {},
      h(
        "div",
        { class: "pair" },
        h(
          "div",
          { class: "field" },
          say("label", "from", { for: "from", id: "from-label" }),
          from,
          typed,
          problem("from"),
          problem("from-typed"),
        ),
        h("div", { class: "field" }, say("label", "to", { for: "to" }), to, problem("to")),
      ),
      h("div", { id: "senders-missing", class: "missing" }, ...(hasList ? [] : [listNote.element])),
      h(
        "div",
        { class: "field" },
        say("label", "text", { for: "text" }),
        letter,
        h("p", { class: "counter" }, bytes, " ", kind),
        problem("text"),
      ),
      h("div", { class: "submit" }, button, cost),
    ),
    missing,
    result,
  );

  [typed.value, to.value, letter.value] = [currentDraft().from, currentDraft().to, currentDraft().text];

  function keep(): void {
    const sender = from.disabled ? typed.value : from.value;
    keepDraft({ from: sender, to: to.value, text: letter.value });
    drawLength(letter, bytes, kind);
    recheck(form);
  }

  async function loadSenders(): Promise<void> {
    try {
      state.senders = (await call(app.client, "/senderid/v1/numbers/active", {
        scope: "senderid:read",
        signal,
      })) as string[];
    } catch (error) {
      if (signal.aborted) return;
      app.report(error);
    }
    loading = false;
    app.draw();
    if (state.senders?.includes(currentDraft().from)) from.value = currentDraft().from;
  }

  async function onSubmit(event: Event): Promise<void> {
    event.preventDefault();
    if (state.sending || !isComplete(form)) return;
    const message = messageOf(form);
    missing.replaceChildren();
    app.forgetMessages();
    [state.sending, state.sent] = [true, null];
    app.draw();
    try {
      const answer = await call(app.client, "/messages/v4/send", {
        method: "POST",
        scope: "message:write",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ message }),
        signal,
      });
      const { messageId } = answer as { messageId: string };
      state.sent = { outcome: "accepted", to: message.to, messageId };
      keepDraft({ to: "", text: "" });
      to.value = letter.value = "";
    } catch (error) {
      if (signal.aborted) return;
      state.sent = outcomeOf(error);
      if (!state.sent && app.report(error).length > 0) missing.append(note.element);
    }
    state.sending = false;
    app.draw();
    (state.sent ? result : missing).scrollIntoView({ block: "nearest" });
  }

  if (hasList) void loadSenders();
  return {
    element: h(
      "section",
      { class: "account beside" },
      say("h1", "page.send", { tabindex: "-1" }),
      h("article", { class: "card compose", "data-card": "message" }, form),
      code("refused"),
    ),
    draw() {
      note.draw();
      listNote.draw();
      drawSenders(from, typed, state.senders, loading);
      drawLength(letter, bytes, kind);
      drawSent(result, state.sent, explain);
      setText(cost, text(app.sandbox ? "send.free" : "send.charged"));
      setText(button, text(state.sending ? "sending" : "send"));
      setWaiting(button, state.sending);
    },
  };
}
