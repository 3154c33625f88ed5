// `www/server` before an API without CORS: which calls it passes on, for whom, and what of them, in each of its forms.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { FORMS, ORIGIN, startSandbox, startScripted } from "./forms.js";

/** The local CoolSMS, and a token of a member's there that may do everything. */
let sandbox;
let token;
const control = async (path, method = "GET", body = undefined) => {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(`${sandbox}/sandbox/${path}`, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(response.ok, await response.clone().text());
  return response;
};

/** A CoolSMS that answers as a test says. */
let scripted;

/** Each form before the local CoolSMS, and before the other. */
const forms = {};

before(async () => {
  sandbox = await startSandbox();
  const scope = "users:read cash:read senderid:read message:read message:write";
  token = await (await control("tokens", "POST", { scope })).json();
  scripted = await startScripted();
  for (const [name, start] of Object.entries(FORMS)) {
    const env = { ORIGINS: ORIGIN };
    forms[name] = { ask: await start(sandbox, env), askOther: await start(scripted.base, env) };
  }
});

const page = () => ({ Origin: ORIGIN, Authorization: `Bearer ${token.accessToken}` });
const json = (body) => ({ "Content-Type": "application/json", "Content-Length": `${Buffer.byteLength(body)}` });
const MESSAGE = JSON.stringify({ message: { to: "01000000000", from: "01000000001", text: "안녕" } });

/** The requests that CoolSMS gets while something is done. */
async function asked(act) {
  await control("requests", "DELETE");
  await act();
  return (await control("requests")).json();
}

/** Nothing reaches CoolSMS while that is done. */
const reachesNothing = async (act) => assert.deepEqual(await asked(act), []);

/** Writes a test for each of these forms. */
const testsOf = (names) => (name, check) => {
  for (const form of names) test(`${form}_${name}`, () => check(forms[form], form));
};
const inEachForm = testsOf(Object.keys(FORMS));
/** What nginx cannot do. */
const bySource = testsOf(["edge", "node"]);

inEachForm("passes_on_the_calls_of_the_guide", async ({ ask }) => {
  const { accountId } = await (await fetchOf("/cash/v1/balance")).json();
  const calls = [
    ["GET", "/users/v1/member"],
    ["GET", `/users/v1/accounts/${accountId}`],
    ["GET", "/cash/v1/balance?x=%20a%26"],
    ["GET", "/senderid/v1/numbers/active"],
    ["GET", "/messages/v4/list"],
    ["POST", "/messages/v4/send", MESSAGE],
  ];
  for (const [method, path, body] of calls) {
    const headers = { ...page(), ...(body && json(body)) };
    const requests = await asked(async () => {
      const { status, headers: told, text } = await ask(`/api${path}`, { method, headers, body });
      assert.equal(status, 200, text);
      assert.equal(told.get("access-control-allow-origin"), ORIGIN);
      assert.equal(told.get("access-control-allow-credentials"), null);
      assert.match(told.get("content-type"), /^application\/json/);
      if (method === "GET") assert.deepEqual(JSON.parse(text), await (await fetchOf(path)).json());
      else assert.equal(JSON.parse(text).to, "01000000000");
    });
    const [{ path: askedPath, query, authorization, body: sent }] = requests;
    assert.equal(askedPath + (query === null ? "" : `?${query}`), path);
    assert.equal(authorization, headers.Authorization);
    assert.equal(sent, body ?? "");
  }
});

const fetchOf = (path) => fetch(sandbox + path, { headers: { Authorization: `Bearer ${token.accessToken}` } });

inEachForm("sends_no_header_on_but_those_of_the_call", async ({ askOther }) => {
  let got;
  scripted.answer = (request, response) => {
    got = request.headers;
    response.end("{}");
  };
  const telling = {
    Connection: "close, x-hop",
    Cookie: "who=me",
    Referer: `${ORIGIN}/inbox`,
    "X-Hop": "1",
    "User-Agent": "Browser",
    "X-Forwarded-For": "192.0.2.1",
    "X-Own": "1",
    TE: "trailers",
  };
  await askOther("/api/messages/v4/send", {
    method: "POST",
    headers: { ...page(), ...telling, ...json("{}") },
    body: "{}",
  });
  assert.equal(got["content-type"], "application/json");
  assert.equal(got.authorization, page().Authorization);
  const usual = ["accept", "accept-encoding", "accept-language", "authorization", "connection", "content-length"];
  const own = ["content-type", "host", "sec-fetch-mode", "user-agent"];
  for (const [name, value] of Object.entries(got)) {
    assert.ok([...usual, ...own].includes(name), `${name}: ${value}`);
    assert.ok(!["Browser", "192.0.2.1", "who=me"].includes(value), `${name}: ${value}`);
  }
});

inEachForm("answers_a_preflight_itself", async ({ ask }) => {
  await reachesNothing(async () => {
    const preflight = {
      Origin: ORIGIN,
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": "authorization",
    };
    const { status, headers } = await ask("/api/messages/v4/send", { method: "OPTIONS", headers: preflight });
    assert.equal(status, 204);
    assert.equal(headers.get("access-control-allow-origin"), ORIGIN);
    assert.match(headers.get("access-control-allow-methods"), /\bPOST\b/);
    assert.match(headers.get("access-control-allow-headers"), /^Authorization, Content-Type$/i);
    assert.match(headers.get("vary"), /\bOrigin\b/i);
  });
});

inEachForm("serves_no_page_of_another_origin_nor_who_names_none", async ({ ask }) => {
  const without = { Authorization: page().Authorization };
  const others = ["https://other.example", `${ORIGIN}.evil`, "http://app.example", "null", `${ORIGIN}:8443`, ""];
  const refused = [
    ...others.map((origin) => ["GET", { ...without, Origin: origin }]),
    ["GET", without],
    ["GET", { ...without, "Sec-Fetch-Site": "cross-site" }],
    ["GET", { ...without, "Sec-Fetch-Site": "same-site" }],
    ["GET", { ...without, "Sec-Fetch-Site": "same-origin", Origin: "https://other.example" }],
    ["OPTIONS", { Origin: "https://other.example", "Access-Control-Request-Method": "GET" }],
    ["OPTIONS", { "Sec-Fetch-Site": "same-origin" }],
  ];
  await reachesNothing(async () => {
    for (const [method, headers] of refused) {
      const { status, headers: told, text } = await ask("/api/cash/v1/balance", { method, headers });
      assert.equal(status, 403, JSON.stringify(headers));
      assert.equal(told.get("access-control-allow-origin"), null);
      assert.equal(JSON.parse(text).errorCode, "Forbidden");
    }
  });
});

inEachForm("serves_a_page_of_its_own_origin_whose_browser_names_none", async ({ ask }) => {
  const headers = { Authorization: page().Authorization, "Sec-Fetch-Site": "same-origin" };
  assert.equal((await ask("/api/cash/v1/balance", { headers })).status, 200);
});

inEachForm("passes_no_other_call_on", async ({ ask }) => {
  await reachesNothing(async () => {
    for (const [method, path] of [
      ["GET", "/api/pricing/v1/messaging"],
      ["GET", "/api/users/v1/accounts/"],
      ["GET", "/api/users/v1/accounts/a/b"],
      ["GET", "/api/users/v1/accounts/..%2F..%2F..%2Fsandbox%2Frequests"],
      ["GET", "/api/users/v1/accounts/%2e%2e"],
      ["GET", "/api/users/v1/accounts/a%5Cb"],
      ["GET", "/api/users/v1/accounts/%0d%0aX-Own:1"],
      ["GET", "/api/users/v1/accounts/a%0a"],
      ["GET", "/api/Cash/v1/balance"],
      ["GET", "/api/users/v1/member/"],
      ["GET", "/api/users/v1/member%3F"],
      ["GET", "/api/sandbox/requests"],
      ["GET", "/api/"],
      ["GET", "/cash/v1/balance"],
      ["PUT", "/api/cash/v1/balance"],
      ["DELETE", "/api/cash/v1/balance"],
      ["POST", "/api/cash/v1/balance"],
      ["HEAD", "/api/cash/v1/balance"],
      ["GET", "/api/messages/v4/send"],
    ]) {
      const { status, text } = await ask(path, { method, headers: { ...page(), "Content-Length": "0" } });
      assert.ok([400, 404, 405].includes(status), `${method} ${path}: ${status}`);
      if (method !== "HEAD") assert.match(JSON.parse(text).errorCode, /^(BadRequest|NotFound|MethodNotAllowed)$/);
    }
  });
});

inEachForm("passes_no_call_on_without_one_bearer_token", async ({ ask }) => {
  const refused = ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "Bearer a, Bearer b", "a"];
  await reachesNothing(async () => {
    for (const authorization of [{}, ...refused.map((Authorization) => ({ Authorization }))]) {
      const headers = { Origin: ORIGIN, Cookie: "token=a", ...authorization };
      const { status, headers: told, text } = await ask("/api/cash/v1/balance?access_token=a", { headers });
      assert.equal(status, 401, JSON.stringify(authorization));
      assert.equal(told.get("www-authenticate"), "Bearer");
      assert.equal(told.get("access-control-allow-origin"), ORIGIN);
      assert.equal(JSON.parse(text).errorCode, "Unauthorized");
    }
  });
});

