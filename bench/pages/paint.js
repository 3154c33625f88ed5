// A page whose text a script draws, for a visitor who does not sign in.
import { facts } from "./facts.js";

export { facts };

const painted = new Promise((resolve) => {
  const look = (list) => {
    const [entry] = list.getEntriesByName("first-contentful-paint");
    if (entry) resolve(entry.startTime);
  };
  new PerformanceObserver(look).observe({ type: "paint", buffered: true });
});

const report = async () => {
  const paint = await painted;
  const scripts = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".js"));
  // Bytes that come over the line: from a cache come none.
  const bytes = scripts.reduce((sum, { transferSize, encodedBodySize }) => sum + (transferSize && encodedBodySize), 0);
  return { paint, bytes };
};

/** Draws the page. What its buttons and its callback would do is kept, so that no bundler leaves it out. */
export const draw = (actions) => {
  document.getElementById("greeting").textContent = "Welcome";
  Object.assign(window, { actions, drawn: report(), describe: String });
};
