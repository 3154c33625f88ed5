// Draws the page from the state. What the person types is theirs and is never drawn over.

import { drawLength, drawSenders, drawSent } from "./compose.js";
import { drawTexts, setSentence, setText, setWaiting } from "./dom.js";
import { drawGrant, drawRefreshed } from "./grant.js";
import { formatNumber, formatWon, text } from "./language.js";
import { describe } from "./problem.js";

const CARD_SCOPES = {
  member: ["users:read"],
  balance: ["cash:read"],
  message: ["message:write", "senderid:read"],
};

export const byId = (id) => document.getElementById(id);

export function render(state) {
  document.body.dataset.state = state.phase;
  drawTexts();
  drawError(state);
  drawNotice(state.notice);
  drawSignIn(state);
  drawCards(state);
  drawMember(state.data.member);
  drawBalance(state.data.balance);
  drawGrant(byId("scopes"), byId("expires"), state.session);
  drawRefreshed(byId("refreshed"), state.refreshedAt);
  drawForm(state);
  drawTextLength();
  drawSent(byId("send-result"), state.sent);
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
  // Who is signed out has a button to sign in already.
  button.hidden = !action || (phase !== "signed-in" && action !== "leave");
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
    drawMissing(
      card,
      scopes.filter((scope) => missing.has(scope)),
      leaving,
    );
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

function drawForm({ data, missing, loading, sending }) {
  byId("send-fields").disabled = missing.has("message:write");
  drawSenders(byId("from"), byId("from-typed"), data.senders, loading.has("senders"));

  const button = byId("send");
  setText(button, text(sending ? "sending" : "send"));
  setWaiting(button, sending);
}

export const drawTextLength = () => drawLength(byId("text"), byId("bytes"), byId("kind"));
