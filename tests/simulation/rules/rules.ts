// What the rules know, and when they look: at each request, answer and result, and at everything after each step.

import type { SignInResult } from "coolsms-oauth2";
import { isYoung } from "../server/grants.ts";
import { type App, isShared, keepsRefreshToken } from "../world/apps.ts";
import type { Message } from "../world/channels.ts";
import type { Copy, Created } from "../world/copy.ts";
import type { CallFlight, TokenFlight } from "../world/network.ts";
import { carriesResponse, parsed } from "../world/text.ts";
import type { World } from "../world/world.ts";
import { checkAddresses } from "./addresses.ts";
import { checkHeld } from "./held.ts";
import { checkPending, codeSent, issuedOf, refused, signedIn } from "./sign_ins.ts";
import { checkStored, noteKept } from "./stored.ts";

/** A session as it is known: when it began, and what it is worth with each access token. */
export interface Known {
  id: string;
  state: string;
  key: string;
  /** By the number of the grant. */
  expiresAt: Map<string, number | null>;
  /** The newest refresh token that any copy was given. */
  newest: string | null;
}

/** What came of handling a callback. */
export interface Handled {
  told: string;
  /** The very result, or error; and whether it was not given before. */
  value: object | null;
  isNew: boolean;
}

export class Rules {
  sessions = new Map<string, Known>();
  /** The sessions that are over, and which of them localStorage has to know. */
  over = new Set<string>();
  marked = new Set<string>();
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** A response is about to be handled; what to look at when it was. */
  handling(copy: Copy): (code: string | null, value: any) => void {
    const { tab, world } = copy;
    const open = [...tab.issued, ...world.popups].filter((it) => !it.isEnded && isYoung(it, world.now));
    return (code, value) => {
      if (code !== null) refused(copy, code, value, open);
      else if (value) signedIn(copy, value);
      if (code === "cancelled") this.#cancelled(copy, value);
    };
  }

