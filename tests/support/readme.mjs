// The code of a README or a guide, word for word, so that a test runs what people paste.

/** The blocks of that language in the section below a heading, or in the whole page without one, in their order. */
export function blocks(page, heading, language) {
  const [, rest] = heading === null ? ["", `\n${page}`] : page.split(`\n${heading}\n`);
  if (rest === undefined) throw new Error(`the page has no ${heading}`);
  const [section] = heading === null ? [rest] : rest.split("\n## ");
  const after = section.split(`\n\`\`\`${language}\n`).slice(1);
  return after.map((text) => text.slice(0, text.indexOf("\n```") + 1));
}

/**
 * The blocks of a guide whose first line names their file in a comment, by that name. What stands below a heading of the third
 * level is for who names that heading.
 */
export function files(guide, part) {
  const isWanted = (section) => !section.startsWith("### ") || section.startsWith(`### ${part}\n`);
  const text = guide
    .split(/^(?=##)/m)
    .filter(isWanted)
    .join("");
  const fence = /^```\w+\n((?:\/\/|<!--) (\S+)(?: -->)?\n[\s\S]*?)^```$/gm;
  return Object.fromEntries([...text.matchAll(fence)].map(([, text, name]) => [name, text]));
}
