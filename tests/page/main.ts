// Runs every case in this one page: shown by mocha to a person, handed on by `report.ts` to a driver.
//
// `?grep=` limits a run to the cases whose names hold that text.
import { run } from "./support/report.ts";

import "./cases/calls.ts";
import "./cases/callback.ts";
import "./cases/address.ts";
import "./cases/primitives.ts";
import "./cases/session.ts";
import "./cases/storage.ts";
import "./cases/no_storage.ts";
import "./cases/origins.ts";
import "./cases/refresh.ts";
import "./cases/refused.ts";
import "./cases/token_endpoint.ts";
import "./cases/code_grant.ts";
import "./cases/revocation.ts";
import "./cases/step_up.ts";
import "./cases/wasm.ts";
import "./cases/wasm_pack.ts";
import "./cases/popup.ts";
import "./cases/popup_messages.ts";
import "./cases/documents.ts";
import "./cases/two_copies.ts";
import "./cases/hostile.ts";
import "./cases/development.ts";
import "./cases/vectors.ts";

run();
