// What a router before the package keeps.

/** Every text that was told so far. */
const told = new Set();

/** Remembers all text in these values as they are now, in the address, and in the state of the history. */
export function tell(...values) {
  const found = new Set([location.href, history.state, ...values]);
  // What is added meanwhile is visited too, the nearest first. Some of it has no end.
  for (const value of found) {
    if (typeof value === "string") told.add(value);
    if (Object(value) !== value || value instanceof EventTarget || found.size > 10_000) continue;
    for (const member of value instanceof Map ? value : Object.entries(value)) found.add(member[0]).add(member[1]);
  }
}

window.told = () => [...told];
