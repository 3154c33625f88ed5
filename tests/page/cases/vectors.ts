// The rows of `tests/vectors` that need an address or a request of their own: callbacks, API origins. Each row is a test, and
// the README says what its members mean. Others run in the module's own tests, `tests/wasm/vectors`.

import { expect } from "chai";
import type { ClientConfig, Provider, SignInResult } from "coolsms-oauth2";
import * as oauth from "coolsms-oauth2";

import origins from "../../vectors/api_origins.json";
import callbacks from "../../vectors/callbacks.json";
import providers from "../../vectors/providers.json";
import { it } from "../support/case.ts";
import type { Frame } from "../support/frame.ts";
import { answer, stopClock } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";

type CallbackRow = (typeof callbacks)[number];

/** A pending sign-in, as far as a row tells of it. */
interface Pending {
  state: string;
  minutesAgo?: number;
  spent?: boolean;
  clientId?: string;
  provider?: string;
  endpoints?: string;
  redirectUri?: string;
  responseType?: string;
}

/** The origin of the rows' app. */
const APP = "https://app.example";
const PENDING = "coolsms-oauth2.pending";

/** The parameters of a response; the first four tell a response in the fragment from a route. */
const PARAMETERS = "access_token code error state token_type expires_in expires scope refresh_token error_description"
  .split(" ")
  .concat("error_uri", "iss", "oauth_state", "id_token", "session_state", "client_info");

/** An address of the rows' app, on this page's origin. */
const here = (address: string): string => address.replace(APP, location.origin);

/** The configuration of the rows' app, as a row changes it; CoolSMS where the row names no provider. */
const configOf = ({ provider, redirectUri }: CallbackRow): ClientConfig => {
  const settings = providers.find(({ name }) => name === provider)?.settings;
  if (provider && settings === undefined) throw new Error(`no provider is called ${provider}`);
  return {
    clientId: "our-app",
    redirectUri: here(redirectUri ?? `${APP}/callback`),
    scope: "users:read cash:read",
    ...(settings && { provider: settings as unknown as Provider }),
  };
};

/** A state of the package's own form for a name of a row. */
const stateOf = (name: string): string =>
  [...name]
    .map((letter) => String.fromCharCode(97 + (letter.charCodeAt(0) & 15)))
    .join("")
    .padEnd(64, "p");

const recordOf = ({ minutesAgo = 1, spent = false, state, ...binding }: Pending): object => {
  const issuedAt = Date.now() - minutesAgo * 60_000;
  const usual = { clientId: "our-app", provider: "coolsms", responseType: "token", redirectUri: `${APP}/callback` };
  const record = { ...usual, ...binding };
  return {
    ...record,
    state: stateOf(state),
    redirectUri: here(record.redirectUri),
    used: spent,
    issuedAt,
    expiresAt: issuedAt + 600_000,
    scope: "users:read cash:read",
    returnTo: "/inbox?tab=2",
    appState: '{"draft":7}',
  };
};

/** What has become of each of these states that the tab remembers. */
const remembered = (names: string[]): Record<string, string> => {
  type Remembered = { state: string; used: boolean; issuedAt: number; expiresAt: number };
  const records: Remembered[] = JSON.parse(sessionStorage.getItem(PENDING) ?? "[]");
  const now = Date.now();
  const conditionOf = ({ used, issuedAt, expiresAt }: Remembered): string =>
    used ? "spent" : Math.abs(now - issuedAt) < expiresAt - issuedAt ? "live" : "stale";
  const nameOf = ({ state }: Remembered): string => names.find((name) => stateOf(name) === state) ?? state;
  return Object.fromEntries(records.map((record) => [nameOf(record), conditionOf(record)]));
};

