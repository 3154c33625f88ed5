// What the test suite runs: the rules over some schedules, each deliberate break, and a schedule run twice. It prints one
// line for each test, which names the requirements that it is about.
import { BREAKS } from "../breaks.ts";
import { RULES } from "../rules/list.ts";
import { bundle, compile } from "./bundle.ts";
import { Counts } from "./counts.ts";
import { run } from "./schedule.ts";
import { type Finding, inWorker, searchOnAllCores } from "./search.ts";

/** How many schedules must keep every rule, and in how many a break has to show. */
const SCHEDULES = 1_500;
const UNTIL_CAUGHT = 4_000;
/** How long a trace may be that a person is to read. */
const LINES = 60;

/** What has to come, for the schedules to prove something: a world in which nothing happens keeps every rule. */
const OUTCOMES = {
  call: ["done", "insufficient_scope", "login_required", "origin_not_allowed", "timeout", "unauthorized", "sent again"],
  callback: [
    "another copy's",
    "authorization_error",
    "client_mismatch",
    "done",
    "duplicate_parameter",
    "state_expired",
    "state_mismatch",
    "state_replayed",
    "storage_unavailable",
  ],
  document: ["restored"],
  import: ["a popup's"],
  popup: ["cancelled", "done", "timeout"],
  refresh: ["done", "login_required", "timeout"],
  revocation: ["done"],
  session: [
    "ended by another copy",
    "ended by another page",
    "found in the store",
    "given by another copy",
    "given by another page",
    "refreshed by another copy",
    "refreshed by another page",
  ],
  "sign-in": ["cancelled"],
  "sign-out": ["of a session"],
};

let passed = 0;
const failures: string[] = [];

const report = (requirements: string, name: string, wrong: string | null): void => {
  console.log(`test [${requirements}] simulation::${name} ... ${wrong === null ? "ok" : "FAILED"}`);
  if (wrong === null) passed += 1;
  else failures.push(`${name}: ${wrong}`);
};

const told = ({ seed, rule, what, trace }: Finding): string =>
  `seed ${seed}: ${rule}: ${what.slice(0, 400)}\n${trace.map((line) => `  ${line.slice(0, 300)}`).join("\n")}`;

const checkRules = async (): Promise<void> => {
  const { counts, finding } = await searchOnAllCores({ seed: 1, runs: SCHEDULES });
  for (const [name, requirements] of Object.entries(RULES)) {
    const isBroken = finding?.rule === name;
    report(requirements, name, isBroken ? told(finding) : null);
  }
  for (const outcome of Object.entries(OUTCOMES).flatMap(([what, all]) => all.map((it) => `${what}: ${it}`))) {
    const times = counts.times[outcome] ?? 0;
    const wrong = times >= 5 || finding ? null : `it came ${times} times`;
    report("S39", `outcome::${outcome.replace(/[^a-z_]+/gi, "_")}`, wrong);
  }
};

const checkReplay = async (): Promise<void> => {
  const script = compile(await bundle());
  let wrong: string | null = null;
  for (let seed = 1; seed <= 25; seed++) {
    const once = async () => (await run(seed, script, new Counts(), undefined, true)).trace.join("\n");
    const [first, second] = [await once(), await once()];
    if (first !== second) wrong ??= `seed ${seed} runs another way the second time`;
  }
  report("S39", "replay", wrong);
};

const missed = async ({ changes, place, seed = 1, rules }: (typeof BREAKS)[number]): Promise<string | null> => {
  const { finding } = await inWorker({ seed, runs: UNTIL_CAUGHT, changes, place });
  if (!finding) return `not caught in ${UNTIL_CAUGHT} schedules`;
  if (!rules.includes(finding.rule)) return `caught by another rule than ${rules}: ${told(finding)}`;
  return finding.trace.length > LINES ? `a trace of ${finding.trace.length} lines` : null;
};

const checkBreaks = async (): Promise<void> => {
  const rest = [...BREAKS];
  const work = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) {
      const wrong = await missed(next).catch((error) => String(error));
      report(next.requirements, `break::${next.name}`, wrong);
    }
  };
  await Promise.all([work(), work()]);
};

/** Exits with 1 where a test fails. */
export const check = async (): Promise<number> => {
  await checkReplay();
  await checkRules();
  await checkBreaks();
  if (failures.length > 0) console.log(`\nfailures:\n\n${failures.join("\n\n")}\n`);
  console.log(`\ntest result: ${failures.length === 0 ? "ok" : "FAILED"}. ${passed} passed; ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
};
