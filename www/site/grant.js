// What a session was granted, as the person reads it.

import { newCode, setText } from "./dom.js";
import { formatClock, formatTime, hasText, text } from "./language.js";

/**
 * @param {Element} list
 * @param {Element} note further text: how long it lasts
 * @param {{ scope: string[] | null, expiresAt: number | null } | null} session
 */
export function drawGrant(list, note, session) {
  const { scope, expiresAt } = session ?? { scope: [], expiresAt: null };
  list.replaceChildren(...(scope ?? []).map(newChip));

  const unsaid = scope === null ? text("scopes.unknown") : scope.length === 0 ? text("scopes.none") : "";
  const expiry = expiresAt === null ? "" : text("expires", { time: formatTime(expiresAt) });
  setText(note, `${unsaid} ${expiry}`.trim());
}

/**
 * @param {Element} line
 * @param {number | null} refreshedAt when the page saw it, in milliseconds since the epoch
 */
export function drawRefreshed(line, refreshedAt) {
  setText(line, refreshedAt === null ? "" : text("refreshed", { time: formatClock(refreshedAt) }));
}

/** @param {string} scope */
function newChip(scope) {
  const chip = document.createElement("li");
  const name = hasText(`scope.${scope}`) ? `${text(`scope.${scope}`)} ` : "";
  chip.append(name, newCode(scope));
  return chip;
}
