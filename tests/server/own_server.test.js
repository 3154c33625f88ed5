// `www/server`: who keeps it waiting, and what of CoolSMS's answers it keeps to itself.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { before, test } from "node:test";
import { ORIGIN, PROGRAM, startScripted, startServer } from "./forms.js";

const SECRET = 'se/cr"et-é';

/** What CoolSMS is here, the server before it, and the server's address. */
let coolsms;
let server;
let address;

before(async () => {
  coolsms = await startScripted();
  const app = { CLIENT_ID: "app", CLIENT_SECRET: SECRET, REDIRECT_URI: `${ORIGIN}/` };
  server = await startServer({ ...app, COOLSMS: coolsms.base });
  address = server.address;
});

/** Lets CoolSMS answer so. */
function answers(status, body, headers = {}) {
  coolsms.answer = (_request, response) => response.writeHead(status, headers).end(body);
}

const HEADERS = { "Content-Type": "application/json", Origin: ORIGIN };
const REFRESH_TOKEN = "refresh+token/1 é";
const EXCHANGE = {
  grant_type: "authorization_code",
  code: "code+of/1 é",
  code_verifier: "verifier-of_1.~",
  client_id: "app",
  redirect_uri: `${ORIGIN}/`,
};

const post = (place, question, changes) =>
  fetch(place, { method: "POST", headers: HEADERS, body: JSON.stringify(question), ...changes });

async function told(question, place = address) {
  const response = await post(place, question);
  assert.match(response.headers.get("content-security-policy"), /frame-ancestors 'none'/);
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(response.headers.get("retry-after"), null);
  return { status: response.status, body: await response.json() };
}

/** What the page is told of the answer to a refresh. */
const refreshed = () => told({ grant_type: "refresh_token", refresh_token: REFRESH_TOKEN });
/** The same to an exchange. */
const exchanged = (changes) => told({ ...EXCHANGE, ...changes });

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
  answers(200, '{"access_token":"t"}');
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

test("connection_has_one_request_at_a_time", async () => {
  const body = '{"grant_type":"refresh_token","refresh_token":"r"}';
  const whole = HEAD.replace("100", `${body.length}`) + body;
  let requests = 0;
  coolsms.answer = () => {
    requests++;
  };
  assert.equal(await heard(whole.repeat(100)), "");
  assert.ok(requests <= 1, `${requests}`);
  // One after the other.
  answers(200, '{"access_token":"t"}');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = () =>
    new Promise((resolve, reject) => {
      const sent = request(address, { method: "POST", headers: HEADERS, agent }, (response) => {
        response.resume().on("end", () => resolve([response.statusCode, sent.reusedSocket]));
      });
      sent.on("error", reject).end(body);
    });
  assert.deepEqual(await ask(), [200, false]);
  for (let again = 0; again < 50; again++) assert.deepEqual(await ask(), [200, true]);
  agent.destroy();
});

test("tokens_and_errors_are_relayed_as_they_are", async () => {
  const tokens = {
    access_token: "a.b-c_d",
    refresh_token: "r%2F&",
    token_type: "bearer",
    expires_in: 60,
    scope: "a b",
  };
  const error = { errorCode: "InvalidGrant", errorMessage: "코드가 없습니다." };
  for (const [status, body] of [
    [200, tokens],
    [403, error],
  ]) {
    answers(status, JSON.stringify(body));
    assert.deepEqual(await refreshed(), { status, body });
  }
});

test("answer_that_is_no_json_object_is_not_relayed", async () => {
  const escaped = [...SECRET].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  for (const [status, told] of [
    [200, 502],
    [503, 503],
  ]) {
    for (const body of [`<p>${SECRET}</p>`, `"${escaped}"`, `["${escaped}"]`, "null", ""]) {
      answers(status, body);
      const heard = await refreshed();
      assert.equal(heard.status, told);
      assert.equal(heard.body.errorCode, "BadGateway");
      assert.ok(!JSON.stringify(heard.body).includes(SECRET));
    }
  }
});

test("exchange_carries_the_secret_and_nothing_that_the_page_adds", async () => {
  answers(200, '{"access_token":"t","refresh_token":"n","other":"x"}');
  const tokens = { access_token: "t", refresh_token: "n" };
  for (const place of [address, new URL("/api/oauth2/v1/access_token", address)]) {
    assert.deepEqual(await told({ ...EXCHANGE, client_secret: "other", extra: "x" }, place), {
      status: 200,
      body: tokens,
    });
    assert.deepEqual(JSON.parse(coolsms.asked), { ...EXCHANGE, client_secret: SECRET });
  }
});

