// WebAssembly that does not start: its file is not there yet, or elsewhere, or changed; or the page cannot decode it.

import { expect } from "chai";
import type * as oauth from "coolsms-oauth2";

import { it } from "../support/case.ts";
import { recordFetch } from "../support/fetch.ts";
import type { Frame } from "../support/frame.ts";
import type { Page } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";
import { ALWAYS } from "../support/sandbox.ts";

type WithFile = typeof oauth & { init: (url?: string) => Promise<void> };

const FILE = "/coolsms-oauth2.wasm";

/** A document that has not called `init` yet. */
const openEntry = async (page: Page): Promise<[Frame, WithFile]> => {
  const frame = await page.openDocument("/wasm.html");
  return [frame, frame.oauth as WithFile];
};

/** What `init` is refused with; then the next `init` succeeds, and with it all else. */
const refusedInit = async (page: Page, url: string): Promise<oauth.OAuthError> => {
  const [frame, api] = await openEntry(page);
  const error = await refusal("wasm_unavailable", api.init(url));
  await refusal("not_ready", () => frame.newClient());
  await api.init();
  expect(frame.newClient().getSession()).to.equal(null);
  return error;
};

describe("wasm", () => {
  it("", "before init every other function is not_ready", async (page) => {
    const [frame, { init, OAuthError, ...functions }] = await openEntry(page);
    const requests = recordFetch(frame.window);
    for (const call of Object.values(functions) as (() => unknown)[]) {
      expect((await refusal("not_ready", call)).message).to.equal("not_ready");
    }
    expect(requests).to.be.empty;
  });

  it("", "calls of init share one attempt, before whose end a call is not_ready", async (page) => {
    const [frame, api] = await openEntry(page);
    const requests = recordFetch(frame.window);
    const underWay = [api.init(), api.init(), api.init()];
    await refusal("not_ready", () => frame.newClient());
    await Promise.all(underWay);
    expect(frame.newClient().getSession()).to.equal(null);
    await api.init("/nothing.wasm");
    expect(requests.map(({ url }) => new URL(url).pathname)).to.deep.equal([`/dist${FILE}`]);
  });

  it("", "calls of init at the same time share one failure", async (page) => {
    const [frame, api] = await openEntry(page);
    const requests = recordFetch(frame.window);
    const [first, ...others] = await Promise.all(
      [1, 2, 3].map(() => refusal("wasm_unavailable", api.init("/nothing.wasm"))),
    );
    for (const other of others) expect(other).to.equal(first);
    expect(requests).to.have.length(1);
  });

  for (const [what, file, told, status] of [
    ["a missing file", `/assets${FILE}`, "answered 404: put coolsms-oauth2.wasm", 404],
    ["a page in place of the file", "/blank.html", "answered something else (text/html): put", undefined],
    ["a file that was cut off", "/cut-off.wasm", "answered something else (application/wasm): put", undefined],
  ] as const) {
    it("", `${what} is told with its address`, async (page) => {
      const error = await refusedInit(page, file);
      expect(error.message).to.contain(`${location.origin}${file} ${told}`);
      expect(error.status).to.equal(status);
    });
  }

  it("", "a good file of a wrong type is good", async (page) => {
    const [frame, api] = await openEntry(page);
    await api.init("/as-text.wasm");
    expect(frame.newClient().getSession()).to.equal(null);
  });

  it("S39", "a file that does not arrive is told with its address", async (page) => {
    await page.sandbox.addFault(FILE, { kind: "dropped" }, ALWAYS);
    const url = page.sandbox.base + FILE;
    expect((await refusedInit(page, url)).message).to.contain(`${url} did not arrive: offline`);
  });

  it("", "an address that is none is told", async (page) => {
    expect((await refusedInit(page, "http://[")).message).to.contain("http://[ did not arrive");
  });

  it("", "a script in a wrong encoding is told", async (page) => {
    const frame = await page.openDocument("/bare.html");
    await frame.loadScript("/garbled.js");
    const { message } = await refusal("wasm_unavailable", () => frame.newClient());
    expect(message).to.contain("must arrive unchanged, as UTF-8");
  });

  it("", "a page without what decodes the module is told why, and may try again", async (page) => {
    const frame = await page.openDocument();
    const global = frame.window as unknown as { TextEncoder: unknown };
    const { TextEncoder } = global;
    global.TextEncoder = undefined;
    const { cause } = await refusal("wasm_unavailable", () => frame.newClient());
    expect(`${cause}`).to.contain("TextEncoder");
    global.TextEncoder = TextEncoder;
    expect(frame.newClient().getSession()).to.equal(null);
  });
});
