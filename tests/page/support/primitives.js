// What the primitives of `src/host/host.js` make of rows: those of `tests/vectors/primitives.json`, and random ones. This is
// JavaScript because Node.js runs it too, for `tests/core/primitives.rs`, which does the same natively.
import * as host from "../../../src/host/host.js";
import rows from "../../vectors/primitives.json" with { type: "json" };

export { host };

/** A row for each of the values that a row has answered alike. */
export const vectors = rows.flatMap(({ each, ...row }) =>
  each ? each.map((first) => ({ ...row, with: [first, ...(row.with ?? [])] })) : [row],
);

/** Where null is. A primitive that answers with none answers with zero. */
const NULL = 1;
const flag = (is) => (is ? 3 : 5);
const listOf = (...places) => {
  const list = host.list();
  for (const place of places) host.push(list, place || NULL);
  return list;
};

/** Each call of a row, from places to a place. Most are primitives as they are. */
const calls = {
  ...host,
  same: (value) => value,
  equal: (one, other) => flag(host.equal(one || NULL, other || NULL)),
  kind: (value) => host.ofNumber(host.kind(value || NULL)),
  number: (text) => {
    const number = host.number(host.json(text) || NULL);
    return listOf(host.ofNumber(number), flag(Number.isNaN(number)), flag(Math.abs(number) === Infinity));
  },
  put: (map, ...members) => {
    const copy = host.copy(map);
    for (let at = 0; at < members.length; at += 2) host.put(copy, members[at], members[at + 1]);
    return listOf(host.names(map), host.names(copy), host.toJson(copy));
  },
  typed: (map, name, kind) => host.typed(map, name, host.number(kind)),
  item: (list, index) => {
    const items = host.items(list);
    for (let before = host.number(index); before > 0; before--) host.next(items);
    return host.next(items);
  },
  has: (value, item) => flag(host.has(value, item || NULL)),
  replace: (list, index, by) => {
    host.replace(list, calls.item(list, index), by);
    return list;
  },
  last: (list, most) => host.last(list, host.number(most)),
  length: (text) => host.ofNumber(host.length(text)),
  url: (text, base) => {
    const [url, map] = [host.url(text, base), host.object()];
    for (const name of ["href", "origin"].map(host.ofString)) if (url) host.put(map, name, host.get(url, name));
    return url && map;
  },
  fits: (text, pattern) => flag(host.fits(text, pattern)),
  json: (text) => {
    const value = host.json(text);
    return listOf(value, host.toJson(value || NULL));
  },
  toJson: (value) => host.toJson(value || NULL),
};

/** The answer to a row, as JSON text. */
export const answer = ({ call, with: [first, ...others], times = 0 }) => {
  const inputs = first === undefined ? [] : [times ? first.repeat(times) : first, ...others];
  const flow = (all) => {
    const items = host.items(all);
    const places = inputs.map(() => host.next(items));
    return host.toJson(calls[call](...places.map((place) => (place === NULL ? 0 : place))) || NULL);
  };
  return host.run(flow, inputs).answer;
};

const PIECES = [
  ..."aB09 +=&#?/\\\".,:;-_~@[]{}|$^*()<>'!%\0\t\n\r\x7fé\xa0İΣς߿\u2028\ufeff\ufffd회😀𝒳",
  ..."%41 %e3%81%82 %FF %C0%80 %ed%a0%80 %f0%9f%98%80 %0 %u0041 null true -1.5e3 007 https:// // ..".split(" "),
  ..."access_token code realm= client_secret error ${ \\u00e9 \\n".split(" "),
  "Bearer ",
];
const HOSTS = ["h.example", "H.EXAMPLE.", "127.1", "0x7f.1", "256.1.1.1", "[::1]", "[1::0:2]", "[::1", "a%41", ""];
const NUMBERS = "0 -0 7 -1.5 1e21 123456789012345680000 1E-7 0.000001 5e-324 1e999 01 1.".split(" ");

