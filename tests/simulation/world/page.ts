// A document of the app, from its load until it is gone: the package as it runs there, and what its scripts have called.
import { type Issued, readRequest } from "../server/grants.ts";
import { APPS, type App, sessionKey } from "./apps.ts";
import type { Client, Package, PublicSession } from "./client.ts";
import { environmentOf, NAMES } from "./environment.ts";
import { entry } from "./history.ts";
import type { Tab } from "./tab.ts";
import { parsed, short, valuesOf } from "./text.ts";
import { Timers } from "./timers.ts";
import type { World } from "./world.ts";

/** The function that the bundled package is compiled to: its parameters are the globals. */
export type Script = (...environment: unknown[]) => Package;
export { NAMES };

/** A promise that the package gave, until it settles. */
export interface Pending {
  what: string;
}

export const PENDING = "coolsms-oauth2.pending";

export class Page {
  state: "shown" | "frozen" | "gone" = "shown";
  readonly timers: Timers;
  listeners: { type: string; listener: (event: object) => void }[] = [];
  clients: { app: App; client: Client }[] = [];
  pending = new Set<Pending>();
  /** What it has posted in this step. */
  posted: { channel: string; data: any }[] = [];
  /** The address of a response that was taken out at import. */
  taken: string | null = null;
  /** The states of the responses that have come here, and the app that handled one last. */
  states = new Set<string>();
  handledBy: App | null = null;
  /** What handling gave before: promises, results and errors; and whether one was a session. */
  handled = new WeakSet<object>();
  hasSignedIn = false;
  /** The codes that it has sent, and the server's errors that it was told of. */
  codes = new Set<string>();
  toldErrors = new WeakSet<object>();
  /** The last place that a callback told the app to go back to. */
  place: string | null = null;
  /** Its calls: which session each was sent with, and what ends it. */
  calls = new Map<number, { app: App; sent: number; session: string | null; controller: AbortController }>();
  refreshesSent = 0;
  /** Its popups, and what gives each up. */
  popups: { looksClosed: boolean; controller: AbortController; pending: Pending | null }[] = [];
  isPopupBlocked = false;
  wish: { appState: string; app: App; controller: AbortController } | null = null;
  /** The session of the step before, by the key of its app. */
  seen = new Map<string, string | null>();
  /** Refresh tokens that it was given or told of. */
  heard = new Set<string>();
  readonly #package: Package;
  readonly world: World;
  readonly tab: Tab;
  readonly id: number;

  constructor(world: World, tab: Tab, id: number) {
    this.world = world;
    this.tab = tab;
    this.id = id;
    this.timers = new Timers(world);
    this.notice(this.href);
    tab.page = this;
    const before = this.href;
    this.#package = world.script(...environmentOf(this));
    if (this.href !== before) {
      this.taken = before;
      tab.history.current.isClean = true;
      world.counts.outcome(
        "import",
        valuesOf(before, "state").some((it) => it.startsWith("popup-")) ? "a popup's" : "taken",
      );
      this.say(() => `the response is taken out of ${before}`);
    }
    world.rules.imported(this, before);
  }

  get href(): string {
    return this.tab.history.current.url;
  }

  say(what: () => string): void {
    this.world.say(() => `tab ${this.tab.name}, page ${this.id}: ${what()}`);
  }

  /** A response may have come with this address. */
  notice(url: string): void {
    for (const name of ["state", "oauth_state"]) {
      const values = valuesOf(url, name);
      if (values.length === 1) this.states.add(values[0] as string);
    }
  }

  create(app: App): void {
    const client = this.#package.createClient(structuredClone(app.config));
    client.subscribe(() => {});
    this.clients.push({ app, client });
    if (client.getSession()) this.world.counts.outcome("session", "found in the store");
  }

  /** The session of an app, as any of its clients tells of it. */
  sessionOf(app: App): PublicSession | null {
    const key = sessionKey(app);
    return this.clients.find((it) => sessionKey(it.app) === key)?.client.getSession() ?? null;
  }

  /** Waits for what the package promised. `settled` gets an error's code, or null, and the value or the error. */
  watch<T>(
    what: string,
    promise: Promise<T>,
    settled: (code: string | null, value: T | any) => void = () => {},
  ): Pending {
    const pending = { what };
    this.pending.add(pending);
    const end = (code: string | null, value: unknown) => {
      this.pending.delete(pending);
      this.say(() => `${what}: ${code ?? "done"}`);
      this.world.counts.outcome(what.replace(/ \d+$/, ""), code ?? "done");
      if (this.state === "gone") return;
      settled(code, value);
      this.world.rules.told(this, what, value);
    };
    promise.then(
      (value) => end(null, value),
      (error) => end(error?.code && typeof error.code === "string" ? error.code : (error?.message ?? "?"), error),
    );
    return pending;
  }

  /** `location.assign`: a sign-in leaves. */
  leaveFor(url: string): void {
    this.tab.navigating = { url, own: url };
    const request = readRequest(url);
    if (!request) return;
    const records: any[] = parsed(this.tab.storage.items.get(PENDING)) ?? [];
    const record = records.find(({ state }) => state === request.state) ?? {};
    this.say(() => `leaves to sign in with ${short(request.state)}`);
    this.world.counts.outcome("sign-in", "leaves");
    this.tab.issued.push(this.#issue(request.state, record.returnTo ?? null, record.appState, null));
  }

  #issue(state: string, returnTo: string | null, appState: string, popupOf: number | null): Issued {
    const { app } = this.wish as { app: App };
    return { state, app, at: this.world.now, returnTo, appState, isEnded: false, popupOf };
  }

  /** `window.open`: a tab of its own, with a copy of this one's sessionStorage. */
  openPopup(): unknown {
    if (this.isPopupBlocked || !this.wish) return null;
    const { world } = this;
    const tab = this.tab.copy(world.name());
    world.tabs.push(tab);
    world.say(() => `a popup is opened: tab ${tab.name}`);
    const popup = { looksClosed: false, controller: this.wish.controller, pending: null as Pending | null };
    this.popups.push(popup);
    const replace = (url: string) => {
      tab.navigating = { url, own: url };
      const { state } = readRequest(url) as { state: string };
      world.popups.push(this.#issue(state, null, (this.wish as { appState: string }).appState, this.id));
    };
    return {
      opener: null,
      get closed() {
        return popup.looksClosed || !world.tabs.includes(tab);
      },
      location: { replace },
      close: () => world.closing.push(tab),
    };
  }

  /** `window.close`, which some browsers refuse. */
  closeByScript(): void {
    if (!this.world.random.oneIn(8)) this.world.closing.push(this.tab);
  }

  /** The page is shown no longer, or again. */
  dispatch(type: "pagehide" | "pageshow", persisted: boolean): void {
    for (const it of this.listeners.filter((it) => it.type === type)) it.listener({ persisted });
  }

  /** Within the document: `history.pushState`. */
  route(url: string): void {
    this.tab.history.push(entry(url, url, this.id));
    this.tab.forgetUnreachable();
  }
}

/** The app of that place in the list. */
export const appAt = (at: number): App => APPS[at] as App;
