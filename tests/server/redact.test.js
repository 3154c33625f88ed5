// What CoolSMS repeats of a secret is found however it is written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { redacted } from "../../www/server/redact.mjs";

const SECRETS = ["plain0secret1", "s e/cr\"e+t'-é&<>", "a%41b&amp;c\\u0041d", "비밀=키?🔑", "==ab.c_d~e"];

const hex = (code, length) => code.toString(16).padStart(length, "0");
const units = (text, write) => Array.from({ length: text.length }, (_, at) => write(text.charCodeAt(at))).join("");
const bytes = (text, write) => [...Buffer.from(text)].map(write).join("");
const NAMES = {
  '"': "&quot;",
  "'": "&apos;",
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "/": "&sol;",
  "+": "&plus;",
};

/** How a server may write what it repeats. */
const WAYS = {
  as_json: (text) => JSON.stringify(text).slice(1, -1),
  as_json_with_escaped_slashes: (text) => JSON.stringify(text).slice(1, -1).replaceAll("/", "\\/"),
  in_json_escapes: (text) => units(text, (unit) => `\\u${hex(unit, 4)}`),
  in_capital_json_escapes: (text) => units(text, (unit) => `\\u${hex(unit, 4).toUpperCase()}`),
  in_javascript_escapes: (text) => [...text].map((letter) => `\\u{${letter.codePointAt(0).toString(16)}}`).join(""),
  in_an_address: encodeURIComponent,
  in_percents_alone: (text) => bytes(text, (byte) => `%${hex(byte, 2)}`),
  in_capital_percents: (text) => bytes(text, (byte) => `%${hex(byte, 2).toUpperCase()}`),
  in_a_form: (text) => new URLSearchParams({ a: text }).toString().slice(2),
  in_html: (text) => text.replace(/["'&<>]/g, (letter) => NAMES[letter]),
  in_html_by_names: (text) => text.replace(/["'&<>/+]/g, (letter) => NAMES[letter]),
  in_html_by_numbers: (text) => [...text].map((letter) => `&#${letter.codePointAt(0)};`).join(""),
  in_html_by_hexadecimal_numbers: (text) =>
    [...text].map((letter) => `&#x${letter.codePointAt(0).toString(16)};`).join(""),
  in_html_by_long_numbers: (text) =>
    [...text].map((letter) => `&#${`${letter.codePointAt(0)}`.padStart(12, "0")};`).join(""),
  in_html_by_long_hexadecimal_numbers: (text) =>
    [...text].map((letter) => `&#x${letter.codePointAt(0).toString(16).padStart(12, "0")};`).join(""),
  in_base64: (text) => Buffer.from(text).toString("base64"),
  in_base64url: (text) => Buffer.from(text).toString("base64url"),
  in_basic_credentials: (text) => `Basic ${Buffer.from(`app:${text}`).toString("base64")}`,
  in_basic_credentials_of_forms: (text) => Buffer.from(`a%20p:${encodeURIComponent(text)}`).toString("base64"),
};

for (const [name, write] of Object.entries(WAYS)) {
  test(`secret_is_found_${name}_and_that_in_any_other_way`, () => {
    for (const secret of SECRETS) {
      for (const written of [write(secret), ...Object.values(WAYS).map((outer) => outer(write(secret)))]) {
        for (const around of ["", "said: ", "x", "xy", "xyz", '"', "(", "a=1&client_secret="]) {
          const text = `${around}${written}`;
          const told = redacted(text, ["other", secret]);
          assert.ok(told === null || !told.includes(written), `${secret} in ${text}: ${told}`);
          if (told !== null) assert.equal(told, `${around}…`);
        }
      }
    }
  });
}

test("secret_as_it_is_is_left_out_and_the_rest_is_told", () => {
  assert.equal(redacted("no client with plain0secret1, plain0secret1", ["plain0secret1"]), "no client with …, …");
  assert.equal(redacted("code one and two22222", ["one", "two22222"]), "code … and …");
});

test("other_texts_are_told_as_they_are", () => {
  for (const text of [
    "코드가 없습니다. (100%)",
    "Tom & Jerry \\ 50% off + more, see https://a.example/?b=c%20d&e=f",
    "&lt;b&gt; and &quot;x&quot;",
    `eyJhbGciOiJIUzI1NiJ9.${Buffer.from('{"clientId":"app","scope":"users:read"}').toString("base64url")}.c2lnbmF0dXJl`,
    // What an entity looks like, and is not one, in base64.
    `Bearer ${Buffer.from('{"name":"a &bcd; e"}').toString("base64url")}`,
    "x".repeat(60_000),
    "",
  ]) {
    assert.equal(redacted(text, SECRETS), text);
    assert.equal(redacted(text, []), text);
  }
});

test("texts_that_cannot_be_read_to_their_end_are_not_told", () => {
  let text = "%41";
  for (let depth = 0; depth < 20; depth++) text = encodeURIComponent(text);
  assert.equal(redacted(text, SECRETS), null);
  assert.equal(redacted("caf&eacute;", SECRETS), null);
});

test("layers_within_layers_do_not_keep_the_server_busy", (t) => {
  const percents = Array.from({ length: 7 }).reduce(encodeURIComponent, "A%");
  let layers = "y".repeat(30_000);
  for (let depth = 0; depth < 3; depth++) layers = `${percents} ${btoa(layers)}`;
  const { atob } = globalThis;
  let letters = 0;
  t.mock.method(globalThis, "atob", (text) => {
    letters += text.length;
    return atob(text);
  });
  assert.equal(redacted(layers, SECRETS), null);
  // As many as are decoded for one text, and the run that was one too many.
  assert.ok(letters < 2 ** 21, `${letters} letters of base64 are decoded`);
});
