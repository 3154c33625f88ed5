// Tests of the pages that name every error code and every permission: none is missing, a link to one leads somewhere, and the
// words are those of `coolsms-oauth2/explain`. `cargo xtask test --only server` runs them.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { transformSync } from "esbuild";

const LANGUAGES = ["en", "ko"];

const read = (file) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");

/** A table of `coolsms-oauth2/explain`: a file that imports nothing but types. */
const explained = (file) => {
  const { code } = transformSync(read(`pkg/src/explain/${file}`), { loader: "ts" });
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
};

/** The sections of a page's third level, in order: each with its heading. */
const sectionsOf = (page) =>
  page
    .split(/^(?=#{1,3} )/m)
    .filter((section) => section.startsWith("### "))
    .map((section) => [section.slice(4, section.indexOf("\n")), section]);

const [, union] = read("pkg/src/error_code.ts").split("export type OAuthErrorCode =");
const CODES = [...union.slice(0, union.indexOf('";') + 1).matchAll(/^ *\| "(.*)"/gm)].map(([, code]) => code);

for (const language of LANGUAGES) {
  test(`every error code has a heading of its own, and nothing else has one: ${language}`, () => {
    const headings = sectionsOf(read(`docs/${language}/errors.md`)).map(([heading]) => heading);
    assert.ok(CODES.includes("state_mismatch") && CODES.includes("cancelled"), CODES.join());
    assert.deepEqual([...headings].sort(), [...CODES].sort());
  });
}

test("the codes stand in the same order in both languages", () => {
  const [english, korean] = LANGUAGES.map((language) => sectionsOf(read(`docs/${language}/errors.md`)));
  assert.deepEqual(
    korean.map(([heading]) => heading),
    english.map(([heading]) => heading),
  );
});

for (const language of LANGUAGES) {
  test(`a link to an error code leads to it: ${language}`, () => {
    const pages = readdirSync(new URL(`../docs/${language}/`, import.meta.url));
    const links = pages.flatMap((page) => [...read(`docs/${language}/${page}`).matchAll(/errors\.md#([^)]+)/g)]);
    assert.ok(links.length > 0);
    for (const [link, code] of links) assert.ok(CODES.includes(code), link);
  });
}

for (const language of LANGUAGES) {
  test(`the table of permissions is what explain calls them: ${language}`, async () => {
    const { SCOPES } = await explained("scopes.ts");
    const rows = read(`docs/${language}/permissions.md`).matchAll(/^\| `([a-z]+:[a-z]+)` \| (.*) \| (.*) \|$/gm);
    assert.deepEqual(
      [...rows].map(([, scope, english, korean]) => [scope, [korean, english]]),
      Object.entries(SCOPES),
    );
  });

  test(`what the user is told is what explain says: ${language}`, async () => {
    const { BY_CODE, BY_API_CODE, ...others } = await explained("sentences.ts");
    const page = read(`docs/${language}/errors.md`);
    const quoted = (both) => both[language === "ko" ? 0 : 1].replace("{}", "…");
    for (const [code, section] of sectionsOf(page)) assert.ok(section.includes(quoted(BY_CODE[code])), code);
    for (const both of [...Object.values(BY_API_CODE), ...Object.values(others)]) {
      assert.ok(page.includes(quoted(both)), quoted(both));
    }
  });
}