inEachForm("passes_on_what_the_api_says_of_a_failure", async ({ ask }) => {
  for (const status of [401, 402, 403, 404, 413, 429, 500, 502, 503]) {
    const headers = { "www-authenticate": 'Bearer error="invalid_token"', "retry-after": "7" };
    const effect = { kind: "status", status, errorCode: "Code", errorMessage: "말", headers };
    await control("faults", "POST", { path: "/cash/v1/balance", effect });
    const told = await ask("/api/cash/v1/balance", { headers: page() });
    assert.equal(told.status, status);
    assert.deepEqual(JSON.parse(told.text), { errorCode: "Code", errorMessage: "말" });
    assert.equal(told.headers.get("www-authenticate"), headers["www-authenticate"]);
    assert.equal(told.headers.get("retry-after"), "7");
    assert.match(told.headers.get("access-control-expose-headers"), /WWW-Authenticate, Retry-After/i);
    assert.equal(told.headers.get("access-control-allow-origin"), ORIGIN);
  }
  const answered = await ask("/api/cash/v1/balance", { headers: { ...page(), Authorization: "bearer unknown" } });
  assert.equal(answered.status, 401);
  const effect = { kind: "htmlError", status: 502 };
  await control("faults", "POST", { path: "/cash/v1/balance", effect });
  const html = await ask("/api/cash/v1/balance", { headers: page() });
  assert.equal(html.status, 502);
  assert.match(html.headers.get("content-type"), /^text\/html/);
  assert.match(html.headers.get("content-security-policy"), /default-src 'none'.*sandbox/);
});

