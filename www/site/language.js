// The language of the page. The address holds the choice (?lang=), <html lang> holds what is shown.

import { MESSAGES } from "./messages.js";

export const shownLanguage = () => document.documentElement.lang;

export function applyLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  const preferred = navigator.language.startsWith("ko") ? "ko" : "en";
  document.documentElement.lang = asked !== null && Object.hasOwn(MESSAGES, asked) ? asked : preferred;
}

/** @param {string} language */
export function chooseLanguage(language) {
  const address = new URL(location.href);
  address.searchParams.set("lang", language);
  history.replaceState(history.state, "", address);
  applyLanguage();
}

/**
 * Own keys only: a key may end in a code that a server chose, such as "constructor".
 *
 * @param {string} key
 */
export const hasText = (key) => Object.hasOwn(MESSAGES[shownLanguage()], key);

/**
 * @param {string} key
 * @param {Record<string, string>} [values] what stands for the names in braces
 */
export function text(key, values = {}) {
  const message = MESSAGES[shownLanguage()][key];
  return message.replace(/\{(\w+)\}/g, (placeholder, name) => values[name] ?? placeholder);
}

/** @param {number} number */
export const formatNumber = (number) => new Intl.NumberFormat(shownLanguage()).format(number);

/** @param {number} amount */
export const formatWon = (amount) =>
  new Intl.NumberFormat(shownLanguage(), {
    style: "currency",
    currency: "KRW",
    minimumFractionDigits: 0,
    maximumFractionDigits: 2, // a message can cost a fraction of a won
  }).format(amount);

/** @param {number} ms */
export const formatTime = (ms) =>
  new Intl.DateTimeFormat(shownLanguage(), { dateStyle: "medium", timeStyle: "short" }).format(ms);

/** @param {number} ms */
export const formatClock = (ms) => new Intl.DateTimeFormat(shownLanguage(), { timeStyle: "medium" }).format(ms);
