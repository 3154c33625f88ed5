// `www/server`: who keeps it waiting, and what of CoolSMS's answers it keeps to itself.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { after, before, test } from "node:test";

const ORIGIN = "https://app.example";
const SECRET = 'se/cr"et-é';

/** A CoolSMS that answers with what a test puts here. */
let answer = { status: 200, body: "{}" };
const coolsms = createServer((request, response) => {
  request.resume();
  response.writeHead(answer.status).end(answer.body);
});

/** The server, and its address. */
let server;
let address;

before(async () => {
  await once(coolsms.listen(0, "127.0.0.1"), "listening");
  server = spawn(process.execPath, [new URL("../../www/server/server.mjs", import.meta.url).pathname], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      CLIENT_ID: "app",
      CLIENT_SECRET: SECRET,
      REDIRECT_URI: `${ORIGIN}/`,
      COOLSMS: `http://127.0.0.1:${coolsms.address().port}`,
      PORT: "0",
      RECEIVE_MS: "1000",
    },
  });
  const [line] = await once(server.stdout.setEncoding("utf8"), "data");
  server.stdout.resume();
  address = new URL(line.split(" ")[0]);
});

after(() => {
  server.kill();
  coolsms.close();
});

const HEAD = [
  "POST /token HTTP/1.1",
  "Host: 127.0.0.1",
  `Origin: ${ORIGIN}`,
  "Content-Type: application/json",
  "Content-Length: 100",
  "",
  "",
].join("\r\n");

/** What a connection hears until the server ends it: one that sends this and then nothing, or a space now and then. */
async function heard(sent, trickles = false) {
  const socket = connect(Number(address.port), address.hostname).setEncoding("utf8");
  let said = "";
  socket.on("data", (chunk) => {
    said += chunk;
  });
  // Whoever goes on sending may be told that nobody reads any more.
  socket.on("error", () => {});
  socket.write(sent);
  const trickle = trickles && setInterval(() => socket.write(" "), 50);
  await new Promise((resolve) => socket.once("close", resolve));
  clearInterval(trickle);
  return said;
}

test("bodies_that_do_not_arrive_are_ended_with_408_and_the_server_serves_on", async () => {
  const ended = await Promise.all(Array.from({ length: 800 }, () => heard(`${HEAD}{"grant_type":`)));
  for (const said of ended) assert.match(said, /^HTTP\/1\.1 408 /);
  answer = { status: 200, body: '{"access_token":"t"}' };
  assert.deepEqual(await refreshed(), { status: 200, body: { access_token: "t" } });
});

test("body_that_trickles_in_is_ended_too_and_the_page_can_read_why", async () => {
  const said = await heard(HEAD, true);
  assert.match(said, /^HTTP\/1\.1 408 /);
  assert.match(said, /access-control-allow-origin: https:\/\/app\.example/i);
  assert.match(said, /"errorCode":"RequestTimeout"/);
});

test("heads_that_do_not_arrive_and_bodies_of_refused_requests_are_ended", async () => {
  assert.match(await heard("POST /token HTTP/1.1\r\nHost: 127.0.0.1\r\n"), /^HTTP\/1\.1 408 /);
  assert.match(await heard(""), /^(HTTP\/1\.1 408 |$)/);
  const refused = HEAD.replace(ORIGIN, "https://other.example");
  assert.match(await heard(refused), /^HTTP\/1\.1 403 /);
});

/** What the page is told of that answer to a refresh. */
async function refreshed() {
  const body = JSON.stringify({ grant_type: "refresh_token", refresh_token: "r" });
  const headers = { "Content-Type": "application/json", Origin: ORIGIN };
  const response = await fetch(address, { method: "POST", headers, body });
  assert.match(response.headers.get("content-security-policy"), /frame-ancestors 'none'/);
  return { status: response.status, body: await response.json() };
}

const escaped = [...SECRET].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
const asJson = JSON.stringify(SECRET);

for (const [name, members] of Object.entries({
  as_it_is: `"errorMessage":${asJson}`,
  in_escapes: `"errorMessage":"${escaped}","errorCode":"${escaped}"`,
  with_an_escaped_slash: `"errorMessage":${asJson.replace("/", "\\/")}`,
  as_a_token: `"access_token":"${escaped}","refresh_token":${asJson}`,
  in_json_that_is_quoted: `"errorMessage":${JSON.stringify(`bad: ${asJson.replace("/", "\\/")}`)}`,
  in_a_member_of_its_own: `"client_secret":"${escaped}","${escaped}":1`,
  deep_inside: `"request":{"body":["${escaped}"]},"scope":["${escaped}"]`,
  as_an_address_has_it: `"errorMessage":"${encodeURIComponent(SECRET)}"`,
})) {
  test(`secret_is_not_relayed_${name}`, async () => {
    answer = { status: 400, body: `{"errorCode":"InvalidClient",${members}}` };
    const { status, body } = await refreshed();
    assert.equal(status, 400);
    const said = JSON.stringify(body);
    for (const form of [SECRET, asJson.slice(1, -1), encodeURIComponent(SECRET), "cr\\", "client_secret"]) {
      assert.ok(!said.includes(form), said);
    }
  });
}

test("tokens_and_errors_are_relayed_as_they_are", async () => {
  const tokens = {
    access_token: "a.b-c_d",
    refresh_token: "r%2F&",
    token_type: "bearer",
    expires_in: 60,
    scope: "a b",
  };
  answer = { status: 200, body: JSON.stringify(tokens) };
  assert.deepEqual(await refreshed(), { status: 200, body: tokens });
  const error = { errorCode: "InvalidGrant", errorMessage: "코드가 없습니다." };
  answer = { status: 403, body: JSON.stringify(error) };
  assert.deepEqual(await refreshed(), { status: 403, body: error });
});

test("answer_that_is_no_json_object_is_not_relayed", async () => {
  for (const [status, told] of [
    [200, 502],
    [503, 503],
  ]) {
    for (const body of [`<p>${SECRET}</p>`, `"${escaped}"`, `["${escaped}"]`, "null", ""]) {
      answer = { status, body };
      const heard = await refreshed();
      assert.equal(heard.status, told);
      assert.equal(heard.body.errorCode, "BadGateway");
      assert.ok(!JSON.stringify(heard.body).includes(SECRET));
    }
  }
});
