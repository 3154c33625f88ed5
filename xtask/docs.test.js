// Tests of the documentation: its two languages say the same, and its links lead somewhere; `cargo xtask test --only server`
// runs them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";
import { test } from "node:test";

import { anchors, headings, relativeLinks, withoutWords } from "./markdown.js";

const root = resolve(import.meta.dirname, "..");
const MOST_LINES = 150;

/** What is in the repository, also where it is not committed yet: not what is built. */
const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
const files = execFileSync("git", listed, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 })
  .split("\0")
  .filter((file) => file && existsSync(join(root, file)));
const folders = new Set(files.flatMap((file) => file.split("/").map((_, depth, all) => all.slice(0, depth).join("/"))));
const pages = new Map(
  files.filter((file) => file.endsWith(".md")).map((file) => [file, readFileSync(join(root, file), "utf8")]),
);

/** The pages of a language. */
const named = (language) =>
  [...pages.keys()].filter((file) => dirname(file) === `docs/${language}`).map((file) => file.slice("docs/en/".length));

const README = ["README.md", "README.ko.md", "pkg/README.md", "pkg/README.ko.md"];
/** English and Korean, of what is there in both. */
const pairs = () => [
  ...[...pages.keys()]
    .filter((file) => /(^|\/)README\.ko\.md$/.test(file))
    .map((file) => [file.replace(".ko.", "."), file]),
  ...named("en")
    .filter((page) => pages.has(`docs/ko/${page}`))
    .map((page) => [`docs/en/${page}`, `docs/ko/${page}`]),
];

/** What is wrong with the links of a page, where these files, folders and pages are there. */
function deadLinks(file, page, there) {
  return relativeLinks(page).flatMap((link) => {
    const [path, anchor] = link.split("#");
    const target = path ? normalize(join(dirname(file), decodeURI(path))).replace(/\/$/, "") : file;
    if (!there.has(target)) return [`${file}: nothing is at ${link}`];
    const other = target === file ? page : pages.get(target);
    if (anchor === undefined || other === undefined || anchors(other).has(decodeURIComponent(anchor))) return [];
    return [`${file}: no heading makes ${link}`];
  });
}

test("every page is there in English and in Korean", () => {
  assert.ok(named("en").length > 0);
  assert.deepEqual(named("ko"), named("en"));
});

test("a page has the same headings in both languages", () => {
  for (const [english, korean] of pairs()) {
    const levels = (file) => headings(pages.get(file)).map(({ level }) => level);
    assert.deepEqual(levels(korean), levels(english), `${english} and ${korean}`);
  }
});

test("the code of the first pages is the same in both languages, but for its words", () => {
  const code = (file) =>
    pages
      .get(file)
      .match(/(?<=^```\w+\n).*?(?=^```$)/gms)
      .map(withoutWords);
  const first = pairs().filter(([english]) => /^README|getting-started/.test(english));
  assert.equal(first.length, 3);
  for (const [english, korean] of first) assert.deepEqual(code(korean), code(english), `${english} and ${korean}`);
});

test("what a page says to change is in its code", () => {
  const first = [...pages].filter(([file]) => /getting-started/.test(file));
  for (const [file, page] of first) {
    const [code, changes] = ["html|js", "diff"].map((language) =>
      [...page.matchAll(new RegExp(`(?<=^\`\`\`(?:${language})\n).*?(?=^\`\`\`$)`, "gms"))].join("").split("\n"),
    );
    const kept = changes.filter((line) => /^[ -]/.test(line)).map((line) => line.slice(1));
    assert.ok(kept.length > 3, file);
    assert.deepEqual(
      kept.filter((line) => !code.includes(line)),
      [],
      file,
    );
  }
});

test("no link of a Markdown file is dead", () => {
  const there = new Set([...files, ...folders]);
  const dead = [...pages].flatMap(([file, page]) => deadLinks(file, page, there));
  assert.ok(dead.length === 0, dead.join("\n"));
});

test("the README is short", () => {
  for (const file of README) {
    const lines = pages.get(file).split("\n").length - 1;
    assert.ok(lines <= MOST_LINES, `${file} has ${lines} lines, of ${MOST_LINES} that it may have`);
  }
});

test("headings make the anchors that they make at GitHub", () => {
  const page =
    "# One `two`: three?\n\n```sh\n# no heading\n```\n\n## 앱 등록\n\n## 앱 등록\n\n### A [link](b.md) & more ###\n\n" +
    '<a id="own"></a>\n';
  assert.deepEqual(
    headings(page).map(({ level }) => level),
    [1, 2, 2, 3],
  );
  assert.deepEqual([...anchors(page)], ["one-two-three", "앱-등록", "앱-등록-1", "a-link--more", "own"]);
});

test("a link to what is not there, or to no heading, is found", () => {
  const page =
    "# Here\n\n[a](other.md) [b](../pkg/) [c](#here) ![d](gone.png)\n\n[e](#gone) `[f](code.md)` [g](https://a.example/x.md)\n" +
    '[h][h] <img src="gone.svg">\n\n[h]: gone.md#x\n\n```md\n[i](fenced.md)\n```\n';
  const there = new Set(["docs/page.md", "docs/other.md", "pkg"]);
  assert.deepEqual(deadLinks("docs/page.md", page, there), [
    "docs/page.md: nothing is at gone.png",
    "docs/page.md: no heading makes #gone",
    "docs/page.md: nothing is at gone.md#x",
    "docs/page.md: nothing is at gone.svg",
  ]);
});

test("code differs in its words alone, or it differs", () => {
  const english = `const a = "Sign in"; // a button\nb(\`Hello, \${m.name}.\`, "/users/v1/member"); // the API\n<p>Text</p>\n`;
  const korean = `const a = "로그인"; // 버튼\nb(\`\${m.name}님\`, "/users/v1/member"); // API\n<p>글</p>\n`;
  assert.equal(withoutWords(korean), withoutWords(english));
  for (const [from, to] of [
    ["m.name", "m.email"],
    ["/users/", "/cash/"],
    ["const a", "let a"],
    ["<p>", "<b>"],
  ]) {
    assert.notEqual(withoutWords(korean.replace(from, to)), withoutWords(english));
  }
});
