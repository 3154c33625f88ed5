// The session history of a tab.

export interface Entry {
  url: string;
  /** What is to be left of the address once a response in it was handled. */
  own: string;
  /** The number of the document that shows it; 0 is a page that is not the app's. */
  document: number;
  /** A response was handled here, or taken out. */
  isClean: boolean;
  state: unknown;
}

export const entry = (url: string, own: string, document: number): Entry => ({
  url,
  own,
  document,
  isClean: false,
  state: null,
});

export class History {
  entries: Entry[];
  at = 0;

  constructor(first: Entry) {
    this.entries = [first];
  }

  get current(): Entry {
    return this.entries[this.at] as Entry;
  }

  /** A navigation: what was ahead is gone. */
  push(next: Entry): void {
    this.entries.length = this.at + 1;
    this.entries.push(next);
    this.at += 1;
  }

  copy(): History {
    const copy = new History(this.current);
    copy.entries = this.entries.map((it) => ({ ...it, document: 0 }));
    copy.at = this.at;
    return copy;
  }
}
