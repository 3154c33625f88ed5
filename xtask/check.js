// A check that is one test: it prints the line that `cargo xtask test` reads, and why it failed.
import { execFileSync } from "node:child_process";

export function check(name, run) {
  try {
    run();
    console.log(`test ${name} ... ok`);
  } catch (error) {
    console.log(`test ${name} ... FAILED\n${error.message}`);
    process.exitCode = 1;
  }
}

/** Runs a program whose output is shown; throws where it fails. */
export function run(program, ...args) {
  try {
    execFileSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
  } catch (error) {
    throw new Error(error.status === null ? error.message : `${program} found what is said above`);
  }
}
