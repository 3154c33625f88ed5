// Who is signed in, the balance, and what was granted.

import { setText } from "../../../site/dom.js";
import { drawGrant, drawRefreshed } from "../../../site/grant.js";
import { formatNumber, formatWon, text } from "../../../site/language.js";
import type { App } from "../app.js";
import { card } from "../card.js";
import { h, say } from "../html.js";
import type { View } from "./index.js";

interface Member {
  name: string;
  email: string;
}

interface Cash {
  balance: number;
  point: number;
}

export function account(app: App, signal: AbortSignal): View {
  const cards = [memberCard(app, signal), balanceCard(app, signal)];
  const scopes = h("ul", { id: "scopes", class: "chips" });
  const expires = h("p", { class: "faint" });
  const refreshed = h("p", { id: "refreshed", class: "faint" });
  return {
    element: h(
      "section",
      { class: "account pages" },
      say("h1", "page.account", { tabindex: "-1" }),
      ...cards.map(({ element }) => element),
      h("article", { class: "card" }, say("h2", "scopes"), scopes, expires, refreshed),
    ),
    draw() {
      for (const card of cards) card.draw?.();
      drawGrant(scopes, expires, app.session);
      drawRefreshed(refreshed, app.refreshedAt);
    },
  };
}

function memberCard(app: App, signal: AbortSignal): View {
  const name = h("p", { id: "member-name", class: "large" });
  const email = h("p", { class: "faint" });
  return card<Member>(app, signal, {
    name: "member",
    title: "member",
    path: "/users/v1/member",
    scope: "users:read",
    lines: [name, email],
    draw(member) {
      setText(name, member?.name ?? "–");
      setText(email, member?.email ?? "");
    },
  });
}

function balanceCard(app: App, signal: AbortSignal): View {
  const balance = h("p", { id: "balance", class: "large figure" });
  const point = h("p", { class: "faint" });
  return card<Cash>(app, signal, {
    name: "balance",
    title: "balance",
    path: "/cash/v1/balance",
    scope: "cash:read",
    lines: [balance, point],
    draw(cash) {
      setText(balance, cash ? formatWon(cash.balance) : "–");
      setText(point, cash ? text("balance.point", { point: formatNumber(cash.point) }) : "");
    },
  });
}
