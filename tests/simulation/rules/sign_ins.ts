// What the client made of responses, compared with what is known of them.

import type { Session, SignInResult } from "coolsms-oauth2";
import { type Code, type Grant, type Issued, isYoung } from "../server/grants.ts";
import { type App, isBoundLike, isForCode, PENDING } from "../world/apps.ts";
import type { Copy } from "../world/copy.ts";
import type { TokenFlight } from "../world/network.ts";
import type { Page } from "../world/page.ts";
import type { Tab } from "../world/tab.ts";
import { parsed } from "../world/text.ts";
import type { World } from "../world/world.ts";

/** The sign-in that a response to that state ends: one of this tab, or by popup. */
export const issuedOf = (page: Page, state: string): Issued | undefined =>
  page.tab.issued.find((it) => it.state === state) ?? page.world.popups.find((it) => it.state === state);

/** A response is used in that copy, by that app: the sign-in that it ends, if it may. */
const use = (copy: Copy, state: string, app: App): Issued | null => {
  const { world } = copy;
  const issued = issuedOf(copy.page, state);
  if (!issued) {
    world.broke("issued", `no sign-in of this tab waits for ${state}`);
    return null;
  }
  if (issued.popupOf !== null && issued.popupOf !== copy.id) world.broke("popup", `${state} is another's popup`);
  if (issued.isEnded) world.broke("once", `${state} was good twice`);
  if (!isYoung(issued, world.now)) world.broke("young", `${state} is too old`);
  if (!isBoundLike(issued.app, app)) world.broke("issued", `${state} belongs to another client`);
  issued.isEnded = true;
  return issued;
};

/** A session is seen for the first time. */
export const began = (copy: Copy, app: App, session: Session): Grant | null => {
  const { world } = copy;
  const grant = world.issuer.numbered(session.extra.grant);
  if (!grant?.isGood) {
    world.broke("attacker", `${session.id} began with ${session.extra.grant}, which nobody has granted to this app`);
    return null;
  }
  const byPopup = world.popups.find((it) => it.state === grant.state);
  const handledBy = copy.handledBy && copy.page.states.has(grant.state) ? copy.handledBy : app;
  const judge = byPopup?.app ?? handledBy;
  if (isForCode(app)) return grant;
  const issued = use(copy, grant.state, judge);
  if (issued && grant.clientId !== judge.clientId)
    world.broke("mixed", `${grant.number} was granted to another client`);
  return grant;
};

/** A code is sent. */
export const codeSent = ({ copy, parameters, app }: TokenFlight): void => {
  const { world } = copy;
  const code: Code | undefined = world.issuer.codes.find((it) => it.code === parameters.code && it.isGood);
  if (!code) world.broke("attacker", `${parameters.code} was never issued to this app`);
  // It may be sent once more where the network failed.
  else if (!copy.codes.has(code.code)) {
    copy.codes.add(code.code);
    use(copy, code.state, app);
  }
};

/** `handleRedirectCallback` or `signInWithPopup` has given a session. */
export const signedIn = (copy: Copy, { session, returnTo, appState }: SignInResult): void => {
  const { world } = copy;
  const grant = world.issuer.numbered(session.extra.grant);
  const issued = grant && issuedOf(copy.page, grant.state);
  if (!world.rules.sessions.has(session.id)) copy.begun.add(session.id);
  copy.hasSignedIn = true;
  if (!issued) return;
  const isPlace = returnTo === issued.returnTo && JSON.stringify(appState) === issued.appState;
  if (!isPlace) world.broke("mixed", `${returnTo} and ${JSON.stringify(appState)} are not of ${issued.state}`);
};

/** An error was told of: if it is the server's, it must be of a sign-in that was open here. */
export const refused = (copy: Copy, code: string, error: any, open: Issued[]): void => {
  const { world } = copy;
  if (code !== "authorization_error" || copy.toldErrors.has(error)) return;
  copy.toldErrors.add(error);
  const number = /^grant-(\d+)$/.exec(error.errorDescription ?? "")?.[1];
  const navigation = number && world.seen.find(({ url }) => url.includes(`grant=${number}`) && !url.includes("evil-"));
  const isOurs = navigation && open.some(({ state }) => navigation.url.includes(state));
  if (!isOurs) world.broke("error", `an error is told of ${error.errorDescription}`);
};

/** The stored sign-ins: which were issued here, which are over, and which have to be there. */
export const checkPending = (tab: Tab, world: World): void => {
  const { storage } = tab;
  if (!storage.isChanged) return;
  const records: any[] = parsed(storage.items.get(PENDING)) ?? [];
  for (const { state, used } of records) {
    const issued = tab.issued.find((it) => it.state === state);
    if (!issued) world.broke("issued", `${state} was never issued here`);
    else if (issued.isEnded && used !== true) world.broke("once", `${state} is over and still waits`);
  }
  const waits = new Set(records.filter(({ used }) => used !== true).map(({ state }) => state));
  // Sixteen are remembered, and it is the oldest that gives way, even where a stale one goes in the same step.
  const isFull = tab.remembered + tab.issued.length - tab.started > 16;
  const place = (state: string) => tab.issued.findIndex((it) => it.state === state);
  const oldest = records.length > 0 ? place(records[0].state) : Number.POSITIVE_INFINITY;
  const gone = tab.issued.filter(({ state }) => tab.waiting.includes(state) && !waits.has(state));
  // Its own response was judged in this tab.
  const isHandled = tab.page?.copies.some(({ handledBy }) => handledBy !== null);
  for (const it of gone) it.isEnded ||= Boolean(isHandled && tab.page?.states.has(it.state));
  for (const it of gone.filter((it) => !it.isEnded && isYoung(it, world.now))) {
    if ((isFull && place(it.state) < oldest) || storage.isLost) continue;
    // With a sign-in that ends, the older ones of its client go.
    const isEnded = (other: Issued) => other.isEnded && isBoundLike(other.app, it.app);
    if (tab.issued.slice(place(it.state) + 1).some(isEnded)) it.isEnded = true;
    else world.broke("survives", `${it.state} has ended, and not by its own response`);
  }
  tab.remembered = records.length;
  tab.started = tab.issued.length;
  tab.waiting = [...waits];
};
