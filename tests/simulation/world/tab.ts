// A tab: its storage, its session history, the documents in it, and which sign-ins were started in it.
import type { Issued } from "../server/grants.ts";
import type { Page } from "./page.ts";
import { FakeStorage } from "./storage.ts";

/** A navigation that has begun. */
export interface Navigation {
  url: string;
  /** What is the app's own of that address: it is left once a response in it was handled. */
  own: string;
}

interface Entry extends Navigation {
  /** The number of the document that shows it; 0 is a page that is not the app's. */
  document: number;
  /** A response was handled here, or taken out. */
  isClean: boolean;
  state: unknown;
}

class History {
  entries: Entry[] = [];
  at = -1;

  constructor(url: string) {
    this.push({ url, own: url }, 0);
  }

  get current(): Entry {
    return this.entries[this.at] as Entry;
  }

  /** What was ahead is gone. */
  push({ url, own }: Navigation, document: number): void {
    this.at += 1;
    this.entries.splice(this.at, Infinity, { url, own, document, isClean: false, state: null });
  }

  copy(): History {
    const copy = new History(this.current.url);
    copy.entries = this.entries.map((it) => ({ ...it, document: 0 }));
    copy.at = this.at;
    return copy;
  }
}

export class Tab {
  storage = new FakeStorage();
  history: History;
  /** The document that is shown; null where it is not the app's. */
  page: Page | null = null;
  /** Those that Back may bring to life again. */
  frozen: Page[] = [];
  navigating: Navigation | null = null;
  /** Sign-ins by redirect that were started here, or in the tab that this one was duplicated from. */
  issued: Issued[] = [];
  /** The sessions, by their ids, that began here or were taken over where there was none; and those that were stored. */
  own = new Set<string>();
  kept = new Set<string>();
  /** The stored sign-ins that waited after the last step; how many were stored, and how many had been started. */
  waiting: string[] = [];
  remembered = 0;
  started = 0;
  readonly name: number;

  constructor(name: number, url: string) {
    this.name = name;
    this.history = new History(url);
  }

  /** A tab with a copy of this one's sessionStorage: a duplicate, or a popup. */
  copy(name: number): Tab {
    const copy = new Tab(name, "about:blank");
    copy.storage = this.storage.copy();
    copy.issued = this.issued.map((it) => ({ ...it }));
    copy.own = new Set(this.own);
    copy.kept = new Set(this.kept);
    copy.waiting = [...this.waiting];
    return copy;
  }

  /** A navigation arrives, at that document. */
  go(navigation: Navigation, document: number): void {
    this.history.push(navigation, document);
    this.forgetUnreachable();
  }

  /** Frozen documents that no entry leads to any more are gone. */
  forgetUnreachable(): void {
    const isReachable = (page: Page) => this.history.entries.some(({ document }) => document === page.id);
    for (const page of this.frozen) if (!isReachable(page)) page.state = "gone";
    this.frozen = this.frozen.filter(isReachable);
  }
}
