// `openapi.json` of the package: the sandbox answers as it says, to a token with the scope and to one without, and it lists
// the calls and scopes that the settings for CoolSMS know.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { scopeName } from "../../pkg/dist/explain.js";
import { coolsms } from "../../pkg/dist/index.js";
import Ajv from "../../xtask/node_modules/ajv/dist/2020.js";
import addFormats from "../../xtask/node_modules/ajv-formats/dist/index.js";
import { startSandbox } from "./forms.js";

const description = JSON.parse(readFileSync(new URL("../../pkg/openapi.json", import.meta.url), "utf8"));
const ajv = new Ajv({ strict: false });
addFormats(ajv);
ajv.addSchema(description, "openapi");

let sandbox;
before(async () => {
  sandbox = await startSandbox();
});

const CALLS = Object.entries(description.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, call]) => ({ path, method: method.toUpperCase(), call })),
);
const ALL = CALLS.map(({ call }) => call.security[0].coolsms[0]).join(" ");
const SENT = { message: { to: "01000000000", from: "01000000001", text: "안녕" } };

async function tokenFor(scope) {
  const headers = { "Content-Type": "application/json" };
  const issued = await fetch(`${sandbox}/sandbox/tokens`, { method: "POST", headers, body: JSON.stringify({ scope }) });
  return (await issued.json()).accessToken;
}

async function ask(path, method, token, body) {
  const headers = { Authorization: `Bearer ${token}`, ...(body && { "Content-Type": "application/json" }) };
  const response = await fetch(sandbox + path, { method, headers, body: body && JSON.stringify(body) });
  return [`${response.status}`, await response.json()];
}

/** Throws where the answer is none that the description has. */
function check(path, method, [status, body]) {
  const escaped = path.replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D");
  const answers = description.paths[path][method.toLowerCase()].responses;
  assert.ok(status in answers, `${method} ${path} answered ${status}`);
  const place = answers[status].$ref
    ? answers[status].$ref.slice(1)
    : `/paths/${escaped}/${method.toLowerCase()}/responses/${status}`;
  const validate = ajv.compile({ $ref: `openapi#${place}/content/application~1json/schema` });
  assert.ok(validate(body), `${method} ${path}, ${status}: ${ajv.errorsText(validate.errors)}`);
}

for (const { path, method, call } of CALLS) {
  test(`openapi_${call.operationId}_answers_as_described`, async () => {
    const token = await tokenFor(ALL);
    const [, member] = await ask("/users/v1/member", "GET", token);
    const there = path.replace("{accountId}", member.selectedAccountId);
    const body = call.requestBody && SENT;
    const [status, answer] = await ask(there, method, token, body);
    assert.equal(status, "200");
    check(path, method, [status, answer]);
    const [own] = call.security[0].coolsms;
    const others = [...new Set(ALL.split(" "))].filter((scope) => scope !== own).join(" ");
    const refused = await ask(there, method, await tokenFor(others), body);
    assert.equal(refused[0], "401");
    check(path, method, refused);
    if ("403" in call.responses) check(path, method, await ask(path.replace("{accountId}", "other"), method, token));
    if ("400" in call.responses) check(path, method, await ask(path, method, token, { message: {} }));
  });
}

test("openapi_lists_the_calls_and_scopes_of_the_settings_for_CoolSMS", () => {
  const described = CALLS.map(({ path, method, call }) => [
    `${method} ${path.replace("{accountId}", ":accountId")}`,
    call.security[0].coolsms[0],
  ]);
  assert.deepEqual(Object.fromEntries(described), coolsms().apiScopes);
  for (const { scopes } of Object.values(description.components.securitySchemes.coolsms.flows)) {
    assert.deepEqual(new Set(Object.keys(scopes)), new Set(ALL.split(" ")));
    for (const [scope, name] of Object.entries(scopes)) assert.equal(name, scopeName(scope, "en"));
  }
});
