// What a page is told of the provider and of itself.
export const facts = {
  ...JSON.parse(document.getElementById("facts").textContent),
  redirectUri: `${location.origin}/callback`,
};

/** Whether all scripts came out of the browser's cache. */
export const isCached = () =>
  performance
    .getEntriesByType("resource")
    .filter(({ name }) => name.endsWith(".js"))
    .every(({ transferSize }) => transferSize === 0);
