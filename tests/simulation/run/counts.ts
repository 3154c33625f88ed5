// How often each event and each outcome came, so that one can see that the interesting ones do.

export class Counts {
  schedules = 0;
  events: Record<string, number> = {};
  /** By what happened and what came of it: "refresh: refreshed". */
  outcomes: Record<string, number> = {};

  event(name: string): void {
    this.events[name] = (this.events[name] ?? 0) + 1;
  }

  outcome(what: string, result: string): void {
    const name = `${what}: ${result}`;
    this.outcomes[name] = (this.outcomes[name] ?? 0) + 1;
  }

  add(other: Pick<Counts, "schedules" | "events" | "outcomes">): void {
    this.schedules += other.schedules;
    for (const kind of ["events", "outcomes"] as const) {
      for (const [name, count] of Object.entries(other[kind])) this[kind][name] = (this[kind][name] ?? 0) + count;
    }
  }

  get steps(): number {
    return Object.values(this.events).reduce((sum, count) => sum + count, 0);
  }

  toString(): string {
    const table = (counts: Record<string, number>) =>
      Object.entries(counts)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, count]) => `${name.padEnd(54)}${String(count).padStart(10)}\n`)
        .join("");
    return `${table(this.events)}\n${table(this.outcomes)}`;
  }
}
