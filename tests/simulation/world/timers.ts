// The timers of one document, by a clock that only the schedule moves. Between documents there is no order: a browser may
// hold the timers of a tab back for as long as it likes.

interface Timer {
  due: number;
  period: number | null;
  run: () => void;
}

export class Timers {
  #timers: Timer[] = [];
  #clock: { elapsed: number };

  constructor(clock: { elapsed: number }) {
    this.#clock = clock;
  }

  #add =
    (isInterval: boolean) =>
    (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): Timer => {
      const period = isInterval ? ms : null;
      const timer = { due: this.#clock.elapsed + ms, period, run: () => run(...args) };
      this.#timers.push(timer);
      return timer;
    };

  setTimeout = this.#add(false);
  setInterval = this.#add(true);
  clear = (timer: Timer): void => {
    this.#timers = this.#timers.filter((it) => it !== timer);
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
    if (first.period === null) this.clear(first);
    else first.due = until + first.period;
    first.run();
    return true;
  }
}
