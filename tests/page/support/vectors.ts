// Rows of `tests/vectors`, whose README says what the members mean, and how they are put into a page.
import type { ClientConfig, Provider } from "coolsms-oauth2";
import origins from "../../vectors/api_origins.json";
import callbacks from "../../vectors/callbacks.json";
import providers from "../../vectors/providers.json";

interface Row {
  name: string;
  s: string[];
}

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

export interface CallbackRow extends Row {
  pending: Pending[];
  url: string;
  padded_to?: number | null;
  provider?: string | null;
  redirectUri?: string | null;
  expect: Record<string, unknown> | null;
  cleaned: boolean;
  after: Record<string, string>;
}

export interface OriginRow extends Row {
  target: string;
  apiOrigins?: string[] | null;
  expect: string;
  expectOfExport?: string;
}

export const CALLBACKS = callbacks as unknown as CallbackRow[];
export const ORIGINS = origins as unknown as OriginRow[];

/** The origin of the rows' app. */
export const APP = "https://app.example";
const PENDING = "coolsms-oauth2.pending";

/** An address of the rows' app, on this page's origin. */
export const here = (address: string): string => address.replace(APP, location.origin);

/** The configuration of the rows' app, as a row changes it; CoolSMS where the row names no provider. */
export const configOf = (row: { provider?: string | null; redirectUri?: string | null }): ClientConfig => {
  const settings = providers.find(({ name }) => name === row.provider)?.settings;
  if (row.provider && settings === undefined) throw new Error(`no provider is called ${row.provider}`);
  return {
    clientId: "our-app",
    redirectUri: here(row.redirectUri ?? `${APP}/callback`),
    scope: "users:read cash:read",
    ...(settings && { provider: settings as unknown as Provider }),
  };
};

/** A state of the package's own form for a name of a row. */
export const stateOf = (name: string): string =>
  [...name]
    .map((letter) => String.fromCharCode(97 + (letter.charCodeAt(0) & 15)))
    .join("")
    .padEnd(64, "p");

/** A row's URL, where `{name}` is the state of that name. */
export const withStates = (url: string): string => url.replace(/\{(.*?)\}/g, (_, name) => stateOf(name));

const recordOf = ({ minutesAgo = 1, spent = false, state, ...binding }: Pending): object => {
  const issuedAt = Date.now() - minutesAgo * 60_000;
  const usual = { clientId: "our-app", provider: "coolsms", responseType: "token", redirectUri: `${APP}/callback` };
  const record = { ...usual, ...binding };
  const remembered = { scope: "users:read cash:read", returnTo: "/inbox?tab=2", appState: '{"draft":7}' };
  return {
    ...record,
    state: stateOf(state),
    redirectUri: here(record.redirectUri),
    used: spent,
    issuedAt,
    expiresAt: issuedAt + 600_000,
    ...remembered,
  };
};

/** Has the tab remember these sign-ins and nothing else. */
export const remember = (pending: Pending[]): void => {
  sessionStorage.clear();
  sessionStorage.setItem(PENDING, JSON.stringify(pending.map(recordOf)));
};

interface Remembered {
  state: string;
  used: boolean;
  issuedAt: number;
  expiresAt: number;
}

/** What has become of each of these states that the tab remembers. */
export const remembered = (names: string[]): Record<string, string> => {
  const records: Remembered[] = JSON.parse(sessionStorage.getItem(PENDING) ?? "[]");
  const now = Date.now();
  const conditionOf = ({ used, issuedAt, expiresAt }: Remembered): string =>
    used ? "spent" : Math.abs(now - issuedAt) < expiresAt - issuedAt ? "live" : "stale";
  const nameOf = ({ state }: Remembered): string => names.find((name) => stateOf(name) === state) ?? state;
  return Object.fromEntries(records.map((record) => [nameOf(record), conditionOf(record)]));
};

/** What the tab keeps besides. */
export const storedBeside = (): string[] =>
  Object.keys({ ...sessionStorage, ...localStorage }).filter((it) => it !== PENDING);
