// A fake of sessionStorage or localStorage, which may refuse any call. It remembers what the rules want to know.

/** How it behaves: "flaky" refuses the next calls whose bit is set. */
export type Mood = "good" | "blocked" | "full" | { flaky: number };

export class FakeStorage {
  items = new Map<string, string>();
  mood: Mood = "good";
  /** In this step: written to; could not keep something, or was cleared; refused a call. */
  isChanged = false;
  isLost = false;
  isRefused = false;
  /** Ever lost something or refused a call. */
  wasTrouble = false;
  /** What it held after the step before. */
  before = new Map<string, string>();

  copy(): FakeStorage {
    const copy = new FakeStorage();
    copy.items = new Map(this.items);
    copy.before = new Map(this.items);
    copy.mood = this.mood;
    copy.wasTrouble = this.isTroubled;
    return copy;
  }

  /** Whether it may lack something by now. */
  get isTroubled(): boolean {
    return this.wasTrouble || this.isRefused || this.isLost;
  }

  getItem(key: string): string | null {
    this.#allow();
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    const isGrown = (this.items.get(key)?.length ?? 0) < value.length;
    try {
      this.#allow();
      if (this.mood === "full" && isGrown) throw refusal;
    } catch (error) {
      this.isLost = true;
      throw error;
    }
    this.isChanged = true;
    this.items.set(key, value);
  }

  removeItem(key: string): void {
    this.#allow();
    this.isChanged = true;
    this.items.delete(key);
  }

  /** By the user or the browser. */
  clear(): void {
    this.items.clear();
    this.isChanged = true;
    this.isLost = true;
  }

  /** A step has ended. */
  settle(): void {
    this.wasTrouble ||= this.isLost || this.isRefused;
    if (this.isChanged) this.before = new Map(this.items);
    this.isChanged = false;
    this.isLost = false;
    this.isRefused = false;
  }

  #allow(): void {
    let isRefused = this.mood === "blocked";
    if (typeof this.mood === "object") {
      isRefused = (this.mood.flaky & 1) === 1;
      this.mood = this.mood.flaky > 1 ? { flaky: this.mood.flaky >> 1 } : "good";
    }
    if (!isRefused) return;
    this.isRefused = true;
    throw refusal;
  }
}

/** One object for all: making an error is slow, and nobody looks at it. */
const refusal = new Error("the storage refuses");
