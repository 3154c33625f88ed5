// The host of the module's values in a browser: the table of the call under way, and the primitives on it that the module
// imports (`imports.rs`). `native` is its twin outside a browser.

/** What is nested deeper reads as null: no value of ours is, and an object may contain itself. */
const MAX_DEPTH = 5;

// A place identifies a value, and a value may have several. Zero is no value, and is equal to nothing. `own` holds what is the
// same in every call: the fixed values at 1, 3, 5 and 7, which have no other place; and the module's constant texts, each at
// its address in the module's memory. The values of the current call have odd places above `OWN`.
const FIXED = [null, true, false, ""];
const own = new Map(FIXED.map((value, index) => [2 * index + 1, value])).set(0, NaN);
const OWN = 2 ** 24;
let values;
let refusal;

let memory;
/** The pointer of the module's stack. */
let stack = {};

/** Sets the memory that contains the module's constant texts, and the pointer of its stack. */
export const useMemory = (itsMemory, itsStack = stack) => {
  memory = itsMemory;
  stack = itsStack;
};

const at = (place) => {
  if (place > OWN) return values[(place - OWN) >> 1];
  let value = own.get(place);
  if (value === undefined) {
    const data = new Uint8Array(memory.buffer, place);
    value = String.fromCharCode(...data.subarray(0, data.indexOf(0)));
    own.set(place, value);
  }
  return value;
};

const attempt = (run, otherwise) => {
  try {
    return run();
  } catch {
    return otherwise;
  }
};

const hold = (value) => {
  const index = FIXED.indexOf(value);
  return index < 0 ? OWN + 2 * values.push(value) - 1 : 2 * index + 1;
};
const holdUnlessNull = (value) => ((value ?? null) === null ? 0 : hold(value));

const { isArray } = Array;
// Maps are objects whose prototype has no members: no name is special in them. One without a prototype would be a dictionary,
// which engines read and write several times slower.
const isMap = (value) => typeof value === "object" && value !== null && !isArray(value);
function EmptyMap() {}
EmptyMap.prototype = { __proto__: null };

/**
 * A value from outside as plain data: objects as maps, and what JSON cannot say as NaN, which nothing accepts. Half of a
 * surrogate pair has no form in a URL: it becomes U+FFFD, as `URLSearchParams` has it. Plain data is not copied again: no flow
 * changes its input, which the native twin asserts.
 */
export const plain = (value, depth = MAX_DEPTH) => {
  try {
    if (value instanceof EmptyMap) return value;
    if (!depth || (value ?? null) === null) return null;
    if (typeof value === "string") return value.toWellFormed();
    if (isArray(value)) return Array.from(value, (item) => plain(item, depth - 1));
    if (typeof value !== "object") return ["boolean", "number"].includes(typeof value) ? value : NaN;
    const map = new EmptyMap();
    for (const name of Object.keys(value)) map[name.toWellFormed()] = plain(value[name], depth - 1);
    return map;
  } catch {
    return NaN;
  }
};

/** The same for outside: maps as objects with the usual prototype. A spread makes `__proto__` a member like any other. */
const open = (value) => {
  if (isArray(value)) return value.map(open);
  if (!isMap(value)) return value;
  const object = { ...value };
  for (const name of Object.keys(object)) object[name] = open(object[name]);
  return object;
};

/**
 * Runs a flow of the module on an input. Returns its answer or its refusal, as plain data. App code that runs meanwhile, such as a
 * getter of the input, may start another call: each call has a new table. An exception that passes through the module does not
 * change its stack pointer.
 */
export const run = (flow, input) => {
  const data = plain(input);
  const outer = [values, refusal, stack.value];
  values = [];
  try {
    const answer = flow(holdUnlessNull(data));
    return answer < 0 ? { refusal: open(at(refusal)) } : { answer: answer ? open(at(answer)) : null };
  } finally {
    [values, refusal, stack.value] = outer;
  }
};

/** Records the refusal of the call, which `run` returns if the flow returns a negative place. */
export const refuse = (error) => {
  refusal = error;
};
export const refused = () => refusal;

export const object = () => hold(new EmptyMap());
export const list = () => hold([]);
export const ofNumber = (number) => hold(number);
export const ofString = (text) => hold(text);
export const stringOf = (of) => at(of);

/** As many random letters from a to p, four bits each, of the platform's generator; none where there is none. */
export const randomLetters = (count) =>
  attempt(() => {
    const bytes = crypto.getRandomValues(new Uint8Array(count));
    return hold(String.fromCharCode(...bytes.map((byte) => 97 + (byte & 15))));
  }, 0);

/** Whether two values are equal texts, numbers or flags, or one list or map. */
export const equal = (one, other) => at(one) === at(other);

/** 1 a text, 2 a number, 3 a flag, 4 a list, 5 a map; 0 null. */
export const kind = (of) => {
  const value = at(of);
  if (isArray(value)) return 4;
  return isMap(value) ? 5 : ["string", "number", "boolean"].indexOf(typeof value) + 1;
};
/** The number; NaN where it is none. */
export const number = (of) => (typeof at(of) === "number" ? at(of) : NaN);

