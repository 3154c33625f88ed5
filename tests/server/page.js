// As much of a page as the package asks for, where there is none.

/** A page at this address, which has stored nothing. */
export function openPage(href) {
  const items = new Map();
  const storage = {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
  const { origin, pathname } = new URL(href);
  Object.assign(globalThis, {
    window: globalThis,
    top: globalThis,
    location: { href, origin, pathname, search: "", hash: "", assign() {} },
    document: { URL: href, head: null, hasFocus: () => true, referrer: "" },
    history: { state: null, replaceState() {} },
    addEventListener() {},
    sessionStorage: storage,
    localStorage: storage,
  });
}
