// Who is signed in, the balance, and what was granted.

import { scopeName } from "coolsms-oauth2/explain";

import { setText } from "../../../site/dom.js";
import { drawGrant, drawRefreshed } from "../../../site/grant.js";
import { formatNumber, formatWon, text } from "../../../site/language.js";
import { type Account, drawProfile, type Member } from "../../../site/profile.js";
import { card } from "../card.js";
import { code } from "../code.js";
import { h, say } from "../html.js";
import type { App, View } from "./page.js";

interface Cash {
  balance: number;
  point: number;
}

export function account(app: App, signal: AbortSignal): View {
  const heading = h("h1", { id: "account", tabindex: "-1" });
  const cards = [balanceCard(app, signal), profileCard(app, signal, heading)];
  const grant = grantCard(app);
  return {
    element: h(
      "section",
      { class: "account pages" },
      heading,
      ...cards.map(({ element }) => element),
      grant.element,
      code("call"),
    ),
    draw() {
      for (const card of cards) card.draw?.();
      grant.draw();
    },
  };
}

/** What was granted, and until when. */
export function grantCard(app: App) {
  const scopes = h("ul", { id: "scopes", class: "granted" });
  const expires = h("p", { class: "faint" });
  const refreshed = h("p", { id: "refreshed", class: "faint" });
  return {
    element: h("article", { class: "card" }, say("h2", "scopes"), scopes, expires, refreshed),
    draw(): void {
      drawGrant(scopes, expires, app.session, scopeName);
      drawRefreshed(refreshed, app.refreshedAt);
    },
  };
}

function profileCard(app: App, signal: AbortSignal, heading: HTMLElement): View {
  const profile = h("dl", { class: "facts" });
  return card<{ member: Member; account?: Account }>(app, signal, {
    name: "member",
    title: "profile",
    lines: [profile],
    async load(get, show) {
      const member = (await get("/users/v1/member", ["users:read"])) as Member;
      show({ member });
      // See www/site/app.js for the scope.
      const path = `/users/v1/accounts/${member.selectedAccountId}`;
      show({ member, account: (await get(path, ["users:read", "accounts:read"])) as Account });
    },
    draw(answer) {
      setText(heading, answer ? text("member", { name: answer.member.name }) : text("page.account"));
      drawProfile(profile, answer?.member, answer?.account);
    },
  });
}

function balanceCard(app: App, signal: AbortSignal): View {
  const balance = h("p", { id: "balance", class: "figure" });
  const point = h("p", { class: "faint" });
  const view = card<Cash>(app, signal, {
    name: "balance",
    title: "balance",
    lines: [balance, point],
    load: async (get, show) => show((await get("/cash/v1/balance", ["cash:read"])) as Cash),
    draw(cash) {
      setText(balance, cash ? formatWon(cash.balance) : "–");
      setText(point, cash ? text("balance.point", { point: formatNumber(cash.point) }) : "");
    },
  });
  view.element.classList.add("accented");
  return view;
}