  /** No other copy exchanges the code of a sign-in that is told to be broken off. */
  #cancelled({ page, world }: Copy, { appState }: SignInResult): void {
    const exchanged = world.tokenFlights.filter(({ purpose, copy }) => purpose === "exchange" && copy.page === page);
    const codes = exchanged.map(({ parameters }) => world.issuer.codes.find(({ code }) => code === parameters.code));
    const issued = codes.map((code) => code && issuedOf(page, code.state));
    if (issued.some((it) => it?.appState === JSON.stringify(appState))) {
      world.broke("apart", "one copy exchanges a code, and the other is told that this was broken off");
    }
  }

  /** A copy is about to handle twice what there is; what to look at when it has. */
  handlingTwice({ page, hasSignedIn, taken }: Copy): (first: Handled, second: Handled) => void {
    // An earlier result or another response may be uncovered by a refusal.
    const mayDiffer = hasSignedIn || (taken !== null && carriesResponse(page.href));
    return (first, second) => {
      if (first.value !== second.value && (first.told === "signed in" || !mayDiffer)) {
        this.world.broke("same", `first ${first.told}, then ${second.told}, which is another`);
      }
    };
  }

  /** Two copies of a page are about to handle what there is; what to look at when they have. */
  handlingByBoth({ page, taken }: Copy, other: Copy): (first: Handled, second: Handled) => void {
    // In the address, and what each took out of it.
    const responses = [taken !== null, other.taken !== null, carriesResponse(page.href)].filter(Boolean).length;
    return (first, second) => {
      if (first.isNew !== second.isNew) this.world.counts.outcome("callback", "another copy's");
      // What an earlier document had begun is told of besides.
      const isBesides = [first, second].some(({ told }) => told === "cancelled");
      if (first.isNew && second.isNew && responses < 2 && !isBesides) {
        this.world.broke("apart", `one copy is told ${first.told}, and the other ${second.told}`);
      }
    };
  }

  /** A refresh is about to start. A copy that was given the newest refresh token of its session does not say that it has none. */
  refreshing(copy: Copy, app: App): (code: string | null) => void {
    // A refresh that is under way may be one of an earlier session.
    const isUnderWay = [...copy.pending].some(({ what }) => /^(refresh|token|call)/.test(what));
    const id = isUnderWay ? undefined : copy.sessionOf(app)?.id;
    const token = id === undefined ? null : (this.sessions.get(id)?.newest ?? null);
    const sent = copy.refreshesSent;
    return (code) => {
      const isRefused = copy.refreshesSent > sent;
      if (code !== "login_required" || isRefused || id === undefined || token === null || this.over.has(id)) return;
      const isHeld = copy.sessionOf(app)?.id === id && this.sessions.get(id)?.newest === token;
      if (isHeld && keepsRefreshToken(app) && copy.heard.has(token)) {
        this.world.broke("newest", `${token} of ${id} is nowhere in copy ${copy.id}`);
      }
    };
  }

  /** Nothing that an app is told holds a token. What it asked for as a token may. */
  told(what: string, value: unknown): void {
    if (what === "token" || value === undefined || value === null) return;
    const error = value as Error;
    const text = `${String(error.message ?? "")} ${JSON.stringify(value)}`;
    const token = this.world.issuer.tokens.find((it) => text.includes(it));
    if (token) this.world.broke("told", `${token} is told: ${text}`);
  }

  signingOut({ copy, app, client }: Created): void {
    const { world, tab } = copy;
    // What the store has is the copy's own, as soon as it looks.
    const before = client.getSession()?.id;
    copy.say(() => `${app.clientId} signs out of ${before?.slice(0, 6)}`);
    world.counts.outcome("sign-out", before ? "of a session" : "of nobody");
    world.local.settle();
    copy.watch("revocation", client.signOut());
    if (!before) return;
    const [id, what] = this.#marks.at(-1) ?? [""];
    const isOther = client.getSession() !== null || id !== before;
    const isTrouble = world.local.isRefused || world.local.isLost || tab.storage.wasTrouble || tab.storage.isRefused;
    if (isTrouble) {
      this.marked.clear();
      return;
    }
    // The store may have had another session in its place: then it is that one that is over.
    if (isOther && what === "ended" && this.sessions.has(id)) return;
    this.over.add(before);
    this.marked.add(before);
  }

  /** The token of a session is used, or handed out. */
  tokenGiven(copy: Copy, app: App, token: string): void {
    const grant = this.world.issuer.grantOf(token);
    if (!grant) this.world.broke("attacker", `${token.slice(0, 60)} was never granted`);
    else this.#checkOver(copy, app, grant.state);
  }

  #checkOver(copy: Copy, app: App, state: string): void {
    const known = this.sessions.get(copy.sessionOf(app)?.id ?? "");
    if (known?.state !== state || this.world.local.isRefused) return;
    if (this.marked.has(known.id)) this.world.broke("signed_out", `${known.id} is over, and copy ${copy.id} uses it`);
  }

  /** A call is sent. */
  call(flight: CallFlight): void {
    const { copy, token } = flight;
    const { world } = copy;
    const call = copy.calls.get(flight.call);
    const grant = world.issuer.grantOf(token);
    if (!call) return;
    call.sent += 1;
    copy.say(() => `call ${flight.call} is sent`);
    world.counts.outcome("call", call.sent === 1 ? "sent" : "sent again");
    if (call.sent > 2) world.broke("retried", `call ${flight.call} is sent again and again`);
    const { origin, href } = new URL(flight.url);
    if (!call.app.origins.includes(origin)) world.broke("sent", `a token goes to ${origin}`);
    if (!grant) {
      world.broke("attacker", `${token} is no session's`);
      return;
    }
    if (href.includes(grant.token)) world.broke("sent", `a token is in ${href}`);
    if (grant.clientId !== call.app.clientId) world.broke("mixed", `${grant.number} is of another app`);
    const known = [...this.sessions.values()].find((it) => it.expiresAt.has(grant.number));
    const end = known?.expiresAt.get(grant.number);
    if (typeof end === "number" && world.now >= end) world.broke("sent", `the token of ${grant.number} has run out`);
    if (call.session !== null && call.session !== grant.state)
      world.broke("mixed", `call ${flight.call} is made for another session`);
    call.session = grant.state;
    this.#checkOver(copy, call.app, grant.state);
  }

  tokenRequest(flight: TokenFlight): void {
    const { copy, purpose, app, parameters, url, session } = flight;
    const { world } = copy;
    const endpoint = app.provider[purpose === "revoke" ? "revocationEndpoint" : "tokenEndpoint"];
    if (url !== endpoint || (purpose === "refresh" && "scope" in parameters)) {
      world.broke("endpoint", `${JSON.stringify(parameters)} goes to ${url}`);
    }
    if (purpose === "exchange") codeSent(flight);
    if (purpose !== "refresh") return;
    copy.refreshesSent += 1;
    const sent = parameters.refresh_token ?? "";
    const other = world.tokenFlights.find(
      (it) =>
        it !== flight &&
        it.purpose === "refresh" &&
        it.session === session &&
        it.parameters.refresh_token === sent &&
        (it.copy === copy || (world.setup.hasLocks && it.copy.page.state === "shown")),
    );
    if (other && session) world.broke("alone", `${other.number} and ${flight.number} are in flight`);
    const newer = [...copy.heard].find((it) => world.issuer.isNewer(it, sent));
    // A response that was handled in two copies of a tab has begun two sessions with one refresh token.
    const isItsNewest = session !== null && this.sessions.get(session)?.newest === sent;
    if (newer && !isItsNewest) world.broke("old", `${sent} is sent, and ${newer} is known`);
    const family = world.issuer.familyOf(sent);
    if (family) this.#checkOver(copy, app, family.state);
  }

  /** An answer of a token endpoint arrives. */
  tokenAnswer(flight: TokenFlight, status: number, body: string): void {
    const { copy, purpose, app, parameters, session } = flight;
    const { world } = copy;
    const answer = status === 200 ? parsed(body) : null;
    if (purpose === "refresh" && status === 400 && session !== null) {
      const sent = parameters.refresh_token ?? "";
      world.afterStep.push(() => {
        if (copy.sessionOf(app)?.id === session || copy.page.state !== "shown") return;
        const newest = this.sessions.get(session)?.newest;
        const isHeld = newest && world.issuer.isNewer(newest, sent) && this.#isHeld(newest, session);
        if (isHeld && world.setup.hasLocks && !world.local.isTroubled) {
          world.broke("ended", `${session} is ended for ${sent}, and there is ${newest}`);
        }
        this.over.add(session);
      });
    }
    if (!answer?.access_token || purpose === "revoke" || answer.token_type === "mac") return;
    const token: string = answer.refresh_token ?? parameters.refresh_token;
    world.afterStep.push(() => this.#tokensArrived(flight, token));
  }

  /** Whether a refresh token of a session is in some copy, in a store, or on its way. */
  #isHeld(token: string, id: string): boolean {
    const { world } = this;
    const pages = [...world.pages, ...world.tabs.flatMap(({ frozen }) => frozen)];
    const isIn = ({ heard, sessions }: Copy) => heard.has(token) && sessions.some((it) => it.id === id);
    const isStored = () =>
      world.tabs.some(({ storage }) => [...storage.items.values()].some((text) => text.includes(token)));
    const isOnItsWay = () => world.messages.some(({ data }) => data?.session?.refreshToken === token);
    return pages.flatMap(({ copies }) => copies).some(isIn) || isStored() || isOnItsWay();
  }

  /** The copy that gets a new refresh token keeps it, or tells it to those that have the session. */
  #tokensArrived({ copy, app, purpose, session }: TokenFlight, token: string): void {
    if (copy.page.state !== "shown") return;
    const now = copy.sessionOf(app)?.id ?? null;
    const { world } = copy;
    // An exchange that began no session is one of a sign-in that was cancelled meanwhile.
    const begun = now === session ? null : now;
    const known = this.sessions.get((purpose === "refresh" ? session : begun) ?? "");
    if (!known || this.over.has(known.id)) return;
    const { id } = known;
    known.newest = token;
    if (now === id) {
      copy.heard.add(token);
      return;
    }
    const others = world.copies.filter((it) => it !== copy && it.sessions.some((its) => its.id === id));
    const isTold = copy.posted.some((data) => data?.session?.refreshToken === token);
    const isTrouble = copy.tab.storage.isTroubled || world.local.isTroubled;
    if (others.length > 0 && !isTold && !isTrouble && !this.#isMarked(id) && isShared(app))
      world.broke("newest", `${token} of ${id} was not told to anybody`);
  }

  /** A copy hears of a session, or of the end of one. */
  heard({ from, to, data }: Message): void {
    const { copy } = to;
    const { world, sessions } = copy;
    const { session, isNew, end } = data ?? {};
    const whose = from.page === copy.page ? "another copy" : "another page";
    const its = copy.clients.find(({ app }) => app.key === to.name);
    const hasNone = () => its?.client.getSession() === null;
    // A code that is being exchanged is to bring a session of its own.
    const isOffered = isNew && hasNone() && ![...copy.pending].some(({ what }) => what === "callback");
    world.afterStep.push(() => {
      const now = copy.sessions.find(({ id }) => id === session?.id);
      if (now && session?.refreshToken) copy.heard.add(session.refreshToken);
      const earlier = sessions.find(({ id }) => id === session?.id);
      if (now && earlier && now !== earlier) world.counts.outcome("session", `refreshed by ${whose}`);
      if (now && !earlier) world.counts.outcome("session", `given by ${whose}`);
      if (sessions.some(({ id }) => id === end) && !copy.sessions.some(({ id }) => id === end)) {
        world.counts.outcome("session", `ended by ${whose}`);
      }
      const isGood = session?.refreshToken || world.now < (session?.expiresAt ?? Infinity);
      if (isOffered && hasNone() && isGood && !this.isOver(session.id)) {
        world.broke("offered", `${session.id} is not taken over in copy ${copy.id}`);
      }
    });
  }

  /** Which sessions are over, as localStorage has it: the id of each, and why. */
  get #marks(): [string, string][] {
    return parsed(this.world.local.items.get("coolsms-oauth2.marks"))?.all ?? [];
  }

  /** Whether localStorage says that a session is over. */
  #isMarked(id: string): boolean {
    return this.#marks.some(([it, what]) => it === id && what === "ended");
  }

  /** Whether a session is over, or may be thought to be. */
  isOver(id: string): boolean {
    return this.world.local.isTroubled || this.hasEnded(id);
  }

  /** Whether a session is over. */
  hasEnded(id: string): boolean {
    return this.over.has(id) || this.#isMarked(id);
  }

  /** Looks at everything that is held anywhere. */
  check(): void {
    const { world } = this;
    for (const tab of world.tabs) noteKept(tab);
    for (const copy of world.copies) checkHeld(copy);
    for (const tab of world.tabs) {
      checkPending(tab, world);
      checkStored(tab, world);
      checkAddresses(tab, world);
    }
  }

  /** The step is over. */
  settle(): void {
    const { world } = this;
    for (const tab of world.tabs) tab.storage.settle();
    world.local.settle();
    for (const copy of world.copies) copy.posted = [];
  }
}
