// Ways in which the package could be wrong: each is made in its real code, and a rule has to notice. Other tests may run them
// too. A text that does not occur exactly once is an error.
import type { RuleName } from "./rules/list.ts";
import type { Change } from "./run/bundle.ts";
import type { Setup } from "./world/world.ts";

interface Break extends Change {
  /** What is wrong. */
  says: string;
  requirements: string;
  /** More that has to change with it. */
  also?: readonly Change[];
  /** The rules of which one has to notice. */
  rules: readonly RuleName[];
  /** The clients and the server, where it shows. */
  place?: Partial<Setup>;
  /** Where to look first: what is rare was found here. Elsewhere it is found too, only later. */
  seed?: number;
}

/** The state in an address, as the broken module's caller would read it. */
const STATE = "(/[?&#](?:oauth_)?state=([^&#]*)/.exec(url)?.[1] ?? '')";

/** Judges a response with the stored sign-ins changed, where it would be refused. */
const withPending = (change: string): Change => ({
  file: "sign_in/callback.ts",
  find: "core.receiveCallback({ config, url, document: performance.timeOrigin });",
  replace: `((before): any => {
      try {
        return core.receiveCallback({ config, url, document: performance.timeOrigin });
      } catch (error) {
        for (const record of JSON.parse(before)) {
          try {
            const received = core.receiveCallback({ config, url, signIn: { ...record, ...${change} } });
            if (received) return received;
          } catch {}
        }
        throw error;
      }
    })(globalThis.sessionStorage.getItem("coolsms-oauth2.pending") ?? "[]");`,
});

