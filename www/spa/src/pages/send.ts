// The form for a message. Nobody has to grant anything before it is sent: the call is refused, and the app says why,
// asks, and comes back with the message as it was.

import { drawLength, drawSenders, drawSent, messageOf, outcomeOf, type Sent } from "../../../site/compose.js";
import { setText, setWaiting } from "../../../site/dom.js";
import { text } from "../../../site/language.js";
import type { App } from "../app.js";
import { call } from "../client.js";
import { currentDraft, keepDraft } from "../draft.js";
import { h, say } from "../html.js";
import { permissionNote } from "../permission.js";
import type { View } from "./index.js";

export function send(app: App, signal: AbortSignal): View {
  const state = { sending: false, sent: null as Sent | null, senders: undefined as string[] | undefined };
  const hasList = app.client.missingScopes("senderid:read").length === 0;
  let loading = hasList;

  const from = h("select", { id: "from", name: "from", required: true });
  const typed = h("input", {
    id: "from-typed",
    name: "from",
    type: "tel",
    autocomplete: "tel",
    required: true,
    pattern: "[0-9\\- ]{8,16}",
    "aria-labelledby": "from-label",
  });
  const to = h("input", {
    id: "to",
    name: "to",
    type: "tel",
    autocomplete: "off",
    required: true,
    pattern: "\\+?[0-9\\- ]{8,16}",
  });
  const letter = h("textarea", { id: "text", name: "text", rows: "6", required: true, "aria-describedby": "bytes" });
  const bytes = h("span", { id: "bytes" });
  const kind = h("strong", { "aria-live": "polite" });
  const button = h("button", { id: "send", class: "primary" });
  const result = h("p", { id: "send-result", class: "message", role: "status", hidden: true });
  const missing = h("div", { class: "missing", role: "status" });
  const note = permissionNote(app, "message:write", "missing.message:write", "draft.kept");

  const form = h(
    "form",
    { id: "send-form", input: keep, submit: onSubmit },
    h(
      "fieldset",
      {},
      h(
        "div",
        { class: "pair" },
        h("div", { class: "field" }, say("label", "from", { for: "from", id: "from-label" }), from, typed),
        h("div", { class: "field" }, say("label", "to", { for: "to" }), to),
      ),
      h(
        "div",
        { class: "field" },
        say("label", "text", { for: "text" }),
        letter,
        h("p", { class: "counter" }, bytes, " ", kind),
      ),
      h("div", { class: "submit" }, button, say("p", "send.cost", { class: "faint" })),
    ),
    missing,
    result,
  );

  [typed.value, to.value, letter.value] = [currentDraft().from, currentDraft().to, currentDraft().text];

  function keep(): void {
    const sender = from.disabled ? typed.value : from.value;
    keepDraft({ from: sender, to: to.value, text: letter.value });
    drawLength(letter, bytes, kind);
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
    if (state.sending) return;
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
      keepDraft({ text: "" });
      letter.value = "";
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
      { class: "account narrow" },
      say("h1", "page.send", { tabindex: "-1" }),
      h("article", { class: "card compose", "data-card": "message" }, form),
    ),
    draw() {
      note.draw();
      drawSenders(from, typed, state.senders, loading);
      drawLength(letter, bytes, kind);
      drawSent(result, state.sent);
      setText(button, text(state.sending ? "sending" : "send"));
      setWaiting(button, state.sending);
    },
  };
}
