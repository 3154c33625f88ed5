// What a Markdown page says of itself: its headings, the anchors that they make at GitHub, and its relative links.

/** The page without its code: neither a comment in a shell script is a heading, nor a type in backticks a link. */
function prose(page) {
  let fence = "";
  const lines = page.split("\n").map((line) => {
    const [mark] = line.match(/(?<=^\s*)(`{3,}|~{3,})/) ?? [""];
    const opens = fence === "" && mark !== "";
    const closes = fence !== "" && mark.startsWith(fence);
    const isCode = fence !== "" || opens;
    if (opens) fence = mark;
    if (closes) fence = "";
    return isCode ? "" : line;
  });
  return lines.join("\n").replace(/<!--.*?-->/gs, "");
}

/** Its headings, in order, as they are shown. */
export function headings(page) {
  return [...prose(page).matchAll(/^(#{1,6}) +(.*?)[ #]*$/gm)].map(([, marks, text]) => ({
    level: marks.length,
    text: text.replace(/!?\[(.*?)\]\(.*?\)/g, "$1").replace(/[`*]/g, ""),
  }));
}

/** The names that a link may have behind `#`: those of its headings, and those that it gives itself. */
export function anchors(page) {
  const names = new Set();
  for (const { text } of headings(page)) {
    const name = text
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
      .replaceAll(" ", "-");
    let numbered = name;
    for (let number = 1; names.has(numbered); number++) numbered = `${name}-${number}`;
    names.add(numbered);
  }
  for (const [, name] of prose(page).matchAll(/<a\b[^>]*?\b(?:id|name)="(.*?)"/g)) names.add(name);
  return names;
}

/** Where its links and pictures lead within the repository, as written: not to other sites. */
export function relativeLinks(page) {
  const text = prose(page).replace(/(`+)(?!`).+?(?<!`)\1(?!`)/g, "");
  const written = [
    ...text.matchAll(/\]\(\s*<?([^\s)>]*)/g),
    ...text.matchAll(/^ {0,3}\[[^\]]+\]:\s*<?([^\s>]*)/gm),
    ...text.matchAll(/<(?:a|img|source)\b[^>]*?\b(?:href|src|srcset)="(.*?)"/g),
  ];
  return written.map(([, link]) => link).filter((link) => !/^([a-z][a-z\d+.-]*:|\/\/)/i.test(link));
}

/** The words of some code taken out, so that what is left is the same in every language: texts, and what comments say. */
export function withoutWords(code) {
  return code
    .replace(/<!--.*?-->|\/\*.*?\*\/|(?<=^|\s)(\/\/|#) .*$/gms, "")
    .replace(/`[^`]*`/g, (text) => `\`${(text.match(/\$\{.*?\}/g) ?? []).sort().join("")}\``)
    .replace(/"[^"]*[^\w"$./:@-][^"]*"|"[A-Z][^"]*"/g, '""')
    .replace(/(?<=>)[^<>{}]*[^<>{}\s][^<>{}]*(?=<)/g, "")
    .replace(/(?<=\blang=|language: )"\w+"/g, '""')
    .replace(/[ \t]+$/gm, "");
}
