// What a person sees of a page of the demo. Each function gives something true as soon as it is there.
window.look = {
  /** The text of the element that can be seen, which contains that one. */
  shows: (css, part) => {
    // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not seen.
    const text = document.querySelector(css)?.innerText?.trim();
    return text?.includes(part) && text;
  },

  /** Whether that is in the field; with null, whether anything is. */
  holds: (css, text) => {
    const { value } = document.querySelector(css) ?? {};
    return text === null ? value : value === text;
  },

  /** What is in all these fields, or elements, separated by commas. */
  lists: (css, texts) => {
    const found = [...document.querySelectorAll(css)].map(({ value, textContent }) => value ?? textContent).join(", ");
    return found === texts && found;
  },

  lacks: (css) => document.querySelector(css) === null,

  /** The element no longer says that. */
  hides: (css, text) => document.querySelector(css).textContent !== text,

  speaks: (language) => document.documentElement.lang === language,

  isInState: (state) => document.body.dataset.state === state,

  /** The address is that, without anything of a response. */
  isAt: (address) => location.href === address,

  /** The bar of links shows which one the person is at. */
  isCurrent: (path) => document.querySelector("nav [aria-current]")?.pathname === path,

  isAtProvider: () => document.querySelector("#sign-in-submit, #allow")?.id,

  /** Nothing that looks like a token is in the storage of the page. */
  keepsNoToken: () => !JSON.stringify({ ...sessionStorage, ...localStorage }).includes("eyJ"),
};
