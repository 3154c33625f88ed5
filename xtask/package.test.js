// Tests of the steps of `package.js`; `cargo xtask test --only server` runs them too.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { transformSync } from "esbuild";

import { measure } from "./measure.js";
import { encode, shorten, withoutRepeatedImports } from "./package.js";

test("each file is imported once", () => {
  const once =
    'return {\n  "./glue_bg.js": import0,\n  "./snippets/a.js": import1,\n  "./snippets/b.js": import2,\n};\n';
  const twice = once.replace("};", '  "./snippets/a.js": import3,\n};');
  assert.equal(withoutRepeatedImports(twice), once);
  assert.equal(withoutRepeatedImports(once), once);
});

test("both sides get the same short name", () => {
  const { glue, module } = shorten(
    '{ "./glue_bg.js": { __wbg_get_0123456789abcdef: f, __wbg_set_0123456789abcdef: g } }\n' +
      "wasm.wasm_bindgen__invoke__h0123456789abcdef(); wasm.__wbindgen_malloc();",
    '(import "./glue_bg.js" "__wbg_set_0123456789abcdef" (func $__wbg_set_0123456789abcdef))\n' +
      '(export "__wbindgen_malloc") (export "wasm_bindgen__invoke__h0123456789abcdef")',
  );
  assert.equal(glue, '{ "_": { _0: f, _1: g } }\nwasm._2(); wasm.__wbindgen_malloc();');
  assert.equal(
    module,
    '(import "_" "_1" (func $__wbg_set_0123456789abcdef))\n(export "__wbindgen_malloc") (export "_2")',
  );
});

test("a name that the glue does not have stays", () => {
  const module = '(export "__wbg_other_0123456789abcdef")';
  assert.equal(shorten("", module).module, module);
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
