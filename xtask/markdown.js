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

/** Its headings, in order: how deep each is, its text as it is shown, and its anchor. */
export function headings(page) {
  const used = new Set();
  return [...prose(page).matchAll(/^(#{1,6}) +(.*?)[ #]*$/gm)].map(([, marks, written]) => {
    const text = written.replace(/!?\[(.*?)\]\(.*?\)/g, "$1").replace(/[`*]/g, "");
    const name = text
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
      .replaceAll(" ", "-");
    let anchor = name;
    for (let number = 1; used.has(anchor); number++) anchor = `${name}-${number}`;
    used.add(anchor);
    return { level: marks.length, text, anchor };
  });
}

/** The names that a link may have behind `#`: those of its headings, and those that it gives itself. */
export function anchors(page) {
  const own = [...prose(page).matchAll(/<a\b[^>]*?\b(?:id|name)="(.*?)"/g)].map(([, name]) => name);
  return new Set([...headings(page).map(({ anchor }) => anchor), ...own]);
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

/** Code without its words, so that what is left is the same in every language: comments, sentences, texts of elements. */
export function withoutWords(code) {
  const comment = String.raw`<!--.*?-->|/\*.*?\*/|(?<=^|\s)(?://|#) [^\n]*`;
  const tokens = new RegExp(`${comment}|"([^"\n]*)"|\`([^\`]*)\`|(?<=>)([^<>\n]+)(?=</)`, "gs");
  return code
    .replace(tokens, (_, string, template) => {
      if (template !== undefined) return `\`${(template.match(/\$\{.*?\}/g) ?? []).sort().join("")}\``;
      return /^(?!(?:en|ko)$)[!-@[-~]+$/.test(string ?? "") ? `"${string}"` : '""';
    })
    .replace(/[ \t]+$/gm, "");
}
