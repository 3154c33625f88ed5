// What a page is told of the provider and of itself.
export const facts = {
  ...JSON.parse(document.getElementById("facts").textContent),
  redirectUri: `${location.origin}/callback`,
};

/** Whether a script came out of the browser's cache. */
export const isCached = (path) => performance.getEntriesByName(location.origin + path)[0].transferSize === 0;
