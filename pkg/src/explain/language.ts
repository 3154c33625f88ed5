// The language to speak: Korean for `ko` and all its regions, English for any other.

/** A text in both languages. */
export type Both = readonly [korean: string, english: string];

/** The text in that language; if there is none, in that of the page, then of the browser. */
export const inLanguage = ([korean, english]: Both, language?: string): string => {
  const tags = [language, globalThis.document?.documentElement?.lang, globalThis.navigator?.language];
  const tag = tags.find((tag) => tag && typeof tag === "string") ?? "";
  return /^ko(?![a-z])/i.test(tag) ? korean : english;
};
