// The host of the module's values in a browser: the table of the call under way, and the primitives on it that the module
// imports (`imports.rs`). `native` is its twin outside a browser.

/** What is nested deeper reads as null: no value of ours is, and an object may contain itself. */
const MAX_DEPTH = 5;

// A value stands at an odd place, so that no place is zero: zero is none. Null, true, false and the empty text have the same
// place in every call. Equal texts, numbers and flags have one place.
let values;
let places;
let refusal;

const attempt = (run, otherwise) => {
  try {
    return run();
  } catch {
    return otherwise;
  }
};

const hold = (value) => {
  let place = places.get(value);
  if (!place) {
    place = values.push(value, 0) - 2;
    places.set(value, place);
  }
  return place;
};
const holdUnlessNull = (value) => ((value ?? null) === null ? 0 : hold(value));

const { isArray } = Array;
const isMap = (value) => value instanceof Map;

/** Half of a surrogate pair has no form in a URL: it becomes U+FFFD, as `URLSearchParams` has it. */
const wellFormed = (text) => text.replace(/\p{Surrogate}/gu, "\ufffd");

/** A value from outside as plain data: objects as maps, and what JSON cannot say as NaN, which nothing accepts. */
const plain = (value, depth = MAX_DEPTH) =>
  attempt(() => {
    const inner = (item) => plain(item, depth - 1);
    if (!depth || (value ?? null) === null) return null;
    if (typeof value === "string") return wellFormed(value);
    if (isArray(value)) return [...value].map(inner);
    if (typeof value === "object") {
      return new Map(Object.entries(value).map(([name, item]) => [wellFormed(name), inner(item)]));
    }
    return ["boolean", "number"].includes(typeof value) ? value : NaN;
  }, NaN);

/** The same for outside: maps as objects. */
const open = (value) => {
  if (isArray(value)) return value.map(open);
  return isMap(value) ? Object.fromEntries([...value].map(([name, item]) => [name, open(item)])) : value;
};

let memory;

/** Names the memory that the module's own texts lie in. */
export const useMemory = (its) => {
  memory = its;
};

/**
 * Runs a flow of the module on an input: its answer, or a refusal, as plain data. App code that runs meanwhile, such as a
 * getter of the input, may start another call: it has a table of its own.
 */
export const run = (flow, input) => {
  const data = plain(input);
  const outer = [values, places, refusal];
  values = [0, null, 0, true, 0, false, 0, "", 0];
  places = new Map([
    [null, 1],
    [true, 3],
    [false, 5],
    ["", 7],
  ]);
  refusal = 0;
  try {
    const answer = flow(holdUnlessNull(data));
    return refusal ? { refusal: open(values[refusal]) } : { answer: answer ? open(values[answer]) : null };
  } finally {
    [values, places, refusal] = outer;
  }
};

/** Says that the call is refused, and why. */
export const refuse = (error) => {
  refusal = error;
};

export const object = () => hold(new Map());
export const list = () => hold([]);
export const ofNumber = (number) => hold(number);
export const ofString = (text) => hold(text);
export const stringOf = (of) => values[of];
export const ofAscii = (bytes) => hold(String.fromCharCode(...bytes));

/** The module's own texts, by their addresses. */
const texts = [];

/** The text of ASCII characters at an address of the module's memory, up to a zero. */
export const ofMemory = (address) => {
  if (!texts[address]) {
    const bytes = new Uint8Array(memory.buffer);
    texts[address] = String.fromCharCode(...bytes.subarray(address, bytes.indexOf(0, address)));
  }
  return hold(texts[address]);
};

/** 1 a text, 2 a number, 3 a flag, 4 a list, 5 a map; 0 null. */
export const kind = (of) => {
  const value = values[of];
  if (isArray(value)) return 4;
  return isMap(value) ? 5 : ["string", "number", "boolean"].indexOf(typeof value) + 1;
};
/** The number; NaN where it is none. */
export const number = (of) => (typeof values[of] === "number" ? values[of] : NaN);

