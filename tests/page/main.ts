// Runs every case in this one page: shown by mocha to a person, handed on by `report.ts` to a driver.
//
// `?grep=` limits a run to the cases whose names hold that text.
import "./support/setup.ts";

import "./cases/calls.ts";
import "./cases/vectors.ts";

import { run } from "./support/report.ts";

run();