inEachForm("follows_no_redirect_and_passes_none_on", async ({ ask }) => {
  for (const status of [301, 302, 303, 307, 308]) {
    const effect = { kind: "redirect", status, location: `${sandbox}/users/v1/member` };
    await control("faults", "POST", { path: "/cash/v1/balance", effect });
    const requests = await asked(async () => {
      const told = await ask("/api/cash/v1/balance", { headers: page() });
      assert.equal(told.status, 502);
      assert.equal(told.headers.get("location"), null);
      assert.equal(JSON.parse(told.text).errorCode, "BadGateway");
    });
    assert.equal(requests.length, 1);
  }
});

inEachForm("passes_on_no_other_header_of_an_answer", async ({ askOther }) => {
  scripted.answer = (_request, response) => {
    const headers = {
      "Set-Cookie": "a=b",
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Credentials": "true",
      "X-Accel-Redirect": "/api/oauth2/v1/authorize",
      "Content-Type": "application/json",
      "Content-Security-Policy": "default-src *",
      "Cache-Control": "public",
      ...KEPT_BY_BROWSERS,
    };
    response.writeHead(200, headers).end('{"a":1}');
  };
  const { status, headers, text } = await askOther("/api/cash/v1/balance", { headers: page() });
  assert.deepEqual([status, text], [200, '{"a":1}']);
  assert.equal(headers.get("set-cookie"), null);
  assert.equal(headers.get("access-control-allow-origin"), ORIGIN);
  assert.equal(headers.get("access-control-allow-credentials"), null);
  assert.equal(headers.get("cache-control"), "no-store");
  assert.match(headers.get("content-security-policy"), /^default-src 'none'/);
  assert.equal(headers.get("x-accel-redirect"), null);
  for (const name of Object.keys(KEPT_BY_BROWSERS)) assert.equal(headers.get(name), null, name);
});