/** The member of a map; none where it is missing or null. */
export const get = (of, name) => holdUnlessNull(at(of)[at(name)]);
/** The member of a map that is of that kind; else none. */
export const typed = (of, name, wanted) => {
  const place = get(of, name);
  return kind(place) === wanted ? place : 0;
};
/** Puts a member; none puts null. */
export const put = (of, name, value) => {
  at(of)[at(name)] = value ? at(value) : null;
};
export const copy = (of) => hold(Object.assign(new EmptyMap(), at(of)));

/** The names of a map's members, as a list. */
export const names = (of) => hold(Object.keys(at(of)));

/** The items of a list, for `next` to take one after the other; none behind the last. */
export const items = (of) => hold([...at(of)].reverse());
/** The last items of a list, at most that many. */
export const last = (of, most) => hold(at(of).slice(-most));
/** The first map in a list whose member is equal to a value; none where there is none. */
export const find = (of, name, value) =>
  holdUnlessNull(at(of).find((item) => isMap(item) && item[at(name)] === at(value)));
/** Puts something in the place of an item; none takes the item out. */
export const replace = (of, item, by) => {
  at(of).splice(at(of).indexOf(at(item)), 1, ...(by ? [at(by)] : []));
};
export const next = (of) => (at(of).length ? hold(at(of).pop()) : 0);
export const push = (of, item) => {
  at(of).push(at(item));
};
/** Whether a list has an item, or a text contains another. */
export const has = (of, item) => at(of).includes(at(item));
export const joined = (of, mark) => hold(at(of).join(at(mark)));

/**
 * The module's own patterns: a few, each compiled once for each use. They match code units, since Firefox gives up at a few
 * million characters where it must keep pairs together.
 */
const patterns = { s: new Map(), gs: new Map() };
const regex = (pattern, flags) => {
  const [source, known] = [at(pattern), patterns[flags]];
  let compiled = known.get(source);
  if (!compiled) {
    compiled = new RegExp(source, flags);
    known.set(source, compiled);
  }
  return compiled;
};

/** How many UTF-16 code units a text has, or items a list. */
export const length = (of) => at(of).length;
export const join = (one, other) => hold(at(one) + at(other));
export const fits = (of, pattern) => regex(pattern, "s").test(at(of));
/** What the pattern's group finds; empty where the pattern finds nothing. */
export const part = (of, pattern) => hold(regex(pattern, "s").exec(at(of))?.[1] ?? "");
export const matches = (of, pattern) => hold(at(of).match(regex(pattern, "gs")) ?? []);
export const replaced = (of, pattern, by) => hold(at(of).replace(regex(pattern, "gs"), at(by)));
/** What follows a beginning; none where the text begins otherwise. */
export const after = (of, beginning) => {
  const [text, start] = [at(of), at(beginning)];
  return text.startsWith(start) ? hold(text.slice(start.length)) : 0;
};
/** The pieces between marks that are not empty. */
export const split = (of, mark) => hold(at(of).split(at(mark)).filter(Boolean));
export const lower = (of) => hold(at(of).toLowerCase());

/**
 * A URL by the WHATWG rules, against a base or none; none where it is no URL. It is the platform's own object, of which `href`
 * and `origin` are read: to serialise the origin takes as long as to parse the URL.
 */
export const url = (text, base) => attempt(() => hold(new URL(at(text), at(base) || undefined)), 0);

/** A form component (RFC 6749 Appendix B): `+` is a space, and what is no UTF-8 does not decode: null. */
const decoded = (text) =>
  /[%+]/.test(text) ? attempt(() => decodeURIComponent(text.replaceAll("+", " ")), null) : text;
/** The `name=value` pieces of a query or fragment that are not empty, decoded. */
export const parameters = (text) =>
  hold(
    at(text)
      .split("&")
      .filter(Boolean)
      .map((piece) => {
        const [name, ...rest] = piece.split("=");
        return { name: decoded(name), value: decoded(rest.join("=")) };
      }),
  );
export const encode = (text) => hold(encodeURIComponent(at(text)));

/** What JSON text says; none where it is no JSON, or null. */
export const json = (text) => holdUnlessNull(attempt(() => plain(JSON.parse(at(text))), null));
export const toJson = (of) => hold(JSON.stringify(at(of)));

/** Base64url (RFC 4648 §5) of UTF-8; empty where it is none. */
export const base64url = (text) =>
  hold(
    attempt(() => {
      const bytes = atob(at(text).replaceAll("-", "+").replaceAll("_", "/"));
      return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
    }, ""),
  );

/** Milliseconds since the epoch. */
export const now = () => Date.now();

/** The text in sessionStorage, empty where there is none; none where nobody can say. */
export const stored = (key) => attempt(() => hold(sessionStorage.getItem(at(key)) ?? ""), 0);
/** Stores a text, or removes what is stored; whether that was possible. */
export const store = (key, text) =>
  attempt(() => {
    if (text) sessionStorage.setItem(at(key), at(text));
    else sessionStorage.removeItem(at(key));
    return true;
  }, false);
