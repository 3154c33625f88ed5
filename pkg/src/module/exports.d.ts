// The typed exports of the WebAssembly module (`src/browser`), which all of `pkg/src` imports as `#glue`: wasm-bindgen types them
// as `any`. `tests/types/exports` compares their names and numbers of arguments with the generated glue.
import type { Session } from "../session/record.ts";
import type {
  ApiError,
  AuthorizationResponse,
  AuthorizeRequest,
  ClientConfig,
  CoolsmsOptions,
  PendingSignIn,
  Provider,
  SignInOptions,
  StateBinding,
} from "../types.ts";

/** The module sets members without a value to null, or omits them. */
type Nullable<T> = { [K in keyof T]?: T[K] | null };

/** A checked configuration. */
export type Config = Nullable<ClientConfig> & Pick<ClientConfig, "clientId" | "redirectUri"> & { provider: Provider };

/** A pending sign-in; `appState` is JSON. */
export type StoredSignIn = Omit<PendingSignIn, "appState"> & { appState?: string };

/** The code of a response, with what its exchange needs. */
export interface Code {
  code: string;
}

/** What the app passed to the sign-in; `appState` is JSON. */
interface Origin {
  returnTo?: string | null;
  appState?: string | null;
}

export type Received = Origin & ({ session: Session; code?: null } | { code: Code; session?: null });

/** A request to a token endpoint or a revocation endpoint. */
export interface TokenRequest {
  url: string;
  parameters: Record<string, string>;
  isJson?: boolean | null;
}

/** The members of `init` that `fetch` does not have. */
export interface CallOptions {
  scope?: string | string[];
  apiOrigins?: string[];
  timeoutMs?: number;
}

export function initSync(source: { module: BufferSource }): unknown;

// Functions that stand alone (`functions.rs`).
export function generateState(binding: StateBinding): string;
export function verifyState(input: { state: string | null | undefined; expected: StateBinding }): StoredSignIn;
export function buildAuthorizeUrl(request: AuthorizeRequest): string;
export function parseAuthorizationResponse(input: { url: string; provider?: Provider }): AuthorizationResponse | null;
export function coolsms(options?: CoolsmsOptions): Provider;

// A client's decisions (`client.rs`).
export function openClient(input: { settings: ClientConfig; origin: string }): Config;
export function randomName(): string;
export function startSignIn(input: {
  config: Config;
  options: (Omit<SignInOptions, "appState"> & { appState?: string }) | undefined;
  page: string;
  isPopup: boolean;
  verifier?: string;
  challenge?: string;
}): { url: string; signIn?: StoredSignIn };
export function receiveCallback(input: { config: Config; url: string; signIn?: StoredSignIn }): Received | null;
/** Returns the access token; null means that a refresh is needed first, if `mayRefresh`. */
export function tokenOf(input: { session: Session | null; mayRefresh: boolean }): string | null;
export function missingScopes(input: { session: Session | null; needed: string | string[] }): string[];

// Calls (`call.rs`).
/** Returns the time limit of the call in milliseconds; undefined means that a refresh is needed first, if `mayRefresh`. */
export function permitCall(
  input: {
    config: Partial<Config>;
    session: Pick<Session, "accessToken"> | null;
    options: CallOptions;
    mayRefresh?: boolean;
  },
  request: Request,
): number | undefined;
export function judgeAnswer(answer: Response): void;
export function readApiError(body: string): Omit<ApiError, "status">;

// Token endpoints and metadata (`tokens.rs`).
export function tokenRequest(input: { config: Config; of: Code | Session; isOver?: boolean }): TokenRequest | null;
export function receiveTokens(input: { config: Config; of: Code | Session; status: number; body: string }): Session;
export function metadataPlaces(input: { issuer: string; timeoutMs?: number }): string[];
export function providerOf(input: { issuer: string; metadata: string }): Provider;
