// Permissions as the person reads them: what a sign-in asks for, and what a session was granted. `scopeName` is the package's.

import { newCode, setText } from "./dom.js";
import { formatClock, formatTime, text } from "./language.js";

/**
 * @param {Element} list a <dl>
 * @param {readonly string[]} scopes
 * @param {(scope: string) => string} scopeName
 */
export function drawAsked(list, scopes, scopeName) {
  list.replaceChildren(
    ...scopes.map((scope) => {
      const [row, name, use] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
      name.append(scopeName(scope), " ", newCode(scope));
      use.append(text(`use.${scope}`));
      row.append(name, use);
      return row;
    }),
  );
}

/**
 * @param {Element} list
 * @param {Element} note further text: how long it lasts
 * @param {{ scope: string[] | null, expiresAt: number | null } | null} session
 * @param {(scope: string) => string} scopeName
 */
export function drawGrant(list, note, session, scopeName) {
  const { scope, expiresAt } = session ?? { scope: [], expiresAt: null };
  list.replaceChildren(
    ...(scope ?? []).map((granted) => {
      const item = document.createElement("li");
      const name = scopeName(granted);
      if (name !== granted) item.append(name, " ");
      item.append(newCode(granted));
      return item;
    }),
  );

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
