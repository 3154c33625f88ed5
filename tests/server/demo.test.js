// What the demo's own modules make of numbers and addresses; all else of it is walked through in a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isSandbox } from "../../www/site/online.js";
import { formatPhone, towards } from "../../www/site/phone.js";

test("a telephone number is written as in Korea, and others as they are", () => {
  for (const [number, written] of [
    ["01012345678", "010-1234-5678"],
    ["0111234567", "011-123-4567"],
    ["0212345678", "02-1234-5678"],
    ["021234567", "02-123-4567"],
    ["0311234567", "031-123-4567"],
    ["050412345678", "0504-1234-5678"],
    ["15881234", "1588-1234"],
    ["+821012345678", "+821012345678"],
    ["123", "123"],
    ["", ""],
  ]) {
    assert.equal(formatPhone(number), written);
  }
});

test("the particle behind a number goes by how its last digit is read", () => {
  const particles = Array.from({ length: 10 }, (_, digit) => towards(`0101234567${digit}`).replace(/^[\d-]+/, ""));
  assert.deepEqual(particles, ["으로", "로", "로", "으로", "로", "로", "으로", "로", "로", "로"]);
});

test("a sandbox is on this machine, whatever it is called there", () => {
  for (const base of ["http://127.0.0.1:8401", "http://localhost:8401", "http://a.localhost", "http://[::1]:8401/x"]) {
    assert.ok(isSandbox(base), base);
  }
  for (const base of ["https://api.coolsms.co.kr", "https://localhost.app.example", "https://127.0.0.1.app.example"]) {
    assert.ok(!isSandbox(base), base);
  }
});
