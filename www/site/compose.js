// What the form for a message shows: who can send it, how long it is, what is wrong with it, and what became of it.

import { setSentence, setText } from "./dom.js";
import { formatNumber, shownLanguage, text } from "./language.js";
import { formatPhone, towards } from "./phone.js";
import { messageLength } from "./sms.js";

/**
 * @typedef {{ outcome: "accepted", to: string, messageId: string }
 *   | { outcome: "refused", error: unknown }
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

  const options = (known ? senders : []).map((number) => new Option(formatPhone(number), number));
  // An empty value: the form does not go without a sender.
  if (options.length === 0) options.push(new Option(text(loading ? "from.loading" : "from.none"), ""));

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
  field.setCustomValidity(bytes > limit ? "too-long" : "");
}

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */

/** @param {Field} field */
function problemOf(field) {
  if (!field.willValidate || field.validity.valid) return null;
  if (field.validity.valueMissing) return `${field.name}.required`;
  return field.validity.customError ? "text.too-long" : "number.wrong";
}

/**
 * Says below the field what is wrong with it, and gives back whether anything is.
 *
 * @param {Field} field
 * @param {string | null} [key] the text
 */
function tellProblem(field, key = problemOf(field)) {
  const place = document.getElementById(`${field.id}-problem`);
  field.setAttribute("aria-invalid", String(key !== null));
  if (place) {
    place.hidden = key === null;
    if (key)
      place.setAttribute("data-text", key); // so that it follows the language
    else place.removeAttribute("data-text");
    setText(place, key ? text(key) : "");
  }
  return key !== null;
}

/** @param {HTMLFormElement} form */
const fieldsOf = (form) =>
  /** @type {Field[]} */ ([...form.elements].filter((element) => document.getElementById(`${element.id}-problem`)));

/**
 * Whether the form can be sent. Else the first field that is wrong gets the focus.
 *
 * @param {HTMLFormElement} form
 */
export function isComplete(form) {
  const wrong = fieldsOf(form).filter((field) => tellProblem(field));
  wrong[0]?.focus();
  return wrong.length === 0;
}

/**
 * What was wrong is looked at again as soon as something is typed.
 *
 * @param {HTMLFormElement} form
 */
export function recheck(form) {
  for (const field of fieldsOf(form)) if (field.getAttribute("aria-invalid") === "true") tellProblem(field);
}

/** @param {HTMLFormElement} form */
export function forgetProblems(form) {
  for (const field of fieldsOf(form)) tellProblem(field, null);
}

/**
 * @param {HTMLElement} box
 * @param {Sent | null} sent
 * @param {(error: unknown) => string} explain
 */
export function drawSent(box, sent, explain) {
  box.hidden = !sent;
  box.classList.toggle("error", sent?.outcome === "refused");
  box.classList.toggle("good", sent?.outcome === "accepted");
  if (!sent) {
    delete box.dataset.outcome;
    setText(box, "");
    return;
  }
  box.dataset.outcome = sent.outcome;
  if (sent.outcome === "unknown") setText(box, text("send.unknown"));
  if (sent.outcome === "refused") setText(box, explain(sent.error));
  if (sent.outcome === "accepted") {
    const to = shownLanguage() === "ko" ? towards(sent.to) : formatPhone(sent.to);
    setSentence(box, text("send.sent", { to }), sent.messageId);
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
  if (error.status && error.status < 500 && error.name !== "OAuthError") return { outcome: "refused", error };
  const isLost = ["network_error", "timeout"].includes(error.code);
  return error.name === "OAuthError" && !isLost ? null : { outcome: "unknown" };
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