const ALL: Record<string, Break> = {
  skips_binding: {
    says: "takes a state for that of whichever client asks",
    requirements: "S14",
    ...withPending("{ clientId: config.clientId, provider: config.provider.id, redirectUri: config.redirectUri }"),
    rules: ["issued", "error", "once"],
    place: { apps: [3, 5], rotation: "off" },
    seed: 1_850,
  },
  skips_state: {
    says: "takes a state that it does not know for its own",
    requirements: "S9",
    ...withPending(`{ used: false, state: ${STATE} }`),
    rules: ["attacker", "issued", "once", "popup"],
  },
  skips_age: {
    says: "thinks that every sign-in started just now",
    requirements: "S12",
    ...withPending("{ issuedAt: Date.now(), expiresAt: Date.now() + 1e6 }"),
    rules: ["young"],
  },
  stores_first: {
    says: "stores the token before it looks at the state",
    requirements: "S9",
    file: "sign_in/callback.ts",
    find: "const receive = (config: Config, app: App, url: string): Result => {\n  try {\n",
    replace: `const receive = (config: Config, app: App, url: string): Result => {
  const token = /[?&#]access_token=([^&#]+)/.exec(url)?.[1];
  if (token) app.holder.begin({ id: "early", accessToken: token, scope: null, refreshes: 0, extra: {} } as any, config);
  try {
`,
    rules: ["attacker", "mixed", "stored"],
  },
  never_spends: {
    says: "does not write down that a state was used",
    requirements: "S11",
    file: "sign_in/callback.ts",
    find: "    const received = core.receiveCallback({ config, url, document: performance.timeOrigin });\n",
    replace: `    const pending = globalThis.sessionStorage.getItem("coolsms-oauth2.pending");
    const received = core.receiveCallback({ config, url, document: performance.timeOrigin });
    if (pending !== null) globalThis.sessionStorage.setItem("coolsms-oauth2.pending", pending);
`,
    rules: ["once"],
  },
  ends_all: {
    says: "ends every sign-in when a response is refused",
    requirements: "S10",
    file: "sign_in/callback.ts",
    find: "    // An error with `returnTo` belongs to a sign-in of this client, and has ended it.\n",
    replace: '    try { globalThis.sessionStorage.setItem("coolsms-oauth2.pending", "[]"); } catch {}\n',
    rules: ["survives", "popup"],
  },
  leaves_address: {
    says: "leaves the response in the address",
    requirements: "S26",
    file: "sign_in/capture.ts",
    find: '    history.replaceState(cleanState(history.state), "", clean(new URL(document.URL)));',
    replace: "",
    rules: ["address"],
  },
  cuts_route: {
    says: "cuts off the app's own route with the response",
    requirements: "S27",
    file: "sign_in/capture.ts",
    find: "if (piecesOf(hash).some(isOneOf(TELLING))) url.hash",
    replace: "url.hash",
    rules: ["own"],
  },
  takes_all: {
    says: "takes responses out at import whether or not anybody waits for one",
    requirements: "S27",
    file: "sign_in/capture.ts",
    find: "const hasOwnState = () => STATE.test(location.href);",
    replace: "const hasOwnState = () => true;",
    rules: ["own"],
  },
  judges_again: {
    says: "judges the same response again when it is asked again",
    requirements: "S29",
    file: "sign_in/callback.ts",
    find: "if (callback?.url === url && (",
    replace: "if (false && (",
    rules: ["same"],
  },
  leaves_response: {
    says: "leaves the response that was taken out for the next copy of the package",
    requirements: "S11 S29",
    file: "sign_in/response.ts",
    find: "delete slot[CAPTURED];\n",
    replace: "",
    rules: ["apart"],
    place: { apps: [0, 0], rotation: "off", isTwofold: true },
  },
  breaks_off: {
    says: "takes a code that another copy of the package exchanges for one whose exchange a reload broke off",
    requirements: "S11 S29",
    file: "sign_in/callback.ts",
    find: "document: performance.timeOrigin",
    replace: "document: ((app as any).document ??= Math.random())",
    rules: ["apart"],
    place: { apps: [10, 10], rotation: "off", isTwofold: true },
  },
  ends_unseen: {
    says: "ends its session in the store too, where another copy of the package has stored a later one",
    requirements: "S36 S48",
    file: "session/holder.ts",
    find: "    if (end) markOver(end);\n",
    replace: "    if (end) {\n      markOver(end);\n      if (current()?.id === end) write(null);\n    }\n",
    rules: ["kept"],
    place: { apps: [0, 0], rotation: "off", isTwofold: true },
    seed: 800,
  },
  sends_anywhere: {
    says: "lets the token go wherever the app calls",
    requirements: "S32",
    file: "http/call.ts",
    find: "    return core.permitCall({ ...context, ...use });",
    replace:
      "    const apiOrigins = [new URL(request.url).origin];\n    return core.permitCall({ config, options: { ...options, apiOrigins }, method: request.method, url: request.url, ...use });",
    rules: ["sent"],
  },
  keeps_session: {
    says: "uses the session as it once read it, whatever has become of it",
    requirements: "S48",
    file: "session/held.ts",
    find: "    const found = before && !isStored",
    replace: "    if (before) return before;\n    const found = before && !isStored",
    rules: ["signed_out"],
    seed: 250,
  },
  mixes_sessions: {
    says: "puts the new token into the old session",
    requirements: "S36",
    file: "sign_in/callback.ts",
    find: "  holder.begin(session as Session, config);\n",
    replace:
      "  const { id, accessToken } = session as any;\n  holder.begin({ ...(holder.sync() ?? session), id, accessToken } as any, config);\n",
    rules: ["mixed", "stored", "newest"],
  },
  stores_all: {
    says: "stores the session although it is to live in memory",
    requirements: "S45",
    file: "session/storage.ts",
    find: "  return isSession(kept) ? kept : null;",
    replace: "  return isSession(session) ? session : null;",
    rules: ["stored"],
  },
  believes_errors: {
    says: "takes the server's error for this sign-in's, whatever its state",
    requirements: "S13",
    file: "sign_in/callback.ts",
    find: "    // An error with `returnTo` belongs to a sign-in of this client, and has ended it.\n",
    replace: `    const errorDescription = /error_description=([^&#]*)/.exec(url)?.[1];
    if (errorDescription) error = Object.assign(oauthError("authorization_error", "the server's answer"), { errorDescription });
`,
    rules: ["error"],
  },
  waits_forever: {
    says: "has no time-out",
    requirements: "S39",
    file: "http/send.ts",
    find: "const cancel = after(timeoutMs, () => late.abort());",
    replace: "const cancel = () => {};",
    rules: ["settles"],
  },
  ignores_return: {
    says: "does not notice that the user came back",
    requirements: "S39",
    file: "sign_in/start.ts",
    find: "if (persisted) reject",
    replace: "if (false) reject",
    rules: ["settles"],
  },
  refreshes_each: {
    says: "refreshes for each call and each tab that asks",
    requirements: "S42",
    file: "session/refresh.ts",
    find: "  app.refreshing ??= run",
    replace: "  app.refreshing = run",
    also: [{ file: "session/refresh.ts", find: "    if (!locks) {", replace: "    if (true) {" }],
    rules: ["alone"],
  },
  keeps_old_token: {
    says: "keeps the old refresh token when a new one has come",
    requirements: "S40",
    file: "session/refresh.ts",
    find: "    next = await requestTokens(config, { session });",
    replace: "    next = { ...(await requestTokens(config, { session })), refreshToken: session.refreshToken };",
    rules: ["newest", "old", "mixed"],
  },
  forgets_token: {
    says: "forgets its refresh token when it hears of a newer session that has none",
    requirements: "S40",
    file: "session/held.ts",
    find: "isOutdated: ours !== null && isOutdated(ours),",
    replace: "isOutdated: true,",
    rules: ["newest"],
    place: { apps: [6, 6], rotation: "off" },
    seed: 18_450,
  },
  drops_answer: {
    says: "drops a new refresh token when this page has gone on to another session",
    requirements: "S40",
    file: "session/holder.ts",
    find: "      offer({ session: next });\n",
    replace: "      if (isOurs) offer({ session: next });\n",
    rules: ["newest"],
    place: { apps: [7, 7], rotation: "on" },
    seed: 780,
  },
  sends_old_token: {
    says: "sends the refresh token that it has, even when another tab has a newer one",
    requirements: "S42",
    file: "session/refresh.ts",
    find: "  if (await holder.endIfSuperseded()) return false;\n",
    replace: "",
    rules: ["ended"],
    place: { apps: [7, 7], rotation: "on" },
    seed: 11_300,
  },
  forgets_marks: {
    says: "does not look whether its session is over elsewhere",
    requirements: "S48",
    file: "session/storage.ts",
    find: '  return what === "ended" || (',
    replace: "  return (",
    rules: ["signed_out"],
    seed: 250,
  },
  marks_nothing: {
    says: "does not write down that a session is over",
    requirements: "S48",
    file: "session/storage.ts",
    find: 'export const markEnded = (session: Session): void => addTombstone(session, "ended");',
    replace: "export const markEnded = (_: Session): void => {};",
    rules: ["signed_out"],
    seed: 250,
  },
  takes_any: {
    says: "takes over any session that another tab tells of",
    requirements: "S36",
    file: "session/held.ts",
    find: "ours,\n      isAwaited,",
    replace: "ours: null,\n      isAwaited: true,",
    rules: ["mixed", "kept"],
    // Before this one, a copy without the newest refresh token takes the place of one that has it.
    seed: 23,
  },
  asks_the_api: {
    says: "asks the API in place of the token endpoint",
    requirements: "S44",
    file: "http/token_endpoint.ts",
    find: "const request = new Request(url, {",
    replace: "const request = new Request(`${config.provider.apiBase}/token`, {",
    rules: ["endpoint"],
  },
  never_gives_up: {
    says: "tries a call again for as long as the API refuses the token",
    requirements: "S35",
    file: "http/call.ts",
    find: "    return checkResponse(second, context);",
    replace: "    return call(input, init, config, { current, ...(refresh && { refresh }) }, options);",
    rules: ["retried"],
    place: { apps: [6, 6], rotation: "on" },
    seed: 250,
  },
  retries_as_another: {
    says: "makes a refused call again with whatever session there is",
    requirements: "S36",
    file: "http/call.ts",
    find: "const again = !error.cause && current()?.id === before.id && recreateRequest",
    replace: "const again = !error.cause && current() && recreateRequest",
    rules: ["mixed"],
    place: { apps: [6, 6], rotation: "on" },
    seed: 4_000,
  },
  reuses_verifier: {
    says: "sends the same code verifier with every code",
    requirements: "S7",
    file: "http/token_endpoint.ts",
    find: "const post = ({ url, isJson, parameters }: TokenRequest, config: Config) => {",
    replace:
      'const post = ({ url, isJson, parameters }: TokenRequest, config: Config) => {\n  if (parameters.code_verifier) parameters.code_verifier = "a".repeat(64);',
    rules: ["proof"],
  },
  stores_popups: {
    says: "stores a sign-in by popup as any other, and takes its response in the popup",
    requirements: "S30",
    file: "sign_in/start.ts",
    find: "  return core.startSignIn(input);",
    replace: `  const started = core.startSignIn(input);
  if (started.signIn) {
    try {
      const records: any[] = JSON.parse(globalThis.sessionStorage.getItem("coolsms-oauth2.pending") ?? "[]");
      globalThis.sessionStorage.setItem("coolsms-oauth2.pending", JSON.stringify([...records, started.signIn]));
    } catch {}
  }
  return started;`,
    rules: ["popup", "issued"],
  },
  mixes_popups: {
    says: "takes the response of any popup",
    requirements: "S30",
    file: "sign_in/popup.ts",
    find: "return new BroadcastChannel(nameOf(state));",
    replace: 'return new BroadcastChannel("coolsms-oauth2.popup");',
    also: [
      {
        file: "sign_in/popup.ts",
        find: "popupStateOf(String(data)) === state &&",
        replace: "popupStateOf(String(data)) &&",
      },
      {
        file: "sign_in/popup.ts",
        find: "receive(url, signIn, isWanted)",
        replace: "receive(url, { ...signIn, state: popupStateOf(url) as string }, isWanted)",
      },
    ],
    // The response of any popup may be a forged one.
    rules: ["popup", "attacker", "mixed"],
    seed: 100,
  },
  keeps_lock: {
    says: "never gives a lock back",
    requirements: "S39",
    file: "session/refresh.ts",
    find: "await new Promise((end) => setTimeout(end, LINGER_MS));",
    replace: "await new Promise(() => {});",
    rules: ["settles"],
  },
};

export const BREAKS = Object.entries(ALL).map(([name, { file, find, replace, also = [], ...rest }]) => ({
  name,
  changes: [{ file, find, replace }, ...also],
  ...rest,
}));
