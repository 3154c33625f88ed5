// Tests of the steps of `package.js`; `cargo xtask test --only server` runs them too.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { measure } from "./measure.js";
import { bytesModule, encode } from "./module_text.js";
import { shorten } from "./package.js";

test("imports get short names, and exports that nobody names go", () => {
  const { module, scriptFor, exports } = shorten(
    '(import "./glue_bg.js" "__wbg_now_0123456789abcdef" (func $x))\n(import "./snippets/host.js" "get" (func $y))\n' +
      '(export "openClient" (func $x))\n(export "__data_end" (global $z))\n(export "__wbindgen_malloc" (func $x))\n(export "tokenOf" (func $z))\n',
    (name) => name === "__wbindgen_malloc",
    (name) => name === "tokenOf",
  );
  assert.deepEqual(exports, { tokenOf: "$a" });
  assert.equal(
    module,
    '(import "_" "a" (func $x))\n(import "_" "b" (func $y))\n(export "openClient" (func $x))\n\n' +
      '(export "__wbindgen_malloc" (func $x))\n(export "$a" (func $z))\n',
  );
  assert.equal(
    scriptFor(["b", "a"]),
    'import { __wbg_now_0123456789abcdef as $a } from "./glue_bg.js";\nimport { get as $b } from "./snippets/host.js";\n' +
      'export { __wbg_set_wasm as setWasm } from "./glue_bg.js";\nexport const imports = { _: { a: $a, b: $b } };\n',
  );
  assert.equal(
    scriptFor(["b"]),
    'import { get as $b } from "./snippets/host.js";\nexport const setWasm = () => {};\n' +
      "export const imports = { _: { b: $b } };\n",
  );
});

test("no character needs an escape, and none represents two bytes", () => {
  const characters = [...encode(Array.from({ length: 256 }, (_, byte) => byte))];
  assert.equal(new Set(characters).size, 256);
  assert.deepEqual(
    characters.filter((character) => /[\p{Cc}"\\\xa0\u2028\u2029]/u.test(character)),
    [],
  );
  assert.equal(encode(Buffer.from("\0asm state_")), "#asmCstate_");
});

test("the decoder decodes what was encoded", () => {
  const decoder = readFileSync(new URL("../target/pkg/decoder.wasm", import.meta.url));
  const { memory, decode } = new WebAssembly.Instance(new WebAssembly.Module(decoder)).exports;
  for (let first = 0; first < 256; first++) {
    // Every byte after this one.
    const pairs = Buffer.from(Array.from({ length: 256 }, (_, second) => [first, second]).flat());
    decode(new TextEncoder().encodeInto(encode(pairs), new Uint8Array(memory.buffer)).written);
    assert.ok(pairs.equals(Buffer.from(memory.buffer, 0, pairs.length)), `after ${first}`);
  }
});

test("a decoder is embedded as it is, and one with a byte that UTF-8 would change is refused", async () => {
  const decoder = Buffer.from('\0asm"\\\n\x7f', "latin1");
  const module = await import(`data:text/javascript,${encodeURIComponent(bytesModule(Buffer.from("\0asm"), decoder))}`);
  assert.deepEqual(Buffer.from(new TextEncoder().encode(module.decoder)), decoder);
  assert.equal(module.default, "#asm");
  assert.throws(() => bytesModule(decoder, Buffer.of(128)), /decoder\.wat: a byte is greater than 127/);
});

test("a file is measured and hashed", (context) => {
  const folder = mkdtempSync(join(tmpdir(), "coolsms-oauth2-"));
  context.after(() => rmSync(folder, { recursive: true }));
  // The example of the Subresource Integrity specification.
  writeFileSync(join(folder, "hello.js"), "alert('Hello, world.');");
  const { raw, gzip, brotli, integrity } = measure(join(folder, "hello.js"));
  assert.equal(raw, 23);
  assert.ok(brotli < gzip);
  assert.equal(integrity, "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO");
});
