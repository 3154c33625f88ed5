// Before any case is defined: mocha waits without a limit, since a busy machine is slow and not wrong. Whoever drives the
// page watches for a case that stands still.
mocha.setup({ ui: "bdd", timeout: 0, checkLeaks: false });
