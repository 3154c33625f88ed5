// The rows of `tests/vectors` that need an address or a request of their own: callbacks, API origins. Each row is a test.
// Others run in the module's own tests, `tests/wasm/vectors`.

import { expect } from "chai";
import type { SignInResult } from "coolsms-oauth2";
import * as oauth from "coolsms-oauth2";

import { it } from "../support/case.ts";
import type { Frame } from "../support/frame.ts";
import { answer, type Page, stopClock } from "../support/page.ts";
import { refusal } from "../support/refusal.ts";
import * as vectors from "../support/vectors.ts";

/** The parameters of a response; the first four tell a response in the fragment from a route. */
const PARAMETERS = "access_token code error state token_type expires_in expires scope refresh_token error_description"
  .split(" ")
  .concat("error_uri", "iss", "oauth_state", "id_token", "session_state", "client_info");

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
const told = async (frame: Frame, row: vectors.CallbackRow): Promise<object | null> => {
  const client = frame.oauth.createClient({ ...vectors.configOf(row), shareAcrossTabs: false });
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

const isSignedIn = ({ expect }: vectors.CallbackRow): boolean => expect?.outcome === "signed_in";

describe("vectors of callbacks", () => {
  for (const row of vectors.CALLBACKS) {
    // A client takes no redirect URI of another origin: the native tests have that row.
    if (!row.url.startsWith(`${vectors.APP}/`)) continue;
    it(row.s.join(" "), row.name, async (page) => {
      stopClock(1_700_000_000_000);
      vectors.remember(row.pending);
      const short = vectors.here(vectors.withStates(row.url));
      const address = short.padEnd(row.padded_to ?? 0, "a");
      const frame = await page.openDocument(address);
      expect(await told(frame, row)).to.deep.equal(row.expect);
      expect(frame.location.href).to.equal(row.cleaned ? withoutResponse(address) : address);
      expect(vectors.remembered(row.pending.map(({ state }) => state))).to.deep.equal(row.after);
      if (!isSignedIn(row)) expect(vectors.storedBeside(), "nothing of a refused response is stored").to.be.empty;
    });
  }
});

/** Signs the rows' app in with the token `t`, in this page. */
const signIn = async (page: Page): Promise<void> => {
  const [state, { redirectUri }] = [crypto.randomUUID(), page];
  vectors.remember([{ state, redirectUri }]);
  page.arrive(answer("t", vectors.stateOf(state)));
  await oauth.createClient({ ...vectors.configOf({}), redirectUri }).handleRedirectCallback();
};

/** What the call comes to, and which tokens went out; nothing is really sent. */
const outcomeOf = async (call: () => Promise<unknown>): Promise<{ told: string; sent: (string | null)[] }> => {
  const real = window.fetch;
  const sent: (string | null)[] = [];
  window.fetch = async (request) => {
    sent.push((request as Request).headers.get("Authorization"));
    return new Response("{}");
  };
  try {
    return {
      told: await call().then(
        () => "allowed",
        (error) => error.code ?? String(error),
      ),
      sent,
    };
  } finally {
    window.fetch = real;
  }
};

describe("vectors of API origins", () => {
  for (const row of vectors.ORIGINS) {
    it(row.s.join(" "), row.name, async (page) => {
      await signIn(page);
      const apiOrigins = row.apiOrigins ?? undefined;
      const expected = row.expectOfExport ?? row.expect;
      const create = (): oauth.Client =>
        oauth.createClient({
          ...vectors.configOf({}),
          redirectUri: page.redirectUri,
          ...(apiOrigins && { apiOrigins }),
        });
      if (expected === "invalid_config") {
        expect((await refusal("invalid_config", create)).field).to.equal("apiOrigins");
        return;
      }
      const client = create();
      const alone = apiOrigins && { apiOrigins };
      const outcome = { told: expected, sent: expected === "allowed" ? ["Bearer t"] : [] };
      expect(await outcomeOf(() => client.fetch(row.target))).to.deep.equal(outcome);
      expect(await outcomeOf(() => oauth.callApi(row.target, "t", alone))).to.deep.equal(outcome);
    });
  }
});
