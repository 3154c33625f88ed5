// What CoolSMS says of the member and of the account, as the person reads it.

import { hasText, text } from "./language.js";

/**
 * @typedef {{ memberId: string, name: string, email: string, selectedAccountId: string }} Member
 * @typedef {{ name: string, members?: { memberId: string, role: string }[] }} Account
 */

/**
 * @param {Element} list a <dl>
 * @param {Member | null | undefined} member
 * @param {Account | null | undefined} account
 */
export function drawProfile(list, member, account) {
  const role = account?.members?.find(({ memberId }) => memberId === member?.memberId)?.role;
  /** @type {[string, string | undefined][]} */
  const facts = [
    ["email", member?.email],
    ["account", account?.name],
    ["role", role && (hasText(`role.${role}`) ? text(`role.${role}`) : role)],
  ];
  list.replaceChildren(
    ...facts.flatMap(([name, value]) => {
      if (!value) return [];
      const [row, term, fact] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
      term.append(text(`profile.${name}`));
      fact.id = `member-${name}`;
      fact.append(value);
      row.append(term, fact);
      return [row];
    }),
  );
}
