// What the rules know, and when they look: at each request, answer and result, and at everything after each step.
import { APPS, type App, isShared, keepsRefreshToken, sessionKey } from "../world/apps.ts";
import type { Client, PublicSession, SignInResult } from "../world/client.ts";
import type { CallFlight, FakeRequest, TokenFlight } from "../world/network.ts";
import type { Page } from "../world/page.ts";
import { carriesResponse, parsed } from "../world/text.ts";
import type { World } from "../world/world.ts";
import { checkAddresses, checkImport } from "./addresses.ts";
import {
  type BeforeHandling,
  began,
  checkPending,
  codeSent,
  hasScope,
  openStates,
  refused,
  signedIn,
} from "./sign_ins.ts";
import { checkStored } from "./stored.ts";

/** A session as it is known: when it began, and what it is worth with each access token. */
export interface Known {
  id: string;
  state: string;
  key: string;
  /** By the number of the grant. */
  expiresAt: Map<string, number | null>;
  /** The newest refresh token that any page was given. */
  newest: string | null;
}

/** A page's session before a refresh, the newest refresh token of it, and how many refreshes the page had sent. */
interface BeforeRefresh {
  id: string | null;
  token: string | null;
  sent: number;
}

/** What came of handling a callback. */
export interface Handled {
  told: string;
  /** The very result, or error. */
  value: unknown;
}

const MARKS = "coolsms-oauth2.marks";

export class Rules {
  sessions = new Map<string, Known>();
  /** The sessions that are over, and which of them localStorage has to know. */
  over = new Set<string>();
  marked = new Set<string>();
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  imported(page: Page, before: string): void {
    checkImport(page, before);
  }

  beforeHandling(page: Page): BeforeHandling {
    return { open: openStates(page) };
  }

  handled(page: Page, _app: App, code: string | null, value: SignInResult & object, before: BeforeHandling): void {
    if (code !== null) refused(page, code, value, before);
    else if (value) signedIn(page, value);
  }

  signedInByPopup(page: Page, code: string | null, value: SignInResult & object): void {
    if (code === null) signedIn(page, value);
  }

  /** Whether an earlier result or another response may be uncovered by a refusal. */
  beforeTwice(page: Page): boolean {
    return page.hasSignedIn || (page.taken !== null && carriesResponse(page.href));
  }

  handledTwice(page: Page, first: Handled, second: Handled, mayDiffer: boolean, isRefused: boolean): void {
    const isSame = first.value === second.value;
    if (!isSame && !isRefused && (first.told === "signed in" || !mayDiffer)) {
      page.world.broke("same", `first ${first.told}, then ${second.told}, which is another`);
    }
  }

  beforeRefresh(page: Page, app: App): BeforeRefresh {
    // A refresh that is under way may be one of an earlier session.
    const isUnderWay = [...page.pending].some(({ what }) => /^(refresh|token|call)/.test(what));
    const id = isUnderWay ? null : (page.sessionOf(app)?.id ?? null);
    return { id, token: (id && this.sessions.get(id)?.newest) ?? null, sent: page.refreshesSent };
  }

  /** A page that was given the newest refresh token of its session does not say that it has none. */
  refreshed(page: Page, app: App, code: string | null, { id, token, sent }: BeforeRefresh): void {
    const isRefused = page.refreshesSent > sent;
    if (code !== "login_required" || isRefused || id === null || token === null || this.over.has(id)) return;
    const isHeld = page.sessionOf(app)?.id === id && this.sessions.get(id)?.newest === token;
    if (isHeld && keepsRefreshToken(app) && page.heard.has(token)) {
      this.world.broke("newest", `${token} of ${id} is nowhere in page ${page.id}`);
    }
  }

  /** Nothing that an app is told holds a token. What it asked for as a token may. */
  told(page: Page, what: string, value: unknown): void {
    if (what === "token" || value === undefined || value === null) return;
    const error = value as Error;
    const text = `${String(error.message ?? "")} ${JSON.stringify(value)}`;
    const token = page.world.issuer.tokens.find((it) => text.includes(it));
    if (token) page.world.broke("told", `${token} is told: ${text}`);
  }

  signingOut(page: Page, app: App, client: Client): void {
    const { world, tab } = page;
    const key = sessionKey(app);
    const wasStored = tab.storage.items.has(key);
    // What the store has is the page's own, as soon as it looks.
    const before = client.getSession()?.id;
    page.say(() => `${app.clientId} signs out of ${before?.slice(0, 6)}`);
    world.counts.outcome("sign-out", before ? "of a session" : "of nobody");
    world.local.settle();
    page.watch("revocation", client.signOut());
    if (!before) return;
    const marks: any[] = parsed(world.local.items.get(MARKS))?.all ?? [];
    const isOther = client.getSession() !== null || marks.at(-1)?.[0] !== before;
    const isTrouble = world.local.isRefused || world.local.isLost || tab.storage.wasTrouble || tab.storage.isRefused;
    if (isTrouble) {
      this.marked.clear();
      return;
    }
    // The store may have had another session in its place: then it is that one that is over.
    if (isOther && marks.at(-1)?.[1] === "ended" && this.sessions.has(marks.at(-1)[0])) return;
    this.over.add(before);
    this.marked.add(before);
    if (wasStored && !tab.storage.items.has(key)) tab.signedOut.add(before);
  }