/** An address without its response: the app's own query stays, and its route unless the response stood in its place. */
const withoutResponse = (address: string): string => {
  const [rest = "", fragment = ""] = address.split(/#(.*)/s);
  const [base = "", query = ""] = rest.split(/\?(.*)/s);
  const isNamed = (piece: string, names: string[]): boolean => names.includes(piece.split("=")[0] ?? "");
  const own = query.split("&").filter((piece) => piece !== "" && !isNamed(piece, PARAMETERS));
  const hasRoute =
    fragment !== "" &&
    !fragment.split("&").some((piece) => isNamed(piece.replace(/^!?\//, ""), PARAMETERS.slice(0, 4)));
  return base + (own.length > 0 ? `?${own.join("&")}` : "") + (hasRoute ? `#${fragment}` : "");
};

/** The app's note as JSON text, and nothing of what is not there, as rows have it. */
const asARow = ({ appState, ...told }: Record<string, unknown>): object => {
  const members = { ...told, appState: appState && JSON.stringify(appState) };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== undefined));
};

/** What the app gets to know at an address. */
const told = async (frame: Frame, row: CallbackRow): Promise<object | null> => {
  const client = frame.oauth.createClient({ ...configOf(row), shareAcrossTabs: false });
  let result: SignInResult | null;
  try {
    result = await client.handleRedirectCallback();
  } catch (error) {
    expect(client.getSession(), "no session comes of a refusal").to.equal(null);
    const { name, code, message, ...members } = error as oauth.OAuthError;
    return asARow({ outcome: name === "OAuthError" ? code : message, ...members });
  }
  expect(client.getSession()).to.equal(result?.session ?? null);
  if (result === null) return null;
  const { session, ...rest } = result;
  const lifetimeSeconds = session.expiresAt === null ? null : (session.expiresAt - Date.now()) / 1000;
  const accessToken = await client.getAccessToken();
  return asARow({ outcome: "signed_in", accessToken, scope: session.scope, lifetimeSeconds, ...rest });
};

describe("vectors of callbacks", () => {
  for (const row of callbacks) {
    // A client takes no redirect URI of another origin: the native tests have that row.
    if (!row.url.startsWith(`${APP}/`)) continue;
    it(row.s.join(" "), row.name, async (page) => {
      stopClock(1_700_000_000_000);
      const pending: Pending[] = row.pending;
      sessionStorage.setItem(PENDING, JSON.stringify(pending.map(recordOf)));
      const withStates = row.url.replace(/\{(.*?)\}/g, (_, name) => stateOf(name));
      const address = here(withStates).padEnd(row.padded_to ?? 0, "a");
      const frame = await page.openDocument(address);
      expect(await told(frame, row)).to.deep.equal(row.expect);
      expect(frame.location.href).to.equal(row.cleaned ? withoutResponse(address) : address);
      expect(remembered(pending.map(({ state }) => state))).to.deep.equal(row.after);
      if (row.expect?.outcome === "signed_in") return;
      const { [PENDING]: _, ...besides } = { ...sessionStorage, ...localStorage };
      expect(besides, "nothing of a refused response is stored").to.be.empty;
    });
  }
});

/** What the call comes to, and which tokens went out; nothing is really sent. */
const outcomeOf = async (call: () => Promise<unknown>): Promise<{ told: string; sent: (string | null)[] }> => {
  const sent: (string | null)[] = [];
  window.fetch = async (request) => {
    sent.push((request as Request).headers.get("Authorization"));
    return new Response("{}");
  };
  const told = await call().then(
    () => "allowed",
    (error) => error.code ?? String(error),
  );
  return { told, sent };
};

describe("vectors of API origins", () => {
  for (const row of origins) {
    it(row.s.join(" "), row.name, async (page) => {
      const config = { clientId: "our-app", redirectUri: page.redirectUri, scope: "users:read cash:read" };
      page.arrive(answer("t", oauth.generateState(config)));
      await oauth.createClient(config).handleRedirectCallback();
      const apiOrigins = row.apiOrigins as string[] | undefined;
      const alone = apiOrigins && { apiOrigins };
      const create = (): oauth.Client => oauth.createClient({ ...config, ...alone });
      const expected = row.expectOfExport ?? row.expect;
      if (expected === "invalid_config") {
        expect((await refusal("invalid_config", create)).field).to.equal("apiOrigins");
        return;
      }
      const { target = "" } = row;
      const client = create();
      const outcome = { told: expected, sent: expected === "allowed" ? ["Bearer t"] : [] };
      expect(await outcomeOf(() => client.fetch(target))).to.deep.equal(outcome);
      expect(await outcomeOf(() => oauth.callApi(target, "t", alone))).to.deep.equal(outcome);
    });
  }
});
