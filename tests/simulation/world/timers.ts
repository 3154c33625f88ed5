// The timers of one document, by a clock that only the schedule moves. Between documents there is no order: a browser may
// hold the timers of a tab back for as long as it likes.

interface Timer {
  id: number;
  due: number;
  period: number | null;
  run: () => void;
}

export class Timers {
  #timers: Timer[] = [];
  #ids = 0;
  #clock: { elapsed: number };

  constructor(clock: { elapsed: number }) {
    this.#clock = clock;
  }

  #add =
    (isInterval: boolean) =>
    (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): number => {
      const period = isInterval ? ms : null;
      this.#ids += 1;
      this.#timers.push({ id: this.#ids, due: this.#clock.elapsed + ms, period, run: () => run(...args) });
      return this.#ids;
    };

  setTimeout = this.#add(false);
  setInterval = this.#add(true);
  clear = (id: number): void => {
    this.#timers = this.#timers.filter((timer) => timer.id !== id);
  };

  /** When each is due, without the intervals: those never end by themselves. */
  get ends(): number[] {
    return this.#timers.filter((timer) => timer.period === null).map((timer) => timer.due);
  }

  /** Runs the first that is due by then; whether there was one. An interval that is late runs once, and not for each period. */
  runNext(until: number): boolean {
    const due = this.#timers.filter((timer) => timer.due <= until);
    if (due.length === 0) return false;
    const first = due.reduce((one, other) => (other.due < one.due ? other : one));
    if (first.period === null) this.clear(first.id);
    else first.due = until + first.period;
    first.run();
    return true;
  }
}
