// Hands each result to a driver, which reads `results`, and keeps what the console said for a case that failed.
import { countReplacements, hasRun, isUsedUp, nextPage } from "./turn.ts";

/** A case that has ended. */
interface Result {
  /** `group: what is the case`. */
  name: string;
  /** The requirements of SECURITY.md that it proves: `S26 S27`. */
  proves: string;
  /** Why it failed; absent where it passed. */
  failure?: string;
  /** What the console said while it ran. */
  console: string[];
}

declare global {
  interface Window {
    /** Results that the driver has not read yet. */
    results: Result[];
    /** The case that runs. */
    running: string | null;
    /** The address of the page that the run goes on in, for the driver to open. */
    next: string | null;
    /** Whether every case has ended. */
    done: boolean;
    /** Set by a driver: goes on after a failure, of which it wants a picture first. */
    goOn?: () => void;
  }
}

/** Whether a driver runs the cases, which is given the time to take a picture of each failure. */
const isDriven = new URLSearchParams(location.search).has("driven");

/** For a driver, which reads `window.results`: drawing a list of five hundred cases after each would take longer than they. */
class NoReport {}

// Before any case is defined. Mocha waits without a limit, since a busy machine is slow and not wrong: whoever drives the page
// watches for a case that stands still.
mocha.setup({ ui: "bdd", timeout: 0, checkLeaks: false, reporter: isDriven ? (NoReport as never) : "html" });

const lines: string[] = [];

const recordConsole = (): void => {
  for (const level of ["debug", "log", "info", "warn", "error"] as const) {
    const write = console[level];
    console[level] = (...words: unknown[]) => {
      lines.push(`${level}: ${words.map(String).join(" ")}`);
      write.apply(console, words);
    };
  }
};

/** A title is written `[S26 S27] what is the case`. */
const TITLE = /^(?:\[([S\d ]+)\] )?(.*)$/s;

const resultOf = (test: Mocha.Test, error?: Error): Result => {
  const [, proves = "", title = test.title] = TITLE.exec(test.title) ?? [];
  const group = test.parent?.titlePath().join(" ") ?? "";
  const failure = error && { failure: `${error.message}\n${error.stack ?? ""}` };
  return { name: `${group}: ${title}`, proves, ...failure, console: lines.splice(0) };
};

/** Runs the cases. */
export const run = (): void => {
  Object.assign(window, { results: [], running: null, next: null, done: false });
  recordConsole();
  countReplacements();
  mocha.rootHooks({
    beforeEach(this: Mocha.Context) {
      if (hasRun()) this.skip();
    },
    async afterEach(this: Mocha.Context) {
      if (isDriven && this.currentTest?.state === "failed") {
        await new Promise<void>((resolve) => {
          window.goOn = resolve;
        });
      }
    },
  });
  const runner = mocha.run();
  runner
    .on("test", (test) => {
      lines.length = 0;
      window.running = test.fullTitle();
    })
    .on("pass", (test) => window.results.push(resultOf(test)))
    .on("fail", (test, error) => window.results.push(resultOf(test as Mocha.Test, error)))
    .on("test end", () => {
      if (isUsedUp()) runner.abort();
    })
    .on("end", () => {
      window.done = !isUsedUp();
      if (window.done) return;
      if (isDriven) window.next = nextPage();
      // A person is left with the first page that has a failure.
      else if (runner.failures === 0) location.replace(nextPage());
    });
};
