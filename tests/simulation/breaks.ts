// Ways in which the package could be wrong: each is made in its real code, and a rule has to notice. Other tests may run them
// too. A text that does not occur exactly once is an error.
import type { RuleName } from "./rules/list.ts";
import type { Change } from "./run/bundle.ts";
import type { Place } from "./run/schedule.ts";

export interface Break {
  name: string;
  /** What is wrong. */
  says: string;
  requirements: string;
  changes: readonly Change[];
  /** The rules of which one has to notice. */
  rules: readonly RuleName[];
  /** The clients and the server, where it shows. */
  place?: Place;
  /** Where to look first: what is rare was found here. Elsewhere it is found too, only later. */
  seed?: number;
}

const one = (file: string, find: string, replace: string): readonly Change[] => [{ file, find, replace }];

/** The state in an address, as the broken module's caller would read it. */
const STATE = "(/[?&#](?:oauth_)?state=([^&#]*)/.exec(url)?.[1] ?? '')";

/** Judges a response with the stored sign-ins changed, where it would be refused. */
const withPending = (change: string): readonly Change[] => [
  {
    file: "callback.js",
    find: "const receive = (own, shared, url) => {\n  try {\n    const received = core.receiveCallback({ config: own, url: bounded(url) });",
    replace: `const judge = (own, url) => {
  const before = globalThis.sessionStorage.getItem("coolsms-oauth2.pending");
  try {
    return core.receiveCallback({ config: own, url: bounded(url) });
  } catch (error) {
    let records = [];
    try { records = JSON.parse(before).map((it) => ({ ...it, ...${change} })); } catch {}
    for (const signIn of records) {
      try {
        const received = core.receiveCallback({ config: own, url: bounded(url), signIn });
        if (received) return received;
      } catch {}
    }
    throw error;
  }
};
const receive = (own, shared, url) => {
  try {
    const received = judge(own, url);`,
  },
];

