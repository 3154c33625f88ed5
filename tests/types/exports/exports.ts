// Compiles only if `pkg/src/module/exports.ts` declares the exports of the generated glue, each by its name.
import type { Exports } from "../../../pkg/src/module/exports.ts";
import type * as Generated from "../../../target/pkg/glue/glue_bg.js";

/** What wasm-bindgen exports for the module's own sake. */
type Own<T> = Exclude<keyof T, `__${string}`>;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

export const isSame: Same<Own<typeof Generated>, keyof Exports> = true;
