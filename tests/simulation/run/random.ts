// Random numbers that a seed decides (sfc32), so that a schedule can be run again.

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 2 ** 32) | 0;
    this.#c = 0x9e3779b9 | 0;
    for (let i = 0; i < 12; i++) this.next();
  }

  /** 32 random bits. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A whole number from 0 up to, and without, `end`. */
  below(end: number): number {
    return Math.floor((this.next() / 2 ** 32) * end);
  }

  /** True once in `times`. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  flip(): boolean {
    return this.oneIn(2);
  }

  /** One of some, of which there is at least one. */
  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** One of some; undefined where there is none. */
  any<T>(items: readonly T[]): T | undefined {
    return items.length === 0 ? undefined : this.of(items);
  }

  /** One of those that are wanted, which is taken out; undefined where there is none. */
  take<T>(items: T[], isWanted: (item: T) => boolean): T | undefined {
    const item = this.any(items.filter(isWanted));
    if (item !== undefined) items.splice(items.indexOf(item), 1);
    return item;
  }

  fill(bytes: Uint8Array): Uint8Array {
    for (let i = 0; i < bytes.length; i++) bytes[i] = this.next() >>> 24;
    return bytes;
  }
}
