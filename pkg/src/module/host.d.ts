// The build's `#host`: `src/host/host.js`, the table that the module's values stand in.

/** Sets the memory of the module, and the pointer of its stack. */
export const useMemory: (memory: unknown, stack?: unknown) => void;
/** A copy of a value as plain data, which `run` takes as it is. It may not be changed. */
export const plain: <T>(value: T) => T;
/** Runs a flow on the place of an input, the answer or the refusal is plain data. */
export const run: (
  flow: (place: number) => number,
  input: unknown,
) => { answer?: unknown; refusal?: Record<string, unknown> };