test("exchange_for_another_app_or_page_is_refused", async () => {
  coolsms.asked = null;
  for (const changes of [
    { client_id: "other" },
    { redirect_uri: `${ORIGIN}/other` },
    { redirect_uri: `${ORIGIN}/?oauth_state=A` },
    { code: 1 },
    { code_verifier: undefined },
    { grant_type: "password" },
  ]) {
    assert.equal((await exchanged(changes)).status, 403, JSON.stringify(changes));
  }
  assert.equal(coolsms.asked, null);
  answers(200, "{}");
  assert.equal((await exchanged({ redirect_uri: `${ORIGIN}/?oauth_state=abc` })).status, 200);
});

test("secret_code_verifier_and_refresh_token_are_not_repeated", async () => {
  const members = "errorCode errorMessage access_token token_type scope refresh_token request".split(" ");
  // `redact.test.js` has every other way to write them.
  for (const write of [(text) => text, (text) => JSON.stringify({ said: text })]) {
    for (const [ask, secrets] of [
      [exchanged, [SECRET, EXCHANGE.code, EXCHANGE.code_verifier]],
      [refreshed, [SECRET, REFRESH_TOKEN]],
    ]) {
      for (const secret of secrets) {
        const written = write(secret);
        // The page's own refresh token may come again as one.
        const repeats = members.filter((member) => secret !== REFRESH_TOKEN || member !== "refresh_token");
        const body = JSON.stringify(Object.fromEntries(repeats.map((member) => [member, `${member}: ${written}`])));
        for (const status of [200, 400]) {
          answers(status, body, { "Retry-After": encodeURIComponent(written) });
          const heard = await ask();
          assert.equal(heard.status, status);
          for (const value of Object.values(heard.body)) assert.ok(!value.includes(written), value);
          assert.equal(heard.body.request, undefined);
        }
      }
    }
  }
});

test("error_has_no_token_and_is_told_with_its_message_and_when_to_try_again", async () => {
  const error = { errorCode: "TooMany", errorMessage: "100% & more: \\ 코드" };
  const headers = { "Retry-After": "7", "Set-Cookie": "a=b" };
  answers(429, JSON.stringify({ ...error, access_token: "t", refresh_token: "r" }), headers);
  const response = await post(address, EXCHANGE);
  assert.deepEqual([response.status, await response.json()], [429, error]);
  assert.equal(response.headers.get("retry-after"), "7");
  assert.equal(response.headers.get("set-cookie"), null);
});

test("coolsms_that_does_not_answer_or_never_ends_or_redirects_is_told", async () => {
  let trickle;
  const neverEnds = (response) => {
    trickle = setInterval(() => response.write(" "), 50);
  };
  for (const [act, status, errorCode] of [
    [() => {}, 504, "GatewayTimeout"],
    [neverEnds, 504, "GatewayTimeout"],
    [(response) => response.end(`{"access_token":"${"x".repeat(70_000)}"}`), 502, "BadGateway"],
    [(response) => response.destroy(), 502, "BadGateway"],
    [(response) => response.writeHead(307, { Location: `${coolsms.base}/other` }).end(), 502, "BadGateway"],
  ]) {
    coolsms.answer = (_request, response) => act(response);
    const heard = await refreshed();
    clearInterval(trickle);
    assert.deepEqual([heard.status, heard.body.errorCode], [status, errorCode]);
  }
});

test("users_are_sent_on_to_sign_in_to_this_app_alone", async () => {
  const ask = async (changes, more = "") => {
    const query = new URLSearchParams({ client_id: "app", redirect_uri: `${ORIGIN}/`, state: "s", ...changes });
    const place = new URL(`/api/oauth2/v1/authorize?${query}${more}`, address);
    const { status, headers } = await fetch(place, { redirect: "manual" });
    return { status, location: headers.get("location"), query: query + more };
  };
  const { status, location, query } = await ask({});
  const place = `${coolsms.base}/oauth2/v1/authorize`;
  assert.deepEqual([status, location], [302, `${place}?${query}`]);
  for (const [changes, more] of [
    [{ client_id: "other" }],
    [{ redirect_uri: "https://other.example/" }],
    [{}, "&client_id=other"],
    [{}, "&redirect_uri=https://other.example/"],
  ]) {
    const refused = await ask(changes, more);
    assert.deepEqual([refused.status, refused.location], [403, null]);
  }
});

