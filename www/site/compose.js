// What the form for a message shows: who can send it, how long it is, and what became of it.

import { setSentence, setText } from "./dom.js";
import { formatNumber, text } from "./language.js";
import { describe, problemOf } from "./problem.js";
import { messageLength } from "./sms.js";

/**
 * @typedef {{ outcome: "accepted", to: string, messageId: string }
 *   | { outcome: "refused", problem: import("./problem.js").Problem }
 *   | { outcome: "unknown" }} Sent
 */

/**
 * The registered numbers to choose from; a field to type in where they could not be read.
 *
 * @param {HTMLSelectElement} list
 * @param {HTMLInputElement} input
 * @param {string[] | undefined} senders
 * @param {boolean} loading
 */
export function drawSenders(list, input, senders, loading) {
  const known = Array.isArray(senders);
  list.hidden = list.disabled = !known && !loading;
  input.hidden = input.disabled = known || loading;

  const options = (known ? senders : []).map((number) => new Option(number));
  // An empty value: the form refuses to go without a sender and says so itself.
  if (options.length === 0) options.push(new Option(text(loading ? "loading" : "from.none"), ""));

  /** @param {Iterable<HTMLOptionElement>} options */
  const labels = (options) => Array.from(options, (option) => option.text).join();
  if (labels(options) !== labels(list.options)) list.replaceChildren(...options); // else an open list stays open
}

/**
 * @param {HTMLTextAreaElement} field
 * @param {Element} count
 * @param {Element} kindOfMessage
 */
export function drawLength(field, count, kindOfMessage) {
  const { bytes, kind, limit } = messageLength(field.value);
  setText(count, text("text.bytes", { count: formatNumber(bytes), limit: formatNumber(limit) }));
  setText(kindOfMessage, kind);
  field.setCustomValidity(bytes > limit ? text("text.too-long", { limit: formatNumber(limit) }) : "");
}

/**
 * @param {HTMLElement} box
 * @param {Sent | null} sent
 */
export function drawSent(box, sent) {
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

/**
 * A message that may have gone out must not be sent twice: without a clear answer, say that nobody knows. Null: it was
 * certainly not sent, and why is not about the message.
 *
 * @param {any} error
 * @returns {Sent | null}
 */
export function outcomeOf(error) {
  const problem = problemOf(error);
  const lost = ["network_error", "timeout"].includes(problem.code);
  if (problem.status && problem.status < 500) return { outcome: "refused", problem };
  if (error.name === "OAuthError" && !lost) return null;
  return { outcome: "unknown" };
}

/**
 * The message as CoolSMS takes it, from the fields of the form.
 *
 * @param {HTMLFormElement} form
 */
export function messageOf(form) {
  const fields = new FormData(form);
  /** @param {string} name */
  const number = (name) => String(fields.get(name)).replace(/[^0-9+]/g, "");
  return { to: number("to"), from: number("from"), text: String(fields.get("text")) };
}
