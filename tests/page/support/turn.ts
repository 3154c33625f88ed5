// WebKit lets a page and its frames replace their addresses a hundred times in ten seconds, Chromium two hundred times,
// and neither does it after that. So the run goes on in a fresh page before: the address says with which case, `?from=80`.

declare global {
  interface Window {
    /** How often this page and its frames have replaced their addresses. */
    replacements: number;
  }
}

/** How many may be left to the case that runs. */
const LIMIT = 80;

const address = new URL(location.href);
const from = Number(address.searchParams.get("from") ?? 0);
let begun = 0;

/** Has every replacement counted; `frame.js` does so in frames. */
export const countReplacements = (): void => {
  const { replaceState } = History.prototype;
  window.replacements = 0;
  History.prototype.replaceState = function (...entry) {
    window.replacements += 1;
    return replaceState.apply(this, entry);
  };
};

/** Before a case: whether an earlier page has run it. */
export const hasRun = (): boolean => {
  begun += 1;
  return begun <= from;
};

export const isUsedUp = (): boolean => window.replacements >= LIMIT;

/** The address of the page that goes on. */
export const nextPage = (): string => {
  address.searchParams.set("from", String(begun));
  return address.href;
};
