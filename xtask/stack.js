// Whether the stack of the published module is large enough for its deepest call, and for calls inside a call:
// `node xtask/stack.js`. The module has no recursion, so that the deepest call can be told from its text.
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { check } from "./check.js";

/** How many of the deepest calls may stand in each other: an import may call code of the app, which calls the module. */
const NESTED = 4;

/**
 * What the deepest call of a module takes, and how much stack there is, in bytes. `text` is the module as `wasm-dis` prints
 * it. A function that takes stack subtracts from the pointer at its beginning.
 */
export function stack(text) {
  const [, pointer, size] = /\(global (\$\S+) \(mut i32\) \(i32\.const (\d+)\)\)/.exec(text);
  const escaped = pointer.replaceAll("$", "\\$");
  const taking = new RegExp(`\\(i32\\.(?:sub|add)\\s+\\(global\\.get ${escaped}\\)\\s+\\(i32\\.const -?(\\d+)\\)`);
  const functions = new Map();
  for (const [, name, body] of text.matchAll(/^ \(func (\$\S+)([\s\S]*?)^ \)/gm)) {
    if (body.includes("call_indirect")) throw new Error(`${name} calls what nobody can name`);
    const own = Number(taking.exec(body)?.[1] ?? 0);
    if (own === 0 && body.includes(`(global.set ${pointer}`)) throw new Error(`${name} takes stack in an unknown way`);
    functions.set(name, { own, calls: [...body.matchAll(/\(call (\$[^\s)]+)/g)].map(([, called]) => called) });
  }
  const depths = new Map();
  const depth = (name, callers) => {
    if (callers.includes(name)) throw new Error(`${name} calls itself`);
    const { own, calls } = functions.get(name) ?? { own: 0, calls: [] };
    if (!depths.has(name)) depths.set(name, own + Math.max(0, ...calls.map((it) => depth(it, [...callers, name]))));
    return depths.get(name);
  };
  return { deepest: Math.max(...[...functions.keys()].map((name) => depth(name, []))), size: Number(size) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  check("the stack is large enough for the deepest call", () => {
    const root = resolve(import.meta.dirname, "..");
    const module = join(root, "pkg/dist/coolsms-oauth2.wasm");
    const text = execFileSync(join(root, "xtask/node_modules/.bin/wasm-dis"), [module], { encoding: "utf8" });
    const { deepest, size } = stack(text);
    if (deepest * NESTED > size) throw new Error(`the deepest call takes ${deepest} bytes of a stack of ${size}`);
  });
}
