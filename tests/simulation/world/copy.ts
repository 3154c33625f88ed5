// A copy of the package in a document: what its clients share, and what the app has called of them. A page that loads the
// package twice has two, which share what the document and its tab have.
import type { Client, createClient, Session } from "coolsms-oauth2";
import { checkImport } from "../rules/addresses.ts";
import { type Issued, readRequest } from "../server/grants.ts";
import { type App, PENDING } from "./apps.ts";
import { environmentOf, type Globals } from "./environment.ts";
import type { Page } from "./page.ts";
import type { Tab } from "./tab.ts";
import { parsed, valuesOf } from "./text.ts";
import type { World } from "./world.ts";

/** The function that the bundled package is compiled to. */
export type Script = (globals: Globals) => typeof createClient;

/** A client that the app has created. */
export interface Created {
  copy: Copy;
  app: App;
  client: Client;
}

export class Copy {
  clients: Created[] = [];
  /** What the package has promised. */
  pending = new Set<{ what: string }>();
  /** What it has posted in this step. */
  posted: any[] = [];
  /** The address of a response that was taken out at import. */
  taken: string | null = null;
  /** The app that handled a response last. */
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
  /** Its popups that it waits for, and what gives each up. */
  popups: { looksClosed: boolean; controller: AbortController }[] = [];
  isPopupBlocked = false;
  /** What the app has last asked a sign-in for. */
  wish!: { appState: string; app: App; controller: AbortController };
  /** The sessions, by their ids, that began here. */
  begun = new Set<string>();
  /** The session of the step before, by the key of its app. */
  seen = new Map<string, Session | null>();
  /** Refresh tokens that it was given or told of. */
  heard = new Set<string>();
  readonly #createClient: ReturnType<Script>;
  readonly page: Page;
  readonly id: number;

  constructor(page: Page) {
    const { world, tab } = page;
    this.page = page;
    this.id = world.number();
    page.copies.push(this);
    const before = page.href;
    this.#createClient = world.script(environmentOf(this));
    if (page.href !== before) {
      this.taken = before;
      tab.history.current.isClean = true;
      const isPopups = valuesOf(before, "state").some((it) => it.startsWith("popup-"));
      world.counts.outcome("import", isPopups ? "a popup's" : "taken");
      this.say(() => `the response is taken out of ${before}`);
    }
    checkImport(page, before);
  }

  get world(): World {
    return this.page.world;
  }

  get tab(): Tab {
    return this.page.tab;
  }

  say(what: () => string): void {
    this.page.say(() => (this.page.copies.length > 1 ? `copy ${this.id}: ${what()}` : what()));
  }

  create(app: App): void {
    const client = this.#createClient(app.config);
    client.subscribe(() => {});
    this.clients.push({ copy: this, app, client });
    if (client.getSession()) this.world.counts.outcome("session", "found in the store");
  }

  /** The session of an app, as any of its clients tells of it. */
  sessionOf(app: App): Session | null {
    return this.clients.find((it) => it.app.key === app.key)?.client.getSession() ?? null;
  }

  /** The sessions of all its clients. */
  get sessions(): Session[] {
    return this.clients.flatMap(({ client }) => client.getSession() ?? []);
  }

  /** Waits for what the package promised. `settled` gets an error's code, or null, and the value or the error. */
  watch(what: string, promise: Promise<unknown>, settled: (code: string | null, value: any) => void = () => {}): void {
    const pending = { what };
    this.pending.add(pending);
    const end = (code: string | null, value: unknown) => {
      this.pending.delete(pending);
      this.say(() => `${what}: ${code ?? "done"}`);
      this.world.counts.outcome(what.replace(/ \d+$/, ""), code ?? "done");
      if (this.page.state === "gone") return;
      settled(code, value);
      this.world.rules.told(what, value);
    };
    promise.then(
      (value) => end(null, value),
      (error) => end(typeof error?.code === "string" ? error.code : (error?.message ?? "?"), error),
    );
  }

  /** `location.assign`: a sign-in leaves. */
  leaveFor(url: string): void {
    this.tab.navigating = { url, own: url };
    const request = readRequest(url);
    if (!request) return;
    const records: any[] = parsed(this.tab.storage.items.get(PENDING)) ?? [];
    const record = records.find(({ state }) => state === request.state) ?? {};
    this.say(() => `leaves to sign in with ${request.state.slice(0, 6)}`);
    this.world.counts.outcome("sign-in", "leaves");
    this.tab.issued.push(this.#issue(request.state, record.returnTo ?? null, record.appState, null));
  }

  #issue(state: string, returnTo: string | null, appState: string, popupOf: number | null): Issued {
    return { state, app: this.wish.app, at: this.world.now, returnTo, appState, isEnded: false, popupOf };
  }

  /** `window.open`: a tab of its own, with a copy of this one's sessionStorage. */
  openPopup(): unknown {
    if (this.isPopupBlocked) return null;
    const { world } = this;
    const tab = this.tab.copy(world.name());
    world.tabs.push(tab);
    world.say(() => `a popup is opened: tab ${tab.name}`);
    const popup = { looksClosed: false, controller: this.wish.controller };
    this.popups.push(popup);
    const replace = (url: string) => {
      tab.navigating = { url, own: url };
      const { state } = readRequest(url) as { state: string };
      world.popups.push(this.#issue(state, null, this.wish.appState, this.id));
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
}