  localCleared(): void {
    this.marked.clear();
  }

  /** The token of a session is used, or handed out. */
  tokenGiven(page: Page, app: App, token: string): void {
    const grant = this.world.issuer.grantOf(token);
    if (!grant) this.world.broke("attacker", `${token.slice(0, 60)} was never granted`);
    else this.#checkOver(page, app, grant.state);
  }

  #checkOver(page: Page, app: App, state: string): void {
    const id = page.sessionOf(app)?.id;
    const known = id === undefined ? undefined : this.sessions.get(id);
    if (!known || known.state !== state) return;
    const isKnown = this.marked.has(known.id) && !this.world.local.isRefused;
    if (isKnown) this.world.broke("signed_out", `${known.id} is over, and page ${page.id} uses it`);
  }

  /** A call is sent. */
  call(flight: CallFlight, request: FakeRequest): void {
    const { page, token } = flight;
    const { world } = page;
    const call = page.calls.get(flight.call);
    const grant = world.issuer.grantOf(token);
    if (!call) return;
    call.sent += 1;
    page.say(() => `call ${flight.call} is sent`);
    world.counts.outcome("call", call.sent === 1 ? "sent" : "sent again");
    if (call.sent > 2) world.broke("retried", `call ${flight.call} is sent again and again`);
    const { origin, href } = new URL(request.url);
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
    this.#checkOver(page, call.app, grant.state);
  }

  tokenRequest(flight: TokenFlight): void {
    const { page, purpose, app, parameters, url, session } = flight;
    const { world } = page;
    const endpoint = purpose === "revoke" ? app.revocationEndpoint : app.tokenEndpoint;
    if (url !== endpoint || (purpose === "refresh" && "scope" in parameters)) {
      world.broke("endpoint", `${JSON.stringify(parameters)} goes to ${url}`);
    }
    if (purpose === "exchange") codeSent(flight);
    if (purpose !== "refresh") return;
    page.refreshesSent += 1;
    const sent = parameters.refresh_token ?? "";
    const other = world.tokenFlights.find(
      (it) =>
        it !== flight &&
        it.purpose === "refresh" &&
        it.session === session &&
        it.parameters.refresh_token === sent &&
        (it.page === page || (world.hasLocks && it.page.state === "shown")),
    );
    if (other && session) world.broke("alone", `${other.number} and ${flight.number} are in flight`);
    const newer = [...page.heard].find((it) => world.issuer.isNewer(it, sent));
    // A response that was handled in two copies of a tab has begun two sessions with one refresh token.
    const isItsNewest = session !== null && this.sessions.get(session)?.newest === sent;
    if (newer && !isItsNewest) world.broke("old", `${sent} is sent, and ${newer} is known`);
    const family = world.issuer.familyOf(sent);
    if (family) this.#checkOver(page, app, family.state);
  }

  /** An answer of a token endpoint arrives. */
  tokenAnswer(flight: TokenFlight, status: number, body: string): void {
    const { page, purpose, app, parameters, session } = flight;
    const { world } = page;
    const answer = status === 200 ? parsed(body) : null;
    if (purpose === "refresh" && status === 400) {
      const sent = parameters.refresh_token ?? "";
      world.afterStep.push(() => {
        const newest = session === null ? null : this.sessions.get(session)?.newest;
        const hasEnded = session !== null && page.sessionOf(app)?.id !== session && page.state === "shown";
        const isHeld = newest && session && this.#isHeld(newest, session);
        const isTrouble = world.local.wasTrouble || world.local.isRefused || world.local.isLost;
        if (hasEnded && newest && world.issuer.isNewer(newest, sent) && isHeld && world.hasLocks && !isTrouble) {
          world.broke("ended", `${session} is ended for ${sent}, and there is ${newest}`);
        }
        if (hasEnded && session) this.over.add(session);
      });
    }
    if (!answer?.access_token || purpose === "revoke" || answer.token_type === "mac") return;
    const token: string = answer.refresh_token ?? parameters.refresh_token;
    const before = session;
    world.afterStep.push(() => this.#tokensArrived(flight, token, before));
  }

  /** Whether a refresh token of a session is in some page, in a store, or on its way. */
  #isHeld(token: string, id: string): boolean {
    const { world } = this;
    const isIn = (page: Page) =>
      page.heard.has(token) && page.clients.some(({ client }) => client.getSession()?.id === id);
    const isStored = () =>
      world.tabs.some(({ storage }) => [...storage.items.values()].some((text) => text.includes(token)));
    const isOnItsWay = () => world.messages.some(({ data }) => data?.session?.refreshToken === token);
    return world.pagesAndFrozen.some(isIn) || isStored() || isOnItsWay();
  }

  /** The page that gets a new refresh token keeps it, or tells it to those that have the session. */
  #tokensArrived({ page, app, purpose }: TokenFlight, token: string, before: string | null): void {
    if (page.state !== "shown") return;
    const now = page.sessionOf(app)?.id ?? null;
    const { world } = page;
    // An exchange that began no session is one of a sign-in that was cancelled meanwhile.
    const begun = now === before ? null : now;
    const id = purpose === "refresh" ? before : begun;
    const known = id === null ? undefined : this.sessions.get(id);
    if (!known || id === null || this.over.has(id)) return;
    known.newest = token;
    if (now === id) {
      page.heard.add(token);
      return;
    }
    const others = world.pages.filter(
      (it) => it !== page && it.clients.some(({ client }) => client.getSession()?.id === id),
    );
    const isTold = page.posted.some(({ data }) => data?.session?.refreshToken === token);
    const isTrouble = [page.tab.storage, world.local].some((it) => it.wasTrouble || it.isRefused || it.isLost);
    const marks: any[] = parsed(world.local.items.get(MARKS))?.all ?? [];
    const hasEnded = marks.some(([it, what]) => it === id && what === "ended");
    if (others.length > 0 && !isTold && !isTrouble && !hasEnded && isShared(app))
      world.broke("newest", `${token} of ${id} was not told to anybody`);
  }

  /** A page hears of a session, or of the end of one. */
  heard(page: Page, { session, end }: { session?: { id: string; refreshToken?: string }; end?: string }): void {
    const { world } = page;
    const held = () => page.clients.flatMap(({ client }) => client.getSession() ?? []);
    const before = held();
    world.afterStep.push(() => {
      const now = held().find(({ id }) => id === session?.id);
      if (now && session?.refreshToken) page.heard.add(session.refreshToken);
      const earlier = before.find(({ id }) => id === session?.id);
      if (now && earlier && now !== earlier) world.counts.outcome("session", "goes on elsewhere");
      if (now && !earlier) world.counts.outcome("session", "taken over");
      if (before.some(({ id }) => id === end) && !held().some(({ id }) => id === end)) {
        world.counts.outcome("session", "ended elsewhere");
      }
    });
  }

  /** Looks at everything that is held anywhere. */
  check(): void {
    const { world } = this;
    for (const page of world.pages) this.#checkHeld(page);
    for (const tab of world.tabs) {
      checkPending({ tab, world });
      checkStored(tab, world, this);
      checkAddresses(tab, world);
    }
  }

  /** What pages tell of their sessions. */
  #checkHeld(page: Page): void {
    const keys = new Map(page.clients.map(({ app }) => [sessionKey(app), app] as const));
    for (const [key, app] of keys) {
      const session = page.sessionOf(app);
      const before = page.seen.get(key) ?? null;
      page.seen.set(key, session?.id ?? null);
      if (session) this.#checkSession(page, app, key, session, before);
    }
  }

  #checkSession(page: Page, app: App, key: string, session: PublicSession, before: string | null): void {
    const { world } = this;
    const { id } = session;
    const number = String(session.extra.grant);
    const grant = world.issuer.numbered(number);
    let known = this.sessions.get(id);
    if (!known) {
      const earlier = [...this.sessions.values()].find((it) => it.expiresAt.has(number) && page.tab.own.has(it.id));
      if (earlier && !page.states.has(earlier.state)) {
        world.broke("mixed", `${id} has what is ${earlier.id}'s`);
        return;
      }
      const first = began(page, app, session);
      if (!first) return;
      known = { id, state: first.state, key, expiresAt: new Map(), newest: first.refreshToken };
      this.sessions.set(id, known);
      page.tab.own.add(id);
      if (known.newest && keepsRefreshToken(app)) page.heard.add(known.newest);
      if (!keepsRefreshToken(app)) known.newest = null;
    } else if (!page.tab.own.has(id)) {
      if (before !== null || !isShared(app)) world.broke("mixed", `${id} is taken over, and was not to be`);
      page.tab.own.add(id);
    }
    const isIts = grant?.isGood && grant.state === known.state && known.key === key && hasScope(session, grant);
    const end = known.expiresAt.get(number);
    if (!isIts || (end !== undefined && end !== session.expiresAt)) {
      world.broke("mixed", `a session that none has ended in: ${JSON.stringify(session)}, ${JSON.stringify(grant)}`);
    }
    known.expiresAt.set(number, session.expiresAt);
    if ("accessToken" in session || "refreshToken" in session) world.broke("told", `of ${id} an app sees its token`);
  }

  /** The step is over. */
  settle(): void {
    const { world } = this;
    for (const tab of world.tabs) tab.storage.settle();
    world.local.settle();
    for (const page of world.pages) page.posted = [];
  }

  appsOf(world: World): App[] {
    return world.apps.map((at) => APPS[at] as App);
  }
}
