// `coolsms-oauth2/explain`: what it says for each code, scope and language, and where it finds the language.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";
import { explain, scopeName } from "../../pkg/dist/explain.js";
import * as inline from "../../pkg/dist/index.js";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

const [, union] = read("pkg/src/error_code.ts").split("export type OAuthErrorCode =");
const CODES = [...union.split('";')[0].matchAll(/^ *\| "([a-z_]+)"/gm)].map(([, code]) => code);
const SCOPES =
  "users:read accounts:read senderid:read senderid:write message:read message:write cash:read cash:write pricing:read " +
  "notification:read coolog:read storage:read storage:write iam:read iam:write images:read images:write kakao:read kakao:write";

const error = (code, details = {}) => ({ name: "OAuthError", code, ...details });
const korean = (thrown) => explain(thrown, { language: "ko" });
const english = (thrown) => explain(thrown, { language: "en" });
const HANGUL = /[가-힣]/;

test("every code of the package has a sentence in both languages", () => {
  assert.ok(CODES.length > 25, CODES.join());
  const [unknownKorean, unknownEnglish] = [korean(null), english(null)];
  const missing = [[], ["cash:read"]].map((missingScopes) => ({ missingScopes }));
  for (const code of CODES) {
    for (const details of [{}, { status: 503 }, { error: "e" }, ...missing]) {
      const [inKorean, inEnglish] = [korean(error(code, details)), english(error(code, details))];
      assert.match(inKorean, /^[^{}]*[가-힣][^{}]*(니다|요)\.$/, code);
      assert.match(inEnglish, /^[A-Z][^{}]*\.$/, code);
      assert.doesNotMatch(inEnglish, HANGUL);
      assert.doesNotMatch(inKorean + inEnglish, /undefined|null|object/);
      assert.notEqual(inKorean, unknownKorean);
      assert.notEqual(inEnglish, unknownEnglish);
    }
  }
});

test("an error as the package throws it is explained", () => {
  const isExplained = (thrown) => {
    assert.ok(thrown instanceof inline.OAuthError);
    assert.equal(english(thrown), "This page is not set up correctly (invalid_request). Please tell its owner.");
    assert.equal(korean(thrown), "이 페이지의 설정에 문제가 있습니다(invalid_request). 페이지 운영자에게 알려 주세요.");
    return true;
  };
  assert.throws(() => inline.buildAuthorizeUrl({}), isExplained);
});

test("missing permissions are named, and the particle fits whatever they are", () => {
  const missing = (...missingScopes) => error("insufficient_scope", { missingScopes });
  const end = "권한이 없어 계속할 수 없습니다. 다시 로그인해 이 권한을 허용해 주세요.";
  assert.equal(korean(missing("message:write")), `문자 발송 ${end}`);
  assert.equal(korean(missing("users:read", "cash:read")), `회원 정보 조회, 잔액 조회 ${end}`);
  assert.equal(korean(missing("부서 메모")), `부서 메모 ${end}`);
  assert.equal(
    english(missing("cash:read")),
    "You did not grant this permission: Read your balance. To continue, sign in again and grant it.",
  );
  assert.equal(
    english(missing("cash:read", "own:scope")),
    "You did not grant these permissions: Read your balance, own:scope. To continue, sign in again and grant them.",
  );
  const unnamed = "A permission is missing. To continue, sign in again and grant it.";
  assert.equal(english(missing()), unnamed);
  assert.equal(english(error("insufficient_scope")), unnamed);
  assert.match(korean(missing()), /^권한이 부족해 /);
});

test("a user who refused is told so, and the server's code is shown otherwise", () => {
  const denied = error("authorization_error", { error: "access_denied" });
  assert.match(korean(denied), /^CoolSMS에서 권한을 허용하지 않았습니다/);
  assert.match(english(denied), /^You did not grant access/);
  assert.match(
    english(error("authorization_error", { error: "invalid_scope" })),
    /refused the sign-in \(invalid_scope\)/,
  );
  assert.match(english(error("token_error", { errorCode: "InternalError", status: 500 })), /\(InternalError\)/);
  assert.match(english(error("token_error", { status: 502 })), /\(HTTP 502\)/);
  assert.match(english(error("token_error", { error: "access_denied" })), /could not complete the request/);
});

test("a session that the server ended is told from one that never was", () => {
  assert.match(english(error("login_required")), /^You are not signed in/);
  assert.match(english(error("login_required", { status: 400, errorCode: "InvalidRefreshToken" })), /has expired/);
});

test("what apiError returned is explained", () => {
  assert.match(english({ status: 402, errorCode: "NotEnoughBalance" }), /balance is too low/);
  assert.match(korean({ status: 402, errorCode: "NotEnoughBalance" }), /^잔액이 부족합니다/);
  assert.match(english({ status: 403, errorCode: "Forbidden", errorMessage: "no" }), /may not do that/);
  assert.match(english({ status: 503, errorCode: "Busy" }), /having trouble \(Busy\)/);
  assert.match(english({ status: 502 }), /having trouble \(HTTP 502\)/);
  const refused = { status: 400, errorCode: "MissingRequiredParameter", errorMessage: "$& is missing" };
  assert.equal(english(refused), "CoolSMS refused the request: $& is missing");
  assert.equal(english({ status: 404, errorCode: "constructor" }), "CoolSMS refused the request: constructor");
});

