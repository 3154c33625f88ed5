/** A row of `tests/vectors/primitives.json`, or a random one. */
export interface Row {
  call: string;
  with: unknown[];
  times?: number;
  expect?: unknown;
}

type Place = number;

/** What the cases use of `src/host/host.js` themselves. */
export interface Host {
  useMemory(memory: { buffer: ArrayBuffer }, stack?: { value: number }): void;
  run(flow: (input: Place) => Place, input: unknown, headers?: Headers): { answer?: unknown; refusal?: unknown };
  headers(): Headers | undefined;
  equal(one: Place, other: Place): boolean;
  refuse(error: Place): void;
  kind(of: Place): number;
  list(): Place;
  push(list: Place, item: Place): void;
  ofNumber(number: number): Place;
  randomLetters(count: number): Place;
  json(text: Place): Place;
  stored(key: Place): Place;
  store(key: Place, text: Place): boolean;
}

export const host: Host;
export const vectors: Row[];
export const answer: (row: Row) => string;
export const randomRows: (seed: number) => Row[];
export const digest: (rows: Row[]) => Record<string, string>;
