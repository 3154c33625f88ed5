// Everything that there is: tabs, a clock, what servers and attackers have done; and how tabs go from page to page.
import { setImmediate } from "node:timers/promises";
import type { RuleName } from "../rules/list.ts";
import { Rules } from "../rules/rules.ts";
import type { Counts } from "../run/counts.ts";
import { Random } from "../run/random.ts";
import { type Issued, Issuer } from "../server/grants.ts";
import { APPS, type App } from "./apps.ts";
import type { Channel, Message } from "./channels.ts";
import type { Copy, Script } from "./copy.ts";
import type { Lock } from "./locks.ts";
import type { CallFlight, TokenFlight } from "./network.ts";
import { Page } from "./page.ts";
import { FakeStorage } from "./storage.ts";
import { type Navigation, Tab } from "./tab.ts";

/** The place where a user starts. */
export const INBOX = "https://app.example/inbox?tab=2#top";
const ORIGIN = "https://app.example/";

/** What is given to a world: which clients its pages create, and what the browser and the server are like. */
export interface Setup {
  /** By their places in `APPS`. */
  apps: readonly [number, number];
  /** Whether each page loads the package twice. */
  isTwofold: boolean;
  hasLocks: boolean;
  rotation: Issuer["rotation"];
}

export interface Violation {
  rule: RuleName;
  what: string;
}

export class World {
  /** As `Date.now()` tells, and as timers run: one may be set back, the other may not. */
  now = 1_700_000_000_000;
  elapsed = 0;
  /** The latest that it ever was. */
  latest = this.now;
  tabs: Tab[] = [];
  local = new FakeStorage();
  issuer = new Issuer();
  /** Addresses with responses that were written once. */
  seen: Navigation[] = [];
  channels: Channel[] = [];
  messages: Message[] = [];
  locks: Lock[] = [];
  callFlights: CallFlight[] = [];
  tokenFlights: TokenFlight[] = [];
  /** Sign-ins by popup. */
  popups: Issued[] = [];
  /** Tabs that scripts close, once the step is over. */
  closing: Tab[] = [];
  /** What is done when a step's promises have settled, before the rules look. */
  afterStep: (() => void)[] = [];
  violation: Violation | null = null;
  trace: string[] | null;
  /** For what happens in this step, and for what the package draws. */
  random = new Random(0);
  entropy = new Random(1);
  readonly rules = new Rules(this);
  readonly apps: readonly [App, App];
  readonly setup: Setup;
  readonly counts: Counts;
  readonly script: Script;
  #numbers = 0;
  #names = 0;

  constructor(setup: Setup, script: Script, counts: Counts, isTraced: boolean) {
    this.setup = setup;
    this.script = script;
    this.counts = counts;
    this.trace = isTraced ? [] : null;
    this.apps = setup.apps.map((at) => APPS[at]) as [App, App];
    this.issuer.rotation = setup.rotation;
    this.say(() => JSON.stringify(setup));
    this.open(INBOX);
  }

  /** A number that was never given before. */
  number(): number {
    this.#numbers += 1;
    return this.#numbers;
  }

  /** The name of a new tab. */
  name(): number {
    this.#names += 1;
    return this.#names;
  }

  say(what: () => string): void {
    this.trace?.push(what());
  }

  /** A rule does not hold. The first counts. */
  broke(rule: RuleName, what: string): void {
    this.violation ??= { rule, what };
  }

  get pages(): Page[] {
    return this.tabs.flatMap((tab) => tab.page ?? []);
  }

  /** The copies of the package on pages that are shown. */
  get copies(): Copy[] {
    return this.pages.flatMap(({ copies }) => copies);
  }

  open(url: string): void {
    const tab = new Tab(this.name(), url);
    this.tabs.push(tab);
    this.load(tab);
  }

  duplicate(of: Tab): void {
    const tab = of.copy(this.name());
    tab.history = of.history.copy();
    this.tabs.push(tab);
    this.say(() => `tab ${of.name} is duplicated: tab ${tab.name}`);
    this.load(tab);
  }

  /** A navigation arrives: the document that was shown is frozen, or is gone. */
  commit(tab: Tab, navigation: Navigation, isFrozen: boolean): void {
    this.say(() => `tab ${tab.name}: goes to ${navigation.url}`);
    this.leave(tab, isFrozen);
    tab.go(navigation, 0);
    this.load(tab);
  }

  /** Shows the current entry anew, where it is one of the app's. */
  load(tab: Tab): void {
    tab.navigating = null;
    const { current } = tab.history;
    current.document = 0;
    if (!current.url.startsWith(ORIGIN)) return;
    const id = this.number();
    current.document = id;
    const page = new Page(this, tab, id);
    page.load(this.apps[0]);
    if (this.setup.isTwofold) page.load(this.apps[1]);
  }

  reload(tab: Tab): void {
    this.say(() => `tab ${tab.name}: reloads`);
    this.leave(tab, false);
    tab.forgetUnreachable();
    this.load(tab);
  }

  close(tab: Tab): void {
    this.say(() => `tab ${tab.name}: is closed`);
    this.leave(tab, false);
    for (const page of tab.frozen) page.state = "gone";
    this.tabs = this.tabs.filter((it) => it !== tab);
  }

  /** Back or forward. Within one document nothing is loaded; one that was frozen comes back to life. */
  traverse(tab: Tab, to: number, isFrozen: boolean): void {
    const target = tab.history.entries[to] as { url: string; document: number };
    if (tab.page?.id === target.document) {
      tab.history.at = to;
      this.say(() => `tab ${tab.name}: goes back within the page, to ${target.url}`);
      tab.page.notice(target.url);
      return;
    }
    this.leave(tab, isFrozen);
    tab.history.at = to;
    tab.navigating = null;
    const page = tab.frozen.find(({ id }) => id === target.document);
    this.say(() => `tab ${tab.name}: goes back to ${target.url}${page ? ", as it was" : ""}`);
    if (!page) {
      this.load(tab);
      return;
    }
    tab.frozen = tab.frozen.filter((it) => it !== page);
    tab.page = page;
    page.state = "shown";
    this.counts.outcome("document", "restored");
    page.dispatch("pageshow", true);
  }

  /** An address that differs in its fragment alone: the document stays. */
  jump(tab: Tab, navigation: Navigation): void {
    this.say(() => `tab ${tab.name}: jumps to ${navigation.url}`);
    tab.go(navigation, tab.history.current.document);
    tab.page?.notice(navigation.url);
  }

  /** The document that is shown gives way. One that has a lock, or waits for one, is not frozen: it is gone. */
  leave(tab: Tab, isFrozen: boolean): void {
    const { page } = tab;
    if (!page) return;
    const stays = isFrozen && !this.locks.some((lock) => lock.page === page);
    page.dispatch("pagehide", stays);
    tab.page = null;
    page.state = stays ? "frozen" : "gone";
    if (stays) tab.frozen.push(page);
    this.locks = this.locks.filter((lock) => lock.page !== page);
    this.messages = this.messages.filter((message) => message.to.copy.page !== page);
    if (!stays) this.channels = this.channels.filter((channel) => channel.copy.page !== page);
  }

  /** What a step has set going goes on; then the rules look at everything. */
  async settle(): Promise<void> {
    await setImmediate();
    this.latest = Math.max(this.latest, this.now);
    for (const run of this.afterStep.splice(0)) run();
    this.rules.check();
    for (const tab of this.closing.splice(0)) {
      // The last one stays, so that there is somewhere to go on.
      if (this.tabs.includes(tab) && this.tabs.length > 1) this.close(tab);
    }
    this.rules.settle();
  }
}
