// Routes in the path of the address, by the history API. The query holds the language and goes along.

/** The address as a route: what a sign-in is given to come back to. */
export const here = () => location.pathname + location.search + location.hash;

/** The address of another page, as a link has it. */
export const addressOf = (path: string) => path + location.search;

/** Calls `show` for every change of the route, until the page is left. */
export function followRoutes(show: () => void): void {
  addEventListener("popstate", show);
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const isForTheBrowser = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || link.origin !== location.origin || isForTheBrowser) return;
    event.preventDefault();
    if (link.href !== location.href) history.pushState(null, "", link.href);
    show();
  });
}

/** Puts a route in place of the one that the address shows, without a new entry in the history. */
export const replaceRoute = (address: string) => history.replaceState(history.state, "", address);
