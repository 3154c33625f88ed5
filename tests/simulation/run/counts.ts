// How often each event and each outcome came, so that one can see that the interesting ones do.

export class Counts {
  schedules = 0;
  steps = 0;
  /** By what happened and what came of it: "refresh: refreshed". */
  times: Record<string, number> = {};

  outcome(what: string, result: string): void {
    const name = `${what}: ${result}`;
    this.times[name] = (this.times[name] ?? 0) + 1;
  }

  add({ schedules, steps, times }: Pick<Counts, "schedules" | "steps" | "times">): void {
    this.schedules += schedules;
    this.steps += steps;
    for (const [name, count] of Object.entries(times)) this.times[name] = (this.times[name] ?? 0) + count;
  }

  toString(): string {
    const names = Object.keys(this.times).sort();
    return names.map((name) => `${name.padEnd(64)}${String(this.times[name]).padStart(10)}\n`).join("");
  }
}