/** Random rows, 150 for each call. The generator is mulberry32. */
export const randomRows = (seed) => {
  let state = seed;
  const below = (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  const one = (list) => list[below(list.length)];
  const many = (most, make) => Array.from({ length: below(most + 1) }, make);
  const text = (most = 12) => many(most, () => one(PIECES)).join("");
  const some = (of) => [...of].slice(below(3), 3 + below(12)).join("");
  const texts = () => many(5, () => text(2));
  // No name is an integer, which JavaScript would put first.
  const map = (depth) => Object.fromEntries(many(4, () => [`${one(["a", "b", "__proto__"])}${text(1)}`, value(depth)]));
  const value = (depth = 3) => {
    const kinds = [() => text(5), () => one([null, true, false]), () => (below(2001) - 1000) / one([1, 8, 1000])];
    return one(depth ? [...kinds, () => many(4, () => value(depth - 1)), () => map(depth - 1)] : kinds)();
  };
  const json = () => {
    const written = JSON.stringify(value(6)).replace(/\d+/, () => one(NUMBERS));
    const cut = below(written.length);
    return one([
      written,
      `${written.slice(0, cut)}${one(PIECES)}${written.slice(cut + below(2))}`,
      text(3),
    ]).toWellFormed();
  };
  const base64 = () => {
    const bytes = one([[...new TextEncoder().encode(text())], many(9, () => below(256))]);
    return btoa(String.fromCharCode(...bytes))
      .replaceAll("+", () => one("-+"))
      .replaceAll("/", () => one("_/"))
      .replace(/=/g, () => one(["", "=", " "]));
  };
  // Engines do not agree on other schemes, on names of hosts that are none, and on some characters in a path.
  const address = () =>
    [one(["https:", "http:", "HTTP:", ""]), one(["//", "/", "\\\\", "", "///"])]
      .concat(one(["", "", "", "me@", "me:pw@"]), one(HOSTS), one(["", "", ":80", ":443", ":8080", ":99999", ":x"]))
      .concat(one(["/", "/a/../b/%2e", "/a b\\c", "?", "#"]), path())
      .join("");
  const path = () => text(3).replace(/[|^\0]|https:/g, "");
  const ofPattern = (call) => [text(), ...one(vectors.filter((row) => row.call === call)).with.slice(1)];
  const inputs = {
    equal: () => [value(0), value(0)],
    typed: () => [{ ...map(2), a: value(2) }, "a", 1 + below(5)],
    put: () => [map(2), "a", value(2), one(["a", "b", "c"]), value(2)],
    has: () => (below(2) ? [text(), text(1)] : [texts(), text(1)]),
    find: () => [many(4, () => ({ a: text(1), b: text(1) })), one(["a", "b", "c"]), text(1)],
    replace: () => [["a", {}, null, "b", {}, "a"], below(6), one([null, text(1), {}])],
    last: () => [texts(), 1 + below(3)],
    joined: () => [texts(), text(1)],
    after: () => one([(of) => [of, some(of)], (of) => [of, [...of].slice(0, below(4)).join("")]])(text()),
    split: () => [text(), one([" ", ",", "|", "&", "회", "%4"])],
    lower: () => [text()],
    length: () => [text()],
    url: () => [one([address, path])(), one([null, null, "https://h.example/a/b?c#d", "http://me@[::1]:8080/..;/a/"])],
    parameters: () => [many(5, () => one([text(4), `${text(2)}=${text(3)}`])).join("&")],
    encode: () => [text()],
    json: () => [json()],
    toJson: () => [value(3)],
    base64url: () => [one([base64, () => text(4)])()],
    ...Object.fromEntries(["fits", "part", "matches", "replaced"].map((call) => [call, () => ofPattern(call)])),
  };
  return Object.keys(inputs).flatMap((call) => Array.from({ length: 150 }, () => ({ call, with: inputs[call]() })));
};

/** A byte for each row's answer (FNV-1a), in hexadecimal, by call: enough to see that hosts disagree, and where. */
export const digest = (rows) => {
  /** @type {Record<string, string>} */
  const bytes = {};
  for (const row of rows) {
    let hash = 0x811c9dc5;
    for (const unit of answer(row)) hash = Math.imul(hash ^ unit.codePointAt(0), 0x01000193) >>> 0;
    bytes[row.call] = (bytes[row.call] ?? "") + (hash >>> 24).toString(16).padStart(2, "0");
  }
  return bytes;
};