/** What a browser would take for a word of this server about its host and pages. */
const KEPT_BY_BROWSERS = {
  "Access-Control-Allow-Private-Network": "true",
  "Alt-Svc": 'h3=":443"',
  "Clear-Site-Data": '"*"',
  Link: "<https://other.example/>; rel=preload",
  Location: "https://other.example/",
  NEL: "{}",
  Refresh: "0; url=https://other.example/",
  "Report-To": "{}",
  "Reporting-Endpoints": 'default="https://other.example/"',
  "Service-Worker-Allowed": "/",
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  "Timing-Allow-Origin": "*",
};

inEachForm("refuses_long_bodies", async ({ ask }) => {
  const body = "x".repeat(300_000);
  await reachesNothing(async () => {
    // Whoever has been refused may not be able to send the rest.
    const told = await ask("/api/messages/v4/send", {
      method: "POST",
      headers: { ...page(), ...json(body) },
      body,
    }).catch(() => ({ status: 413 }));
    assert.equal(told.status, 413);
  });
});

inEachForm("ends_a_request_whose_body_does_not_arrive", async ({ ask }, form) => {
  const headers = { ...page(), "Content-Type": "application/json", "Content-Length": "100" };
  const body = (sent) => sent.write('{"message":');
  await reachesNothing(async () => {
    const ended = ask("/api/messages/v4/send", { method: "POST", headers, body });
    // nginx closes the connection without a word.
    if (form === "nginx") await assert.rejects(ended, { code: "ECONNRESET" });
    else assert.equal((await ended).status, 408);
  });
});

inEachForm("says_that_the_api_does_not_answer_or_dropped_the_connection", async ({ askOther }) => {
  scripted.answer = () => {};
  assert.equal((await askOther("/api/cash/v1/balance", { headers: page() })).status, 504);
  scripted.answer = (_request, response) => response.destroy();
  assert.equal((await askOther("/api/cash/v1/balance", { headers: page() })).status, 502);
});

bySource("says_that_a_status_is_none_of_http", async ({ askOther }) => {
  scripted.answer = (_request, response) => response.writeHead(600).end("{}");
  const { status, headers, text } = await askOther("/api/cash/v1/balance", { headers: page() });
  assert.deepEqual([status, JSON.parse(text).errorCode], [502, "BadGateway"]);
  assert.equal(headers.get("access-control-allow-origin"), ORIGIN);
});

bySource("ends_an_answer_that_never_ends", async ({ askOther }) => {
  const ended = new Promise((resolve) => {
    scripted.answer = (_request, response) => {
      const trickle = setInterval(() => response.write(" "), 50);
      response.on("close", () => {
        clearInterval(trickle);
        resolve();
      });
    };
  });
  const { status, text } = await askOther("/api/cash/v1/balance", { headers: page() });
  assert.deepEqual([status, JSON.parse(text).errorCode], [504, "GatewayTimeout"]);
  await ended;
});

