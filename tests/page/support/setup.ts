// Before any case is defined: mocha waits without a limit, since a busy machine is slow and not wrong. Whoever drives the
// page watches for a case that stands still.

/** For a driver, which reads `window.results`: drawing a list of five hundred cases after each would take longer than they. */
class NoReport {}

const isDriven = new URLSearchParams(location.search).has("driven");
mocha.setup({ ui: "bdd", timeout: 0, checkLeaks: false, reporter: isDriven ? (NoReport as never) : "html" });
