// Draws the page from the state. What the person types is theirs and is never drawn over.

import { drawLength, drawSenders, drawSent } from "./compose.js";
import { drawTexts, setSentence, setText, setWaiting } from "./dom.js";
import { drawAsked, drawGrant, drawRefreshed } from "./grant.js";
import { formatNumber, formatWon, text } from "./language.js";
import { drawProfile } from "./profile.js";

const { explain, scopeName } = CoolsmsOAuth2;

export const byId = (id) => document.getElementById(id);

export function render(state) {
  document.body.dataset.state = state.phase;
  drawTexts();
  byId("sandbox").hidden = !state.sandbox;
  drawError(state);
  drawNotice(state.notice);
  drawSignIn(state);
  drawAsked(byId("asked"), state.asks, scopeName);
  drawCards(state);
  drawMember(state.data);
  drawBalance(state.data.balance);
  drawGrant(byId("scopes"), byId("expires"), state.session, scopeName);
  drawRefreshed(byId("refreshed"), state.refreshedAt);
  drawForm(state);
  drawTextLength();
  drawSent(byId("send-result"), state.sent, explain);
}

function drawError({ phase, problem, action }) {
  const box = byId("error");
  box.hidden = !problem;
  if (problem) box.dataset.code = problem.code ?? problem.errorCode ?? problem.name;
  else delete box.dataset.code;
  setText(byId("error-text"), problem ? explain(problem) : "");

  const button = byId("error-action");
  // Who is signed out has a button to sign in already.
  button.hidden = !action || (phase !== "signed-in" && action !== "leave");
  setText(button, action ? text(`action.${action}`) : "");
}

function drawNotice(notice) {
  byId("notice").hidden = !notice;
  const sentence = typeof notice === "string" ? text(`notice.${notice}`) : notice && explain(notice);
  setText(byId("notice"), sentence ?? "");
}

function drawSignIn({ leaving, signingOut }) {
  const button = byId("sign-in");
  setText(button, text(leaving ? "leaving" : "sign-in"));
  setWaiting(button, leaving);
  setWaiting(byId("sign-out"), signingOut);
}

function drawCards({ missing, loading, sending, leaving }) {
  const busy = {
    member: loading.has("member") || loading.has("account"),
    balance: loading.has("balance"),
    message: loading.has("senders") || sending,
  };
  for (const card of document.querySelectorAll("[data-card]")) {
    card.setAttribute("aria-busy", String(busy[card.dataset.card]));
  }
  for (const notes of document.querySelectorAll("[data-needs]")) {
    const lacks = notes.dataset.needs.split(" ").filter((scope) => missing.has(scope));
    drawMissing(notes, lacks, leaving);
  }
}

/** One note for each permission that is lacking. A note that stays is kept, so that its button keeps the focus. */
function drawMissing(notes, scopes, leaving) {
  for (const note of [...notes.children]) {
    if (!scopes.includes(note.dataset.missing)) note.remove();
  }
  for (const scope of scopes) {
    const note = notes.querySelector(`[data-missing="${scope}"]`) ?? notes.appendChild(newNote(scope));
    const [sentence, button] = note.children;
    const name = scopeName(scope);
    setSentence(sentence, text(`missing.${scope}`, { name }), scope);
    setText(button, text("ask", { name }));
    setWaiting(button, leaving);
  }
}

function newNote(scope) {
  const note = byId("missing-permission").content.firstElementChild.cloneNode(true);
  note.dataset.missing = scope;
  note.querySelector("button").dataset.ask = scope;
  return note;
}

function drawMember({ member, account }) {
  setText(byId("account"), member ? text("member", { name: member.name }) : text("account"));
  drawProfile(byId("profile"), member, account);
}

function drawBalance(cash) {
  const { balance, point } = cash ?? {};
  setText(byId("balance"), Number.isFinite(balance) ? formatWon(balance) : "–");
  setText(byId("point"), Number.isFinite(point) ? text("balance.point", { point: formatNumber(point) }) : "");
}

function drawForm({ data, missing, loading, sending, sandbox }) {
  byId("send-fields").disabled = missing.has("message:write");
  drawSenders(byId("from"), byId("from-typed"), data.senders, loading.has("senders"));
  setText(byId("cost"), sandbox === null ? "" : text(sandbox ? "send.free" : "send.charged"));

  const button = byId("send");
  setText(button, text(sending ? "sending" : "send"));
  setWaiting(button, sending);
}

export const drawTextLength = () => drawLength(byId("text"), byId("bytes"), byId("kind"));