bySource("passes_on_no_answer_that_is_too_long", async ({ askOther }) => {
  for (const length of [4 * 2 ** 20, 4 * 2 ** 20 + 1]) {
    scripted.answer = (_request, response) => response.end("x".repeat(length));
    const { status, text } = await askOther("/api/cash/v1/balance", { headers: page() });
    assert.equal(status, length > 4 * 2 ** 20 ? 502 : 200, text.slice(0, 100));
  }
});

inEachForm("sends_users_on_to_coolsms_to_sign_in", async ({ ask }) => {
  const query =
    "?client_id=sandbox-demo&response_type=token&redirect_uri=http%3A%2F%2F127.0.0.1%2F&scope=users%3Aread&state=s";
  const { status, headers } = await ask(`/api/oauth2/v1/authorize${query}`);
  assert.deepEqual([status, headers.get("location")], [302, `${sandbox}/oauth2/v1/authorize${query}`]);
  assert.equal((await fetch(headers.get("location"))).status, 200);
  assert.equal((await ask(`/api/oauth2/v1/authorize${query}`, { method: "POST", headers: page() })).status, 405);
});

inEachForm("refreshes_a_token_without_a_secret", async ({ ask }) => {
  const body = JSON.stringify({ grant_type: "refresh_token", refresh_token: token.refreshToken });
  const path = "/api/oauth2/v1/access_token";
  const { status, headers, text } = await ask(path, {
    method: "POST",
    headers: { Origin: ORIGIN, ...json(body) },
    body,
  });
  assert.equal(status, 200, text);
  assert.equal(headers.get("access-control-allow-origin"), ORIGIN);
  assert.match(JSON.parse(text).access_token, /^eyJ/);
  const foreign = { Origin: "https://other.example", ...json(body) };
  await reachesNothing(async () => {
    assert.equal((await ask(path, { method: "POST", headers: foreign, body })).status, 403);
    assert.equal((await ask(path, { headers: { Origin: ORIGIN } })).status, 405);
  });
});

test("node_ends_a_call_whose_caller_has_gone", async () => {
  const patient = { ORIGINS: ORIGIN, ANSWER_MS: "600000" };
  const ask = await FORMS.node(scripted.base, patient);
  let leaving;
  const ended = new Promise((resolve) => {
    scripted.answer = (_request, response) => {
      response.on("close", resolve);
      leaving.destroy();
    };
  });
  const call = (sent) => {
    leaving = sent.end();
  };
  await assert.rejects(ask("/api/cash/v1/balance", { headers: page(), body: call }), { code: "ECONNRESET" });
  await ended;
});

test("edge_counts_the_bytes_of_a_body_that_names_no_length", async () => {
  const headers = { ...page(), "Content-Type": "application/json" };
  const sent = async (body) =>
    (await forms.edge.ask("/api/messages/v4/send", { method: "POST", headers, body })).status;
  assert.equal(await sent(MESSAGE), 200);
  assert.equal(await sent("x".repeat(262_145)), 413);
});

test("edge_that_is_not_configured_says_so", async () => {
  const ask = await FORMS.edge(sandbox, {});
  const { status, text } = await ask("/token", { method: "POST", headers: { Origin: ORIGIN } });
  assert.deepEqual([status, JSON.parse(text).errorCode], [500, "NotConfigured"]);
  assert.match(text, /CLIENT_ID/);
});

test("other_calls_can_be_listed_and_the_usual_ones_are_not_then", async () => {
  const ask = await FORMS.edge(sandbox, {
    ORIGINS: `https://a.example, ${ORIGIN}`,
    API_CALLS: "GET /users/v1/:name,\nPUT /x",
  });
  assert.equal((await ask("/api/users/v1/member", { headers: page() })).status, 200);
  assert.equal(
    (await ask("/api/users/v1/member", { headers: { ...page(), Origin: "https://a.example" } })).status,
    200,
  );
  assert.equal((await ask("/api/cash/v1/balance", { headers: page() })).status, 404);
  assert.equal((await ask("/api/x", { headers: page() })).headers.get("allow"), "PUT");
});
