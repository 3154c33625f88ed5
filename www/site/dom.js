// Texts on the page. All of it goes in as text, never as markup, and only where it changed: a live region that is
// written again is read aloud again.

import { shownLanguage, text } from "./language.js";
import { MESSAGES } from "./messages.js";

/** Whatever says with data-text or data-label which entry of messages.js it shows. */
export function drawTexts() {
  for (const element of document.querySelectorAll("[data-text]")) {
    setText(element, text(element.getAttribute("data-text") ?? ""));
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", text(element.getAttribute("data-label") ?? ""));
  }
  for (const language of Object.keys(MESSAGES)) {
    const button = document.getElementById(`lang-${language}`);
    button?.setAttribute("aria-pressed", String(language === shownLanguage()));
  }
}

/**
 * @param {Element} element
 * @param {string} string
 */
export function setText(element, string) {
  if (element.textContent !== string) element.textContent = string;
}

/**
 * A sentence whose {code} stands in a <code> element.
 *
 * @param {Element} element
 * @param {string} sentence
 * @param {string} code
 */
export function setSentence(element, sentence, code) {
  if (element.textContent === sentence.replace("{code}", () => code)) return;
  const [before, ...after] = sentence.split("{code}");
  element.replaceChildren(before ?? "", ...after.flatMap((part) => [newCode(code), part]));
}

/** @param {string} string */
export function newCode(string) {
  const code = document.createElement("code");
  code.textContent = string;
  return code;
}

/**
 * Not `disabled`: that would take the keyboard focus away from the button just pressed.
 *
 * @param {Element} button
 * @param {boolean} waiting
 */
export function setWaiting(button, waiting) {
  button.setAttribute("aria-disabled", String(waiting));
}