/** The member of a map; none where it is missing or null. */
export const get = (of, name) => holdUnlessNull(values[of].get(values[name]));
/** Puts a member; none puts null. */
export const put = (of, name, value) => {
  values[of].set(values[name], value ? values[value] : null);
};
export const names = (of) => hold([...values[of].keys()]);
export const copy = (of) => hold(new Map(values[of]));

/** The item of a list; none behind the last. */
export const item = (of, index) => (index < values[of].length ? hold(values[of][index]) : 0);
export const push = (of, item) => {
  values[of].push(values[item]);
};
/** Whether a list has an item, or a text contains another. */
export const has = (of, item) => values[of].includes(values[item]);
export const joined = (of, mark) => hold(values[of].join(values[mark]));

/** The module's own patterns: a few, each compiled once for each use. */
const patterns = { su: new Map(), gsu: new Map() };
const regex = (pattern, flags) => {
  const [source, known] = [values[pattern], patterns[flags]];
  if (!known.has(source)) known.set(source, new RegExp(source, flags));
  return known.get(source);
};

/** How many UTF-16 code units a text has. */
export const length = (of) => values[of].length;
export const join = (one, other) => hold(values[one] + values[other]);
export const fits = (of, pattern) => regex(pattern, "su").test(values[of]);
/** What the pattern's group finds; empty where the pattern finds nothing. */
export const part = (of, pattern) => hold(regex(pattern, "su").exec(values[of])?.[1] ?? "");
export const matches = (of, pattern) => hold(values[of].match(regex(pattern, "gsu")) ?? []);
export const replaced = (of, pattern, by) => hold(values[of].replace(regex(pattern, "gsu"), values[by]));
/** What follows a beginning; none where the text begins otherwise. */
export const after = (of, beginning) => {
  const [text, start] = [values[of], values[beginning]];
  return text.startsWith(start) ? hold(text.slice(start.length)) : 0;
};
/** The pieces between marks that are not empty. */
export const split = (of, mark) => hold(values[of].split(values[mark]).filter(Boolean));
export const lower = (of) => hold(values[of].toLowerCase());

/** A URL by the WHATWG rules, against a base or none; none where it is no URL. */
export const url = (text, base) =>
  attempt(() => {
    const { href, origin, hostname } = new URL(values[text], values[base] || undefined);
    return hold(new Map(Object.entries({ href, origin, hostname })));
  }, 0);

/** A form component (RFC 6749 Appendix B): `+` is a space, and what is no UTF-8 does not decode: null. */
const decoded = (text) => attempt(() => decodeURIComponent(text.replaceAll("+", " ")), null);
/** The `name=value` pieces of a query or fragment that are not empty, decoded. */
export const parameters = (text) =>
  hold(
    values[text]
      .split("&")
      .filter(Boolean)
      .map((piece) => {
        const [name, ...rest] = piece.split("=");
        return new Map(Object.entries({ name: decoded(name), value: decoded(rest.join("=")) }));
      }),
  );
export const encode = (text) => hold(encodeURIComponent(values[text]));

/** What JSON text says; none where it is no JSON, or null. */
export const json = (text) => holdUnlessNull(attempt(() => plain(JSON.parse(values[text])), null));
export const toJson = (of) => hold(JSON.stringify(open(values[of])));

/** Base64url (RFC 4648 §5) of UTF-8; empty where it is none. */
export const base64url = (text) =>
  hold(
    attempt(() => {
      const bytes = atob(values[text].replaceAll("-", "+").replaceAll("_", "/"));
      return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
    }, ""),
  );

/** The text in sessionStorage, empty where there is none; none where nobody can say. */
export const stored = (key) => attempt(() => hold(sessionStorage.getItem(values[key]) ?? ""), 0);
/** Stores a text, or removes what is stored; whether that was possible. */
export const store = (key, text) =>
  attempt(() => {
    if (text) sessionStorage.setItem(values[key], values[text]);
    else sessionStorage.removeItem(values[key]);
    return true;
  }, false);