test("anything else has a general sentence", () => {
  const foreign = [undefined, null, "text", 1, new Error("of the app"), new DOMException("", "AbortError"), {}, []];
  for (const thrown of [...foreign, error("constructor"), error("of_the_future"), { code: "timeout" }]) {
    assert.equal(english(thrown), "Something went wrong. Reload the page and try again.");
    assert.match(korean(thrown), /^예상하지 못한 문제/);
  }
});

test("what cannot be read has the general sentence, and nothing is thrown", () => {
  const fail = () => {
    throw new Error("of the page");
  };
  const hostile = new Proxy({}, { get: fail, has: fail, getPrototypeOf: fail });
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const shapeless = [Object.create(null), { toString: fail }];
  for (const thrown of [
    Object.defineProperty({}, "name", { get: fail }),
    hostile,
    revoked.proxy,
    error("insufficient_scope", { missingScopes: "cash:read" }),
    error("insufficient_scope", { missingScopes: [Symbol("scope")] }),
    error("insufficient_scope", { missingScopes: { length: 2 } }),
    error("token_error", { status: Symbol("status") }),
    ...shapeless.flatMap((it) => [
      error(it),
      error("token_error", { error: it }),
      error("insufficient_scope", { missingScopes: [it] }),
      { status: 400, errorMessage: it },
    ]),
  ]) {
    assert.equal(english(thrown), "Something went wrong. Reload the page and try again.");
    assert.match(korean(thrown), /^예상하지 못한 문제/);
  }
  for (const code of ["__proto__", "constructor", "toString", ...shapeless]) {
    assert.match(english({ status: 400, errorCode: code, errorMessage: "no" }), /^CoolSMS refused the request: no$/);
  }
  const sentences = [english(null), english(error("login_required"))];
  for (const options of [hostile, { language: Symbol("ko") }, { language: shapeless[0] }, { language: shapeless[1] }]) {
    assert.ok(sentences.includes(explain(error("login_required"), options)));
  }
});

test("every scope of CoolSMS has a name in both languages, and others keep theirs", () => {
  const scopes = SCOPES.split(" ");
  for (const language of ["ko", "en"]) {
    const names = scopes.map((scope) => scopeName(scope, language));
    assert.equal(new Set(names).size, scopes.length);
    for (const name of names) assert.equal(HANGUL.test(name), language === "ko", name);
  }
  assert.equal(scopeName("message:write", "ko"), "문자 발송");
  assert.equal(scopeName("users:read", "en"), "Read your profile");
  for (const other of ["own:scope", "constructor", ""]) assert.equal(scopeName(other, "ko"), other);
});

test("the language is a tag, that of the page, or that of the browser", () => {
  const name = (language) => scopeName("message:write", language);
  for (const tag of ["ko", "ko-KR", "KO-kr", "ko-Kore-KR"]) assert.equal(name(tag), "문자 발송", tag);
  for (const tag of ["en", "ja-JP", "kok-IN", "x-ko", "한국어"]) assert.equal(name(tag), "Send messages", tag);

  const define = (key, value) => Object.defineProperty(globalThis, key, { value, configurable: true, writable: true });
  define("navigator", { language: "ko-KR" });
  assert.equal(name(), "문자 발송");
  define("document", { documentElement: { lang: "en" } });
  assert.equal(name(), "Send messages");
  assert.equal(explain(error("login_required"), {}), english(error("login_required")));
  define("document", { documentElement: { lang: "" } });
  assert.equal(name(), "문자 발송");
  assert.equal(explain(error("login_required")), korean(error("login_required")));
});

test("the script adds its functions to the global, before the package or after it", () => {
  const script = read("pkg/dist/coolsms-oauth2-explain.js");
  const alone = vm.createContext({});
  vm.runInContext(script, alone);
  assert.deepEqual(vm.runInContext("Object.keys(CoolsmsOAuth2)", alone).join(), "explain,scopeName");
  assert.equal(vm.runInContext("CoolsmsOAuth2.scopeName('cash:read', 'ko')", alone), "잔액 조회");

  const main = read("pkg/dist/coolsms-oauth2.js");
  for (const order of [
    [main, script],
    [script, main],
  ]) {
    const page = vm.createContext({ TextDecoder, TextEncoder, WebAssembly, URL });
    for (const text of order) vm.runInContext(text, page);
    const functions =
      "typeof CoolsmsOAuth2.createClient + typeof CoolsmsOAuth2.explain + typeof CoolsmsOAuth2.OAuthError";
    assert.equal(vm.runInContext(functions, page), "functionfunctionfunction");
  }
});
