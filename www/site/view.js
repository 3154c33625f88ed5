"use strict";
// Draws the page from the state. All text goes in as text, never as markup, and only where it changed: a live region
// that is written again is read aloud again. What the person types is theirs and is never drawn over.

const CARD_SCOPES = {
  member: ["users:read"],
  balance: ["cash:read"],
  message: ["message:write", "senderid:read"],
};

const byId = (id) => document.getElementById(id);

function render(state) {
  document.body.dataset.state = state.phase;
  drawTexts();
  drawError(state);
  drawNotice(state.notice);
  drawSignIn(state);
  drawCards(state);
  drawMember(state.data.member);
  drawBalance(state.data.balance);
  drawScopes(state.session);
  drawForm(state);
  drawLength();
  drawSent(state.sent);
}

function drawTexts() {
  for (const element of document.querySelectorAll("[data-text]")) setText(element, text(element.dataset.text));
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", text(element.dataset.label));
  }
  for (const language of Object.keys(MESSAGES)) {
    byId(`lang-${language}`).setAttribute("aria-pressed", String(language === shownLanguage()));
  }
}

function drawError({ phase, problem, action }) {
  const box = byId("error");
  box.hidden = !problem;
  if (problem) {
    box.dataset.code = problem.code;
    const { sentence, code } = describe(problem);
    setSentence(byId("error-text"), sentence, code);
  } else {
    delete box.dataset.code;
    setText(byId("error-text"), "");
  }

  const button = byId("error-action");
  button.hidden = !action || phase !== "signed-in";
  setText(button, action ? text(`action.${action}`) : "");
}

function drawNotice(notice) {
  byId("notice").hidden = !notice;
  setText(byId("notice"), notice ? text(`notice.${notice}`) : "");
}

function drawSignIn({ leaving, signingOut }) {
  const button = byId("sign-in");
  setText(button, text(leaving ? "leaving" : "sign-in"));
  setWaiting(button, leaving);
  setWaiting(byId("sign-out"), signingOut);
}

function drawCards({ missing, loading, sending, leaving }) {
  const busy = {
    member: loading.has("member"),
    balance: loading.has("balance"),
    message: loading.has("senders") || sending,
  };
  for (const [name, scopes] of Object.entries(CARD_SCOPES)) {
    const card = document.querySelector(`[data-card="${name}"]`);
    card.setAttribute("aria-busy", String(busy[name]));
    drawMissing(card, scopes.filter((scope) => missing.has(scope)), leaving);
  }
}

/** One note for each permission that the card lacks. A note that stays is kept, so that its button keeps the focus. */
function drawMissing(card, scopes, leaving) {
  const notes = card.querySelector(".missing");
  for (const note of [...notes.children]) {
    if (!scopes.includes(note.dataset.missing)) note.remove();
  }
  for (const scope of scopes) {
    const note = notes.querySelector(`[data-missing="${scope}"]`) ?? notes.appendChild(newNote(scope));
    const [sentence, button] = note.children;
    setSentence(sentence, text(`missing.${scope}`), scope);
    setText(button, text("ask", { name: text(`scope.${scope}`) }));
    setWaiting(button, leaving);
  }
}

function newNote(scope) {
  const note = byId("missing-permission").content.firstElementChild.cloneNode(true);
  note.dataset.missing = scope;
  note.querySelector("button").dataset.ask = scope;
  return note;
}

function drawMember(member) {
  setText(byId("member-name"), member?.name ?? "–");
  setText(byId("member-email"), member?.email ?? "");
}

function drawBalance(cash) {
  const { balance, point } = cash ?? {};
  setText(byId("balance"), Number.isFinite(balance) ? formatWon(balance) : "–");
  setText(byId("point"), Number.isFinite(point) ? text("balance.point", { point: formatNumber(point) }) : "");
}

function drawScopes(session) {
  const { scope = [], expiresAt = null } = session ?? {};
  byId("scopes").replaceChildren(...(scope ?? []).map(newChip));

  const unsaid = scope === null ? text("scopes.unknown") : scope.length === 0 ? text("scopes.none") : "";
  const expiry = expiresAt === null ? "" : text("expires", { time: formatTime(expiresAt) });
  setText(byId("expires"), `${unsaid} ${expiry}`.trim());
}

function newChip(scope) {
  const chip = document.createElement("li");
  const name = hasText(`scope.${scope}`) ? `${text(`scope.${scope}`)} ` : "";
  chip.append(name, newCode(scope));
  return chip;
}

function drawForm({ data, missing, loading, sending }) {
  byId("send-fields").disabled = missing.has("message:write");
  drawSenders(data.senders, loading.has("senders"));

  const button = byId("send");
  setText(button, text(sending ? "sending" : "send"));
  setWaiting(button, sending);
}

/** The registered numbers to choose from; a field to type in where they could not be read. */
function drawSenders(senders, loading) {
  const [list, input] = [byId("from"), byId("from-typed")];
  const known = Array.isArray(senders);
  list.hidden = list.disabled = !known && !loading;
  input.hidden = input.disabled = known || loading;

  const options = known ? senders.map((number) => new Option(number)) : [];
  // An empty value: the form refuses to go without a sender and says so itself.
  if (options.length === 0) options.push(new Option(text(loading ? "loading" : "from.none"), ""));

  const labels = (options) => Array.from(options, (option) => option.text).join();
  if (labels(options) !== labels(list.options)) list.replaceChildren(...options); // else an open list stays open
}

function drawLength() {
  const { bytes, kind, limit } = messageLength(byId("text").value);
  setText(byId("bytes"), text("text.bytes", { count: formatNumber(bytes), limit: formatNumber(limit) }));
  setText(byId("kind"), kind);
  byId("text").setCustomValidity(bytes > limit ? text("text.too-long", { limit: formatNumber(limit) }) : "");
}

function drawSent(sent) {
  const box = byId("send-result");
  box.hidden = !sent;
  box.classList.toggle("error", sent?.outcome === "refused");
  box.classList.toggle("good", sent?.outcome === "accepted");
  if (!sent) {
    delete box.dataset.outcome;
    setText(box, "");
    return;
  }
  box.dataset.outcome = sent.outcome;
  if (sent.outcome === "accepted") setSentence(box, text("send.sent", { to: sent.to }), sent.messageId);
  if (sent.outcome === "unknown") setText(box, text("send.unknown"));
  if (sent.outcome === "refused") {
    const { sentence, code } = describe(sent.problem);
    setSentence(box, sentence, code);
  }
}

function setText(element, string) {
  if (element.textContent !== string) element.textContent = string;
}

/** A sentence whose {code} stands in a <code> element. */
function setSentence(element, sentence, code) {
  if (element.textContent === sentence.replace("{code}", () => code)) return;
  const [before, ...after] = sentence.split("{code}");
  element.replaceChildren(before, ...after.flatMap((part) => [newCode(code), part]));
}

function newCode(string) {
  const code = document.createElement("code");
  code.textContent = string;
  return code;
}

/** Not `disabled`: that would take the keyboard focus away from the button just pressed. */
function setWaiting(button, waiting) {
  button.setAttribute("aria-disabled", String(waiting));
}
