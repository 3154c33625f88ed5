// Whether the rooms that may not panic can: a panic that the compiler could not rule out leaves the path of its source file in
// the module, for its message. The published module aborts without a message, so that it is also built with them:
// `node xtask/panics.js WITH_MESSAGES`.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { check } from "./check.js";

/** The Rust files that the module names: nothing parts one text from the next. */
export function sourceFiles(module) {
  const found = module.toString("latin1").matchAll(/(?:src|library)\/(?:(?!\.rs)[\w/.-])*\.rs/g);
  return [...new Set([...found].map(([file]) => file))].sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  check("the core cannot panic", () => {
    const published = readFileSync(resolve(import.meta.dirname, "../pkg/dist/coolsms-oauth2.wasm"));
    const telling = sourceFiles(readFileSync(process.argv[2]));
    // `CONTRIBUTING.md`, "Layers and their rules".
    const found = [...sourceFiles(published), ...telling].filter((file) => /src\/(protocol|client)\//.test(file));
    if (found.length > 0) throw new Error(`a panic can be reached in ${found}: the module holds what it would say`);
    // The standard library's own leave theirs. Without any, the messages were left out here too.
    if (!telling.some((file) => file.startsWith("library/"))) {
      throw new Error("the module names no source file at all: whether a panic can be reached does not show in it");
    }
  });
}