export const BREAKS: readonly Break[] = [
  {
    name: "skips_binding",
    says: "takes a state for that of whichever client asks",
    requirements: "S14",
    changes: withPending("{ clientId: own.clientId, provider: own.provider.id, redirectUri: own.redirectUri }"),
    rules: ["issued", "error"],
    place: { apps: [3, 5], rotation: "off" },
  },
  {
    name: "skips_state",
    says: "takes a state that it does not know for its own",
    requirements: "S9",
    changes: withPending(`{ spent: false, state: ${STATE} }`),
    rules: ["attacker", "issued", "once", "popup"],
  },
  {
    name: "skips_age",
    says: "thinks that every sign-in started just now",
    requirements: "S12",
    changes: withPending("{ issuedAt: Date.now(), expiresAt: Date.now() + 1e6 }"),
    rules: ["young"],
  },
  {
    name: "stores_first",
    says: "stores the token before it looks at the state",
    requirements: "S9",
    changes: one(
      "callback.js",
      "const receive = (own, shared, url) => {\n  try {\n",
      `const receive = (own, shared, url) => {
  const token = /[?&#]access_token=([^&#]+)/.exec(url)?.[1];
  if (token) shared.set({ id: "early", accessToken: token, scope: null, refreshes: 0, extra: {} }, own);
  try {
`,
    ),
    rules: ["attacker", "mixed", "stored"],
  },
  {
    name: "never_spends",
    says: "does not write down that a state was used",
    requirements: "S11",
    changes: one(
      "callback.js",
      "    const received = core.receiveCallback({ config: own, url: bounded(url) });\n    if (received === null && popupNonceOf(url))",
      `    const pending = globalThis.sessionStorage.getItem("coolsms-oauth2.pending");
    const received = core.receiveCallback({ config: own, url: bounded(url) });
    if (pending !== null) globalThis.sessionStorage.setItem("coolsms-oauth2.pending", pending);
    if (received === null && popupNonceOf(url))`,
    ),
    rules: ["once"],
  },
  {
    name: "ends_all",
    says: "ends every sign-in when a response is refused",
    requirements: "S10",
    changes: one(
      "callback.js",
      "    // It names the place where a sign-in of this client started: then it has ended that one.\n",
      '    try { globalThis.sessionStorage.setItem("coolsms-oauth2.pending", "[]"); } catch {}\n',
    ),
    rules: ["survives", "popup"],
  },
  {
    name: "leaves_address",
    says: "leaves the response in the address",
    requirements: "S26",
    changes: one("address.js", '    history.replaceState(history.state, "", url);', ""),
    rules: ["address"],
  },
  {
    name: "cuts_route",
    says: "cuts off the app's own route with the response",
    requirements: "S27",
    changes: one("address.js", "if (piecesOf(hash).some(isOneOf(TELLING))) url.hash", "url.hash"),
    rules: ["own"],
  },
  {
    name: "takes_all",
    says: "takes responses out at import whether or not anybody waits for one",
    requirements: "S27",
    changes: one(
      "address.js",
      'if (pending.length > 0 && carries(isWaiting ? DECIDING : ["access_token"])) take();',
      "take();",
    ),
    rules: ["own"],
  },
  {
    name: "judges_again",
    says: "judges the same response again when it is asked again",
    requirements: "S29",
    changes: one("callback.js", "if (shared.callback?.url === url) {", "if (false) {"),
    rules: ["same"],
  },
  {
    name: "sends_anywhere",
    says: "lets the token go wherever the app calls",
    requirements: "S32",
    changes: one(
      "request.js",
      "    return core.permitCall({ config, session, options, mayRefresh }, request);",
      "    const apiOrigins = [new URL(request.url).origin];\n    return core.permitCall({ config, session, options: { ...options, apiOrigins }, mayRefresh }, request);",
    ),
    rules: ["sent"],
  },
  {
    name: "keeps_session",
    says: "uses the session as it once read it, whatever has become of it",
    requirements: "S48",
    changes: one(
      "session.js",
      "    if (!session) return null;\n    const before = session.id;",
      "    return session;\n    const before = session.id;",
    ),
    rules: ["signed_out"],
  },
  {
    name: "mixes_sessions",
    says: "puts the new token into the old session",
    requirements: "S36",
    changes: one(
      "callback.js",
      "  shared.set(session, own);\n  return { session",
      "  const { id, accessToken } = session;\n  shared.set({ ...(shared.current() ?? session), id, accessToken }, own);\n  return { session",
    ),
    rules: ["mixed", "stored", "newest"],
  },
  {
    name: "stores_all",
    says: "stores the session although it is to live in memory",
    requirements: "S45",
    changes: one(
      "store.js",
      "  return isSession(kept) ? kept : null;",
      "  return isSession(session) ? session : null;",
    ),
    rules: ["stored"],
  },
  {
    name: "believes_errors",
    says: "takes the server's error for this sign-in's, whatever its state",
    requirements: "S13",
    changes: one(
      "callback.js",
      "    // It names the place where a sign-in of this client started: then it has ended that one.\n",
      `    const errorDescription = /error_description=([^&#]*)/.exec(url)?.[1];
    if (errorDescription) error = new OAuthError("authorization_error", "the server's answer", { errorDescription });
`,
    ),
    rules: ["error"],
  },
  {
    name: "waits_forever",
    says: "has no time-out",
    requirements: "S39",
    changes: one("request.js", "const timer = setTimeout(() => late.abort(), timeoutMs);", "const timer = 0;"),
    rules: ["settles"],
  },
  {
    name: "ignores_return",
    says: "does not notice that the user came back",
    requirements: "S39",
    changes: one("sign_in.js", "if (persisted) reject", "if (false) reject"),
    rules: ["settles"],
  },
  {
    name: "refreshes_each",
    says: "refreshes for each call and each tab that asks",
    requirements: "S42",
    changes: [
      { file: "refresh.js", find: "  shared.refreshing ??= run", replace: "  shared.refreshing = run" },
      { file: "refresh.js", find: "    if (!locks) {", replace: "    if (true) {" },
    ],
    rules: ["alone"],
  },
  {
    name: "keeps_old_token",
    says: "keeps the old refresh token when a new one has come",
    requirements: "S40",
    changes: one(
      "refresh.js",
      "    next = await tokensFor(own, session);",
      "    next = { ...(await tokensFor(own, session)), refreshToken: session.refreshToken };",
    ),
    rules: ["newest", "old", "mixed"],
  },
  {
    name: "forgets_token",
    says: "forgets its refresh token when it hears of a newer session that has none",
    requirements: "S40",
    changes: one("session.js", "      : { ...found, refreshToken: session.refreshToken };", "      : found;"),
    rules: ["newest"],
    place: { apps: [6, 6], rotation: "off" },
    seed: 18_450,
  },
  {
    name: "drops_answer",
    says: "drops a new refresh token when this page has gone on to another session",
    requirements: "S40",
    changes: one("session.js", "      tabs.tell(next);\n", "      if (isOurs) tabs.tell(next);\n"),
    rules: ["newest"],
    place: { apps: [7, 7], rotation: "on" },
  },
  {
    name: "sends_old_token",
    says: "sends the refresh token that it has, even when another tab has a newer one",
    requirements: "S42",
    changes: one("refresh.js", "  if (await shared.isLost()) return false;\n", ""),
    rules: ["ended"],
    place: { apps: [7, 7], rotation: "on" },
    seed: 11_300,
  },
  {
    name: "forgets_marks",
    says: "does not look whether its session is over elsewhere",
    requirements: "S48",
    changes: one(
      "store.js",
      'export const hasEnded = (session) => markOf(session) === "ended";',
      "export const hasEnded = () => false;",
    ),
    rules: ["signed_out"],
  },
  {
    name: "marks_nothing",
    says: "does not write down that a session is over",
    requirements: "S48",
    changes: one(
      "store.js",
      'export const markEnded = (session) => mark(session, "ended");',
      "export const markEnded = () => {};",
    ),
    rules: ["signed_out"],
  },
  {
    name: "takes_any",
    says: "takes over any session that another tab tells of",
    requirements: "S36",
    changes: one(
      "session.js",
      "const isTaken = !session && isAwaiting && (wanted ?? found.id) === found.id;",
      "const isTaken = !isOurs;",
    ),
    rules: ["mixed"],
  },
  {
    name: "asks_the_api",
    says: "asks the API in place of the token endpoint",
    requirements: "S44",
    changes: one(
      "token.js",
      "const request = new Request(url, {",
      "const request = new Request(`${own.provider.apiBase}/token`, {",
    ),
    rules: ["endpoint"],
  },
  {
    name: "never_gives_up",
    says: "tries a call again for as long as the API refuses the token",
    requirements: "S35",
    changes: one(
      "request.js",
      "    return judged(await send(again, core.permitCall({ config, session: current(), options }, again)));",
      "    await send(again, core.permitCall({ config, session: current(), options }, again));\n    return call(input, init, config, { current, refresh }, options);",
    ),
    rules: ["retried"],
    place: { apps: [6, 6], rotation: "on" },
  },
  {
    name: "retries_as_another",
    says: "makes a refused call again with whatever session there is",
    requirements: "S36",
    changes: one(
      "request.js",
      "const again = !error.cause && current()?.id === used.id && made",
      "const again = !error.cause && current() && made",
    ),
    rules: ["mixed"],
    place: { apps: [6, 6], rotation: "on" },
  },
  {
    name: "reuses_verifier",
    says: "sends the same code verifier with every code",
    requirements: "S7",
    changes: one(
      "token.js",
      "  const { url, isJson, parameters } = asked;",
      '  const { url, isJson, parameters } = asked;\n  if (parameters.code_verifier) parameters.code_verifier = "a".repeat(64);',
    ),
    rules: ["proof"],
  },
  {
    name: "stores_popups",
    says: "stores a sign-in by popup as any other, and takes its response in the popup",
    requirements: "S30",
    changes: one(
      "sign_in.js",
      "  return core.startSignIn(input);",
      `  const started = core.startSignIn(input);
  if (started.signIn) {
    try {
      const records = JSON.parse(globalThis.sessionStorage.getItem("coolsms-oauth2.pending") ?? "[]");
      globalThis.sessionStorage.setItem("coolsms-oauth2.pending", JSON.stringify([...records, started.signIn]));
    } catch {}
  }
  return started;`,
    ),
    rules: ["popup", "issued"],
  },
  {
    name: "mixes_popups",
    says: "takes the response of any popup",
    requirements: "S30",
    changes: [
      {
        file: "popup.js",
        find: "return new BroadcastChannel(`coolsms-oauth2.${nonce}`);",
        replace: 'return new BroadcastChannel("coolsms-oauth2.popup");',
      },
      { file: "popup.js", find: "popupNonceOf(String(data)) === nonce &&", replace: "popupNonceOf(String(data)) &&" },
      {
        file: "popup.js",
        find: "receive(address, signIn, isWanted);",
        replace: "receive(address, { ...signIn, state: popupNonceOf(address) }, isWanted);",
      },
    ],
    // The response of any popup may be a forged one.
    rules: ["popup", "attacker"],
  },
  {
    name: "keeps_lock",
    says: "never gives a lock back",
    requirements: "S39",
    changes: one(
      "refresh.js",
      "await new Promise((end) => setTimeout(end, LINGER_MS));",
      "await new Promise(() => {});",
    ),
    rules: ["settles"],
  },
];
