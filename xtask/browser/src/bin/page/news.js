/** What has become of the cases since this was last asked; null where the page was loaded, and its scripts have not begun. */
window.news = () => {
  if (window.results) {
    return { results: window.results.splice(0), running: window.running, next: window.next, done: window.done };
  }
  const isLoaded = document.readyState === "complete";
  return isLoaded ? null : { results: [], running: "the page itself", next: null, done: false };
};
