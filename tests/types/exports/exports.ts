// Compiles only if `pkg/src/module/exports.d.ts` declares the exports of the generated glue: the same names, each with as
// many arguments.
import type * as Declared from "../../../pkg/src/module/exports.d.ts";
import type * as Generated from "../../../target/pkg/glue/glue.js";

type Arity<T> = { [K in keyof T]: T[K] extends (...args: infer A) => unknown ? Required<A>["length"] : never };
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

// The package starts the module by `initSync` alone.
export const isSame: Same<
  Arity<Omit<typeof Generated, "default" | "initSync">>,
  Arity<Omit<typeof Declared, "initSync">>
> = true;
