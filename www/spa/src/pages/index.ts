// The pages by their paths. A page says what it needs; who lacks that gets another one in its place, at the same address.

import { account } from "./account.js";
import { door, needsPermission } from "./door.js";
import { home } from "./home.js";
import { notFound } from "./not-found.js";
import { numbers } from "./numbers.js";
import type { Page } from "./page.js";
import { send } from "./send.js";

interface Route {
  path: string;
  /** Its name in messages.js, in full and as a link at the top. */
  title: string;
  link: string;
  page: Page;
  /** Whether it is for everybody. */
  isOpen?: true;
  /** A permission without which it cannot show anything. */
  needs?: string;
}

const ROUTES: Route[] = [
  { path: "/", title: "page.home", link: "nav.home", page: home, isOpen: true },
  { path: "/account", title: "page.account", link: "nav.account", page: account },
  { path: "/send", title: "page.send", link: "nav.send", page: send },
  { path: "/numbers", title: "page.numbers", link: "nav.numbers", page: numbers, needs: "senderid:read" },
];

const NOT_FOUND: Omit<Route, "path" | "link"> = { title: "page.missing", page: notFound, isOpen: true };

/** Those with a link at the top. */
export const LINKED: readonly { path: string; link: string }[] = ROUTES;

/** What belongs to a path, and how to show it to the current user. */
export function routeOf(path: string) {
  const { title, page, isOpen, needs } = ROUTES.find((route) => route.path === path) ?? NOT_FOUND;
  const view: Page = (app, signal) => {
    if (isOpen) return page(app, signal);
    if (!app.session) return door(app, title, needs);
    if (needs && app.client.missingScopes(needs).length > 0) return needsPermission(app, title, needs);
    return page(app, signal);
  };
  return { title, needs, view };
}
