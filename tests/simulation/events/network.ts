// What happens between pages, and between them and servers: messages arrive, locks are granted, answers come or are lost,
// and time passes. None of it comes at a certain time.
import { setImmediate } from "node:timers/promises";
import type { Random } from "../run/random.ts";
import { act, SAYS, type Says } from "../server/token_endpoint.ts";
import type { Created } from "../world/copy.ts";
import type { Lock } from "../world/locks.ts";
import type { TokenFlight } from "../world/network.ts";
import type { Page } from "../world/page.ts";
import type { World } from "../world/world.ts";
import { clientEvent, type Event, event, pageEvent } from "./event.ts";

/** What a trace says of a message. */
const TOLD = ["ask", "end", "session", "id", "refreshes", "refreshToken"];

/** The first message between two channels of those on their way arrives. */
export const deliver = (world: World, random: Random): boolean => {
  const some = random.any(world.messages);
  if (!some) return false;
  const message = world.messages.find(({ from, to }) => from === some.from && to === some.to) ?? some;
  world.messages.splice(world.messages.indexOf(message), 1);
  const { to, data } = message;
  to.copy.say(() => `hears from ${message.from.id}: ${JSON.stringify(data, TOLD)}`);
  world.rules.heard(message);
  to.onmessage?.({ data });
  return true;
};

/** One who is first to wait for a lock that nobody has is granted it. */
export const grant = (world: World, random: Random): boolean => {
  const isFirst = (lock: Lock) => !lock.isHeld && world.locks.find((it) => it.name === lock.name) === lock;
  const lock = random.any(world.locks.filter((it) => isFirst(it) && it.page.state === "shown"));
  lock?.page.say(() => `is granted ${lock.name.slice(0, 30)}`);
  lock?.grant();
  return lock !== undefined;
};

/** Time passes in a page, until one of its timers is due. */
export const passUntil = async (page: Page, due: number): Promise<void> => {
  const { world } = page;
  const ms = Math.max(0, due - world.elapsed);
  world.elapsed += ms;
  world.now += ms;
  page.say(() => `${ms / 1000} s pass`);
  while (page.state === "shown" && page.timers.runNext(due)) await setImmediate();
};

/** A token endpoint acts on a request. Its answer is on its way from then on. */
export const actOn = (world: World, random: Random, says: readonly Says[]): boolean => {
  const flight = random.any(world.tokenFlights.filter(({ answer }) => answer === null));
  if (!flight) return false;
  const how = random.of(says);
  flight.answer = act(world, flight, how);
  world.say(() => `the token endpoint acts on ${flight.number}: ${how}, ${flight.answer?.join(" ")}`);
  return true;
};

/** Requests of pages that are shown, or gone, have an end: one that is frozen hears of its own later. */
const mayEnd = ({ copy }: TokenFlight): boolean => copy.page.state !== "frozen";

export const answer = (world: World, random: Random): boolean => {
  const flight = random.take(world.tokenFlights, (it) => mayEnd(it) && it.answer !== null);
  if (!flight) return false;
  const [status, body] = flight.answer as [number, string];
  flight.copy.say(() => `the answer to ${flight.number} arrives`);
  world.counts.outcome("token endpoint", "answered");
  if (flight.copy.page.state === "shown") {
    world.rules.tokenAnswer(flight, status, body);
    flight.resolve(new Response(body, { status }));
  }
  return true;
};

/** What an API answers: a status, and a challenge (RFC 6750 §3); 0 is that the network fails. */
type Answer = readonly [status: number, challenge?: string];
const ANSWERS: readonly Answer[] = [
  [200],
  [200],
  [401],
  [401, 'Bearer error="invalid_token"'],
  [403, 'Bearer error="insufficient_scope", scope="cash:read"'],
  [403],
  [500],
  [503, "Basic realm=x"],
];

export const endCall = (page: Page, random: Random, answers: readonly Answer[]): boolean => {
  const flight = random.take(page.world.callFlights, ({ copy }) => copy.page === page);
  if (!flight) return false;
  const [status, challenge] = random.of(answers);
  page.say(() => `call ${flight.call} is answered with ${status || "nothing"}`);
  if (status === 0) flight.reject(new TypeError("no network"));
  else flight.resolve(new Response("", { status, headers: challenge ? { "WWW-Authenticate": challenge } : {} }));
  return true;
};

/** What an app asks for: a path below the API's base, or a whole address. */
const TARGETS: readonly (readonly [string, string, string?])[] = [
  ["GET", "/users/v1/member"],
  ["GET", "/users/v1/member"],
  ["GET", "/cash/v1/balance"],
  ["POST", "/messages/v4/send"],
  ["GET", "/anything", "cash:read"],
  ["GET", "https://api.solapi.com/users/v1/member"],
  ["GET", "https://proxy.example/users/v1/member"],
  ["GET", "https://evil.example/users/v1/member"],
  ["GET", "https://api.coolsms.co.kr.evil.example/"],
  ["GET", "https://api.coolsms.co.kr@evil.example/"],
];

export const startCall = ({ copy, app, client }: Created, random: Random): void => {
  const [method, target, scope] = random.of(TARGETS);
  const number = copy.world.number();
  const controller = new AbortController();
  copy.calls.set(number, { app, sent: 0, session: null, controller });
  copy.say(() => `${app.clientId} calls ${target} (${number})`);
  const init = { method, scope, headers: { "X-Call": String(number) }, signal: controller.signal };
  copy.watch(`call ${number}`, client.fetch(target, init));
};

export const NETWORK_EVENTS: Event[] = [
  event("a message arrives", 20, deliver),
  event("a lock is granted", 14, grant),
  pageEvent("time passes", 15, async (page, random) => {
    const due = random.any(page.timers.ends);
    if (due === undefined) return false;
    await passUntil(page, due);
    return true;
  }),
  event("a token endpoint acts", 14, (world, random) => actOn(world, random, SAYS)),
  event("a token endpoint's answer arrives", 14, answer),
  event("a token endpoint's answer is lost", 3, (world, random) => {
    const flight = random.take(world.tokenFlights, mayEnd);
    if (!flight) return false;
    flight.copy.say(() => `the answer to ${flight.number} is lost`);
    if (flight.copy.page.state === "shown") flight.reject(new TypeError("no network"));
    return true;
  }),
  clientEvent("a call starts", 12, startCall),
  pageEvent("a call ends", 10, (page, random) => endCall(page, random, [...ANSWERS, [0]])),
  pageEvent("a call is aborted", 2, (page, random) => {
    const calls = page.copies.flatMap(({ calls }) => [...calls.values()]);
    const call = random.any(calls.filter(({ controller }) => !controller.signal.aborted));
    call?.controller.abort(new Error("aborted"));
    return call !== undefined;
  }),
  pageEvent("the API refuses a token", 8, (page, random) => endCall(page, random, [[401]])),
];