test("body_without_its_length_is_refused", async () => {
  const head = HEAD.replace("Content-Length: 100", "Transfer-Encoding: chunked\r\nConnection: close");
  const said = await heard(`${head}2\r\n{}\r\n0\r\n\r\n`);
  assert.match(said, /^HTTP\/1\.1 413 /);
  assert.match(said, /"errorCode":"PayloadTooLarge"/);
});

test("token_is_asked_for_in_json_by_a_page_of_the_app_alone", async () => {
  coolsms.asked = null;
  for (const [changes, status] of [
    [{ body: "null" }, 403],
    [{ body: "{" }, 400],
    [{ body: "x".repeat(8193) }, 413],
    [{ headers: { ...HEADERS, "Content-Type": "text/plain" } }, 415],
    [{ headers: { ...HEADERS, Origin: "https://other.example" } }, 403],
    [{ method: "GET", body: undefined }, 405],
  ]) {
    const response = await post(address, EXCHANGE, changes);
    assert.equal(response.status, status, JSON.stringify(changes));
    const isOwn = (changes.headers ?? HEADERS).Origin === ORIGIN;
    assert.equal(response.headers.get("access-control-allow-origin"), isOwn ? ORIGIN : null);
  }
  assert.equal(coolsms.asked, null);
});

test("requests_that_are_none_are_refused_in_json", async () => {
  for (const [line, status] of [
    ["POST /x/../token", 400],
    ["POST //other.example/token", 404],
    ["POST http://other.example/token", 400],
    ["TRACE /token", 400],
    ["POST /token?a=b", 404],
    ["POST /other", 404],
  ]) {
    const said = await heard(`${line} HTTP/1.1\r\nHost: a\r\nOrigin: ${ORIGIN}\r\nConnection: close\r\n\r\n`);
    assert.match(said, new RegExp(`^HTTP/1\\.1 ${status} `), line);
    assert.match(said, /"errorCode":"(BadRequest|NotFound)"/);
    assert.match(said, /^cache-control: no-store\r$/im);
    assert.match(said, /^x-content-type-options: nosniff\r$/im);
  }
});

test("server_that_lacks_a_setting_says_which_and_ends", () => {
  const whole = { CLIENT_ID: "app", CLIENT_SECRET: "s", REDIRECT_URI: `${ORIGIN}/` };
  for (const [env, sentence] of [
    [{}, /^Set CLIENT_ID, CLIENT_SECRET and REDIRECT_URI; .*ORIGINS\.\n$/],
    [{ ...whole, CLIENT_SECRET: "" }, /^Set CLIENT_SECRET too\.\n$/],
    [{ CLIENT_ID: "app", ORIGINS: ORIGIN }, /^Set CLIENT_SECRET and REDIRECT_URI too\.\n$/],
    [{ ...whole, REDIRECT_URI: "app.example" }, /^REDIRECT_URI must .*\.\n$/],
    [{ ...whole, REDIRECT_URI: "app:example" }, /^REDIRECT_URI must .*\.\n$/],
    [{ ORIGINS: `${ORIGIN}/` }, /^ORIGINS must .*\.\n$/],
    [{ ORIGINS: "*" }, /^ORIGINS must .*\.\n$/],
    [{ ...whole, COOLSMS: "http://api.example" }, /^COOLSMS must .*\.\n$/],
    [{ ...whole, API_CALLS: "GET /a/*" }, /^API_CALLS must .*\n$/],
    [{ ...whole, API_CALLS: "/a" }, /^API_CALLS must .*\n$/],
    [{ ...whole, RECEIVE_MS: "soon" }, /^RECEIVE_MS must .*\.\n$/],
    [{ ...whole, PORT: "99999" }, /^PORT must .*\.\n$/],
    [{ ...whole, PORT: `${address.port}` }, /^Port \d+ cannot be used: .*\n$/],
  ]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM], { env, encoding: "utf8" });
    assert.deepEqual([status, stdout], [1, ""], JSON.stringify(env));
    assert.match(stderr, sentence);
  }
});

test("nothing_of_all_that_was_printed", () => {
  assert.match(
    server.printed.join(""),
    /^http:\/\/127\.0\.0\.1:\d+\/token and http:\/\/\S+\/api serve https:\/\/app\.example\n$/,
  );
});
