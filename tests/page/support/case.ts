// How a case is written: `it("S35 S38", "what is the case", async (page) => { … })`. Each gets a CoolSMS of its own (and
// with it settings that no other case has), empty storage, the address of a fresh page, the real clock and the real fetch.
import { Page } from "./page.ts";
import { Tenant, type TenantOptions } from "./sandbox.ts";

type Run = (page: Page) => Promise<void>;

/** The page's own address, before any case has changed it. */
const HOME = location.href;
const now = Date.now;
const { fetch } = window;

const goHome = (): void => {
  if (location.href !== HOME || history.state !== null) history.replaceState(null, "", HOME);
};

const isolated = (options: TenantOptions, run: Run) => async (): Promise<void> => {
  sessionStorage.clear();
  localStorage.clear();
  goHome();
  const page = new Page(await Tenant.open(location.hostname, options));
  try {
    await run(page);
  } finally {
    for (const frame of document.querySelectorAll("iframe")) frame.remove();
    Date.now = now;
    window.fetch = fetch;
    goHome();
  }
};

/**
 * A case. `proves` names the requirements of SECURITY.md that it proves, separated by spaces; empty where it proves none.
 * `options` say how its CoolSMS differs from the usual.
 */
export const it = (proves: string, title: string, ...rest: [run: Run] | [options: TenantOptions, run: Run]): void => {
  const [options, run] = rest.length === 1 ? [{}, rest[0]] : rest;
  globalThis.it(proves ? `[${proves}] ${title}` : title, isolated(options, run));
};
