// What copies tell of their sessions: where each has come from, whose it is, and why one is gone.

import type { Session } from "coolsms-oauth2";
import { type App, isInMemory, isShared, keepsRefreshToken, storesRefreshToken } from "../world/apps.ts";
import type { Copy } from "../world/copy.ts";
import { parsed } from "../world/text.ts";
import type { Known } from "./rules.ts";
import { began } from "./sign_ins.ts";

export const checkHeld = (copy: Copy): void => {
  for (const app of new Map(copy.clients.map(({ app }) => [app.key, app])).values()) {
    const session = copy.sessionOf(app);
    const before = copy.seen.get(app.key) ?? null;
    copy.seen.set(app.key, session);
    if (session) checkSession(copy, app, session, before);
    if (before && before.id !== session?.id) checkLost(copy, app, before, session);
  }
};

const checkSession = (copy: Copy, app: App, session: Session, before: Session | null): void => {
  const { world, tab } = copy;
  const { rules } = world;
  const { id } = session;
  const number = String(session.extra.grant);
  const grant = world.issuer.numbered(number);
  const known = rules.sessions.get(id) ?? begin(copy, app, session);
  if (!known) return;
  // In the order in which documents of the tab took them: one may be taken again.
  if (id !== before?.id) tab.own.delete(id);
  tab.own.add(id);
  // It notices that its session has ended when it hears of another one. A store that is full takes away what a copy has there,
  // when another copy of the tab signs in.
  const hasNone = before === null || rules.hasEnded(before.id) || tab.storage.isTroubled;
  const mayBeTaken = hasNone && isShared(app) && !isOtherStored(copy, app, id);
  if (id !== before?.id && !copy.begun.has(id) && !tab.kept.has(id) && !mayBeTaken) {
    world.broke("mixed", `${id} is taken over, and was not to be`);
  }
  const hasScope = JSON.stringify(session.scope) === JSON.stringify(grant?.scope);
  const isGranted = grant?.isGood && grant.state === known.state && hasScope;
  const end = known.expiresAt.get(number);
  if (!isGranted || known.key !== app.key || (end !== undefined && end !== session.expiresAt)) {
    world.broke("mixed", `a session that none has ended in: ${JSON.stringify(session)}, ${JSON.stringify(grant)}`);
  }
  known.expiresAt.set(number, session.expiresAt);
  if ("accessToken" in session || "refreshToken" in session) world.broke("told", `of ${id} an app sees its token`);
};

/** A session is seen for the first time. */
const begin = (copy: Copy, app: App, session: Session): Known | null => {
  const { world, page, tab } = copy;
  const { rules } = world;
  const { id } = session;
  const number = String(session.extra.grant);
  const earlier = [...rules.sessions.values()].find((it) => it.expiresAt.has(number) && tab.own.has(it.id));
  if (earlier && !page.states.has(earlier.state)) {
    world.broke("mixed", `${id} has what is ${earlier.id}'s`);
    return null;
  }
  // Another copy on the page may have it from the one in which it began.
  const isNews = (data: any) => data.isNew && data.session.id === id;
  const by = page.copies.find(({ begun, posted }) => begun.has(id) || posted.some(isNews)) ?? copy;
  const first = began(by, app, session);
  if (!first) return null;
  by.begun.add(id);
  if (isShared(app) && !by.posted.some(isNews)) world.broke("offered", `${id} is offered to nobody`);
  const newest = keepsRefreshToken(app) ? first.refreshToken : null;
  if (newest) by.heard.add(newest);
  const known = { id, state: first.state, key: app.key, expiresAt: new Map(), newest };
  rules.sessions.set(id, known);
  return known;
};

/** Whether the tab's store has had another session of the app, which is good. */
const isOtherStored = (copy: Copy, app: App, id: string): boolean => {
  const { tab, world } = copy;
  const { rules } = world;
  const other = parsed(tab.storage.before.get(app.key));
  const isGood = other?.refreshToken || (other?.accessToken && world.now < (other.expiresAt ?? Infinity));
  return isGood && other.id !== id && !rules.isOver(other.id) && !isStoreOdd(copy);
};

/** Whether the store may lack what it should have: two settings of one app clear away what the other has stored. */
const isStoreOdd = ({ tab, world }: Copy): boolean => {
  const [first, second] = world.apps;
  const storesLike =
    isInMemory(first) === isInMemory(second) && storesRefreshToken(first) === storesRefreshToken(second);
  const isMixed = first.key === second.key && !storesLike;
  return isMixed || tab.storage.isTroubled;
};

/** A session is gone, or another is in its place. */
const checkLost = (copy: Copy, app: App, before: Session, now: Session | null): void => {
  const { world, tab } = copy;
  const { rules } = world;
  const { id, expiresAt, refreshable } = before;
  const end = expiresAt ?? Infinity;
  // Of one whose refresh token is in memory the store has nothing once its access token has run out. Then another document of
  // the tab may take another; and the store lacks it when the clock is set back.
  const isHalf = !storesRefreshToken(app) && world.latest >= end && (now !== null || world.latest > world.now);
  // One without is dropped by the first document of the tab that sees it run out, also if the clock is set back afterwards.
  const hasRunOut = refreshable ? isHalf : world.latest >= end;
  const held = [...tab.own].filter((it) => rules.sessions.get(it)?.key === app.key);
  const place = held.indexOf(id);
  const isReplaced = now ? place < held.indexOf(now.id) : place < held.length - 1;
  // Another tab has a newer refresh token, and did not send it.
  const newest = rules.sessions.get(id)?.newest;
  const isSuperseded = typeof newest === "string" && !copy.heard.has(newest);
  if (newest && tab.storage.isTroubled) copy.heard.delete(newest); // The store in trouble took it away.
  if (hasRunOut || isReplaced || isSuperseded || rules.isOver(id) || isStoreOdd(copy)) return;
  world.broke("kept", `${id} is gone from copy ${copy.id}, which has ${now?.id ?? "none"}`);
};
