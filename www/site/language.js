"use strict";
// The language of the page. The address holds the choice (?lang=), <html lang> holds what is shown.

const shownLanguage = () => document.documentElement.lang;

function applyLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  const preferred = navigator.language.startsWith("ko") ? "ko" : "en";
  document.documentElement.lang = hasMessages(asked) ? asked : preferred;
}

function chooseLanguage(language) {
  const address = new URL(location.href);
  address.searchParams.set("lang", language);
  history.replaceState(history.state, "", address);
  applyLanguage();
}

const hasMessages = (language) => Object.hasOwn(MESSAGES, language ?? "");

// Own keys only: a key may end in a code that a server chose, such as "constructor".
const hasText = (key) => Object.hasOwn(MESSAGES[shownLanguage()], key);

function text(key, values = {}) {
  const message = MESSAGES[shownLanguage()][key];
  return message.replace(/\{(\w+)\}/g, (placeholder, name) => values[name] ?? placeholder);
}

const formatNumber = (number) => new Intl.NumberFormat(shownLanguage()).format(number);

const formatWon = (amount) =>
  new Intl.NumberFormat(shownLanguage(), {
    style: "currency",
    currency: "KRW",
    minimumFractionDigits: 0,
    maximumFractionDigits: 2, // a message can cost a fraction of a won
  }).format(amount);

const formatTime = (ms) =>
  new Intl.DateTimeFormat(shownLanguage(), { dateStyle: "medium", timeStyle: "short" }).format(ms);
