// The primitives of the module's host, `src/host/host.js`, in this engine. `tests/core/primitives.rs` does the same with the
// host's native twin, so that what is proved natively holds here.

import { expect } from "chai";

import { it } from "../support/case.ts";
import digests from "../support/primitives.digest.json";
import { answer, digest, host, randomRows, vectors } from "../support/primitives.js";
import { refusal } from "../support/refusal.ts";
import { fillStorage } from "../support/storage.ts";

/** What a flow answers. */
const told = (flow: (input: number) => number, input: unknown = null): unknown => host.run(flow, input).answer;

const fail = (): never => {
  throw new Error("inner");
};

describe("primitives", () => {
  for (const call of new Set(vectors.map((row) => row.call))) {
    it("", `rows of ${call}`, async () => {
      for (const row of vectors.filter((row) => row.call === call)) {
        const { expect: expected, ...asked } = row;
        expect(JSON.parse(answer(row)), JSON.stringify(asked)).to.deep.equal(expected);
      }
    });
  }

  it("", "random rows are answered as natively", async () => {
    const rows = randomRows(1);
    for (const [call, known] of Object.entries(digests)) {
      const ofCall = rows.filter((row) => row.call === call);
      const found = digest(ofCall)[call] ?? "";
      const differing = ofCall.filter((_, at) => found.slice(2 * at, 2 * at + 2) !== known.slice(2 * at, 2 * at + 2));
      expect(differing.map((row) => `${JSON.stringify(row)} ${answer(row)}`)).to.deep.equal([]);
    }
    expect(Object.keys(digests)).to.have.members([...new Set(rows.map((row) => row.call))]);
  });

  it("", "a refused call has its refusal", async () => {
    const flow = (input: number): number => {
      host.refuse(input);
      return -1;
    };
    expect(host.run(flow, { code: "a", more: [60] })).to.deep.equal({ refusal: { code: "a", more: [60] } });
    expect(host.run(() => 0, 1)).to.deep.equal({ answer: null });
    expect(host.run(host.ofNumber, null)).to.deep.equal({ answer: 0 });
  });

  it("", "a call inside a call has a table of its own", async () => {
    const inner = (): number => {
      host.refuse(host.ofNumber(2));
      return -1;
    };
    const answered = told((input) => {
      const list = host.list();
      expect(host.run(inner, {})).to.deep.equal({ refusal: 2 });
      expect(() => host.run(fail, {})).to.throw("inner");
      host.push(list, input);
      return list;
    }, "outer");
    expect(answered).to.deep.equal(["outer"]);
    const getter = Object.defineProperty({}, "a", { enumerable: true, get: () => host.run(inner, {}).refusal });
    expect(told((input) => input, getter)).to.deep.equal({ a: 2 });
  });

  it("S8", "a value that JSON cannot say is a number that nothing accepts", async (page) => {
    const kindOf = (value: unknown): unknown => told((input) => host.ofNumber(input && host.kind(input)), value);
    const throwing = Object.defineProperty({}, "a", { enumerable: true, get: fail });
    const untouchable = new Proxy([], { get: fail });
    for (const odd of [() => 1, Symbol("a"), 1n, Number.NaN, throwing, untouchable]) expect(kindOf(odd)).to.equal(2);
    expect([undefined, null].map(kindOf)).to.deep.equal([0, 0]);
    const circular: Record<string, unknown> = { a: new Array(1), b: Object.create(null), c: new Date(0) };
    circular.d = circular;
    const level = { a: [null], b: {}, c: {} };
    const four = { ...level, d: { a: [null], b: {}, c: {}, d: { a: null, b: null, c: null, d: null } } };
    expect(told((input) => input, circular)).to.deep.equal({ ...level, d: { ...level, d: four } });
    for (const [field, value] of Object.entries({ timeoutMs: Number.NaN, scope: circular, clientId: () => "a" })) {
      expect(await refusal("invalid_config", () => page.newClient({ [field]: value }))).to.include({ field });
    }
  });

  it("", "a text of the module's memory ends before its zero", async () => {
    const bytes = new Uint8Array(1030);
    bytes.set([97, 0, 98, 99, 0, 0], 1024);
    host.useMemory(bytes);
    const read = (): unknown[] => [1024, 1026, 1027, 1029].map((address) => told(() => address));
    expect(read()).to.deep.equal(["a", "bc", "c", ""]);
    host.useMemory({ buffer: new ArrayBuffer(0) });
    expect(read(), "from memory that has moved").to.deep.equal(["a", "bc", "c", ""]);
    expect(told((input) => host.ofNumber(Number(host.equal(input, 1026))), "bc")).to.equal(1);
  });

  it("", "what throws through the module leaves its stack as it was", async () => {
    const stack = { value: 1024 };
    host.useMemory({ buffer: new ArrayBuffer(0) }, stack);
    const throwing = (): number => {
      stack.value -= 192;
      return fail();
    };
    expect(() => host.run(throwing, null)).to.throw("inner");
    expect(stack.value).to.equal(1024);
  });

  it("S2", "a random letter has four bits of the platform's generator, and nothing stands in for it", async () => {
    const stand = (value: unknown): void => {
      Object.defineProperty(crypto, "getRandomValues", { configurable: true, value });
    };
    try {
      stand((bytes: Uint8Array) => bytes.map((_, at) => at * 5));
      expect(told(() => host.randomLetters(20))).to.equal("afkpejodinchmbglafkp");
      stand(fail);
      expect(told(() => host.randomLetters(20))).to.equal(null);
    } finally {
      Reflect.deleteProperty(crypto, "getRandomValues");
    }
    expect(told(() => host.randomLetters(64))).to.match(/^[a-p]{64}$/);
  });

  it("", "sessionStorage stores, is full, or is not there", async () => {
    const tried = (): unknown => {
      // The input is key and text.
      const flow = (text: number): number => {
        const list = host.list();
        const isStored = [host.store(text, text), host.stored(text), host.store(text, 0), host.stored(text)];
        for (const place of isStored) host.push(list, Number(place) > 1 ? Number(place) : place ? 3 : 5);
        return list;
      };
      return told(flow, "key");
    };
    expect(tried()).to.deep.equal([true, "key", true, ""]);
    fillStorage();
    expect(tried()).to.deep.equal([false, "", true, ""]);
    const usual = Object.getOwnPropertyDescriptor(window, "sessionStorage");
    if (!usual) throw new Error("the window has no sessionStorage of its own");
    try {
      for (const value of [undefined, null, {}]) {
        Object.defineProperty(window, "sessionStorage", { configurable: true, value });
        expect(tried()).to.deep.equal([false, false, false, false]);
      }
    } finally {
      Object.defineProperty(window, "sessionStorage", usual);
    }
  });
});
