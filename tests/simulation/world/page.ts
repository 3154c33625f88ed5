// A document of the app, from its load until it is gone, with the copies of the package that run there.
import type { App } from "./apps.ts";
import { Copy } from "./copy.ts";
import type { Tab } from "./tab.ts";
import { valuesOf } from "./text.ts";
import { Timers } from "./timers.ts";
import type { World } from "./world.ts";

export class Page {
  state: "shown" | "frozen" | "gone" = "shown";
  readonly timers: Timers;
  listeners: { type: string; listener: (event: object) => void }[] = [];
  copies: Copy[] = [];
  /** The states of the responses that have come here. */
  states = new Set<string>();
  /** What all scripts of the document share. */
  readonly globalThis: object;
  readonly world: World;
  readonly tab: Tab;
  readonly id: number;

  constructor(world: World, tab: Tab, id: number) {
    this.world = world;
    this.tab = tab;
    this.id = id;
    this.timers = new Timers(world);
    this.globalThis = { sessionStorage: tab.storage, localStorage: world.local };
    this.notice(this.href);
    tab.page = this;
  }

  /** The package is loaded, and the app creates a client with it. */
  load(app: App): void {
    new Copy(this).create(app);
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

  /** The page is shown no longer, or again. */
  dispatch(type: "pagehide" | "pageshow", persisted: boolean): void {
    for (const it of this.listeners.filter((it) => it.type === type)) it.listener({ persisted });
  }
}
