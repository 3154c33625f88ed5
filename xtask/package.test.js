// Tests of the steps of `package.js`; `cargo xtask test --only server` runs them too.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { transformSync } from "esbuild";

import { measure } from "./measure.js";
import { encode, shorten } from "./package.js";

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

test("no character needs an escape, and none stands for two bytes", () => {
  const characters = [...encode(Array.from({ length: 256 }, (_, byte) => byte))];
  assert.equal(new Set(characters).size, 256);
  assert.deepEqual(
    characters.filter((character) => /[\p{Cc}"\\\xa0\u2028\u2029]/u.test(character)),
    [],
  );
  assert.equal(encode(Buffer.from("\0asm state_")), "!asm state_");
});

test("the package decodes what was encoded", async (context) => {
  // Every byte after every byte.
  const pairs = Buffer.from(Array.from({ length: 65536 }, (_, index) => [index >> 8, index & 255]).flat());
  const folder = mkdtempSync(join(tmpdir(), "coolsms-oauth2-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const write = (name, content) => writeFileSync(join(folder, name), content);
  write("package.json", '{ "type": "module", "imports": { "#bytes": "./bytes.js" } }');
  write("bytes.js", `export default "${encode(pairs)}";\n`);
  const inline = readFileSync(new URL("../pkg/src/module/inline.ts", import.meta.url), "utf8");
  write("inline.js", transformSync(inline, { loader: "ts" }).code);
  const { inlineBytes } = await import(join(folder, "inline.js"));
  assert.ok(pairs.equals(Buffer.from(inlineBytes())));
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
