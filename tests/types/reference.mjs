// `pkg/API.md`, the reference of the API, as typedoc writes it from the types: `node tests/types/reference.mjs`. typedoc fails
// for a public name, member or error code of which nothing is said.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { run } from "../../xtask/check.js";
import { anchors, headings } from "../../xtask/markdown.js";

const here = import.meta.dirname;
const file = resolve(here, "../../pkg/API.md");
const out = resolve(here, "../../target/reference");

/** The page about the module and what works without it (`reference.d.ts`), and those about other entries. */
const CORE = "reference";
const OTHERS = ["react", "vue", "svelte", "testing"];

function generate() {
  const options = ["--options", join(here, "typedoc.json"), "--out", out, "--logLevel", "Warn"];
  run(join(here, "node_modules/.bin/typedoc"), ...options);
  const page = (name) => readFileSync(join(out, `${name}.md`), "utf8");
  const title = (text, name) => text.replace(/^# .*/, `# ${name}`);
  const others = OTHERS.map((name) => title(within(name, page(name)), `coolsms-oauth2/${name}`));
  const whole = [title(page(CORE), "coolsms-oauth2"), ...others].join("\n");
  return OTHERS.reduce((text, name) => text.replaceAll(`](${name}.md#`, `](#${name}-`), whole);
}

/**
 * A page as a part of a longer one: what it links to in itself has the name of the entry in front, since two entries may have
 * the same name.
 */
function within(name, text) {
  const [, ...below] = headings(text);
  return text
    .replace(/\]\(#/g, `](#${name}-`)
    .replace(/<a id="/g, `<a id="${name}-`)
    .replaceAll(`](${CORE}.md#`, "](#")
    .replace(/^##+ .*$/gm, (line) => `<a id="${name}-${below.shift().anchor}"></a>\n\n${line}`);
}

/** Where two names differ in their case alone, typedoc numbers anchors otherwise than GitHub, which shows the page. */
function withAnchorsOfGitHub(page) {
  const there = anchors(page);
  const byText = new Map(headings(page).map(({ text, anchor }) => [text, anchor]));
  const mend = (anchor, text) => (there.has(anchor) ? anchor : (byText.get(text) ?? anchor));
  return page.replace(/(?<=\[`(\w+)`\]\(#)[\w-]+(?=\))/g, mend);
}

/** Throws where it does not say what the types say. */
export function compare() {
  if (withAnchorsOfGitHub(generate()) !== readFileSync(file, "utf8")) {
    throw new Error("pkg/API.md is not what the types say: run `cargo xtask reference`");
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(file, withAnchorsOfGitHub(generate()));
  console.log("pkg/API.md is written");
}
