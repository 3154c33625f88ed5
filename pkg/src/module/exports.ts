// The exports of the WebAssembly module (`src/browser/exports.rs`) as typed functions. The module gets and returns places of
// a table (`src/host/host.js`); here are the values. `tests/types/exports` compares the names with the module.
import { imports, setWasm } from "#glue";
import { plain, run, useMemory } from "#host";
import { oauthError } from "../error.ts";
import type { OAuthErrorCode } from "../error_code.ts";
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

/** What the app passed to the sign-in; `appState` is JSON. */
interface Origin {
  returnTo?: string | null;
  appState?: string | null;
}

/** A response that was accepted: a session, or a sign-in whose `code` is still to be exchanged. */
export type Received = Origin & ({ session: Session; signIn?: null } | { signIn: StoredSignIn; session?: null });

/** What a token endpoint is asked with: the sign-in that has a code, or a session that has a refresh token. */
export type Grant = { signIn: StoredSignIn } | { session: Session };

/** A request to a token endpoint or a revocation endpoint. */
export interface TokenRequest {
  url: string;
  parameters: Record<string, string>;
  isJson?: boolean | null;
}

/** The members of `init` that `fetch` does not have. */
export interface CallOptions {
  scope?: string | readonly string[] | undefined;
  apiOrigins?: readonly string[] | undefined;
  timeoutMs?: number;
}

/** A call that is about to be made, or was. */
export interface CallContext {
  config: Partial<Config>;
  options: CallOptions;
  method: string;
  url: string;
  /** What the messages of the build for development call it. */
  name?: string;
}

/** What a call may be sent with: the value of its `Authorization` header, and the limit of its time in milliseconds. */
export interface Permit {
  authorization: string;
  timeoutMs: number;
}

/** The functions of the module, by name. A refusal is thrown as an `OAuthError`. */
export interface Exports {
  // Functions that stand alone (`client/functions.rs`).
  generateState(binding: StateBinding): string;
  verifyState(input: { state: string | null | undefined; expected: StateBinding }): StoredSignIn;
  buildAuthorizeUrl(request: AuthorizeRequest): string;
  parseAuthorizationResponse(input: { url: string; provider?: Provider }): AuthorizationResponse | null;
  coolsms(options?: CoolsmsOptions): Provider;

  // A client's decisions (`client`).
  openClient(input: { settings: ClientConfig; origin: string }): Config;
  randomName(): string;
  startSignIn(input: {
    config: Config;
    options: (Omit<SignInOptions, "appState"> & { appState?: string }) | undefined;
    page: string;
    isPopup: boolean;
    verifier?: string;
    challenge?: string;
  }): { url: string; signIn?: StoredSignIn };
  receiveCallback(input: { config: Config; url: string; signIn?: StoredSignIn; document?: number }): Received | null;
  /** Returns the access token; null means that a refresh is needed first, if `mayRefresh`. */
  tokenOf(input: { session: Session | null; mayRefresh: boolean }): string | null;
  /** Returns the session to hold when another document stored or sent a copy; null means to keep ours. */
  mergeSession(input: {
    sent: Session;
    ours: Session | null;
    isAwaited: boolean;
    isOutdated: boolean;
    refreshTokenStore: Config["refreshTokenStore"];
  }): Session | null;
  missingScopes(input: { session: Session | null; needed: string | readonly string[] }): string[];

  // Calls (`client/call.rs`).
  /** Returns what the call may be sent with; null means that a refresh is needed first, if `mayRefresh`. */
  permitCall(
    input: CallContext & { session: Pick<Session, "accessToken"> | null; mayRefresh?: boolean },
  ): Permit | null;
  /** Refuses a response whose status and `WWW-Authenticate` header say that the token is not accepted. */
  checkAnswer(input: CallContext & { status: number; challenge: string | null }): void;
  readApiError(body: string): Omit<ApiError, "status">;

  // Token endpoints and metadata (`client/tokens.rs`, `protocol/metadata.rs`).
  tokenRequest(input: { config: Config } & Grant): TokenRequest | null;
  revocationRequest(input: { config: Config; session: Session }): TokenRequest | null;
  receiveTokens(input: { config: Config; status: number; body: string } & Grant): Session;
  metadataPlaces(input: { issuer: string; timeoutMs?: number }): string[];
  providerOf(input: { issuer: string; metadata: string }): Provider;
}

/** A function of the module: it takes the place of its input, and returns the place of its answer. */
type Flow = (place: number) => number;

/** The functions of the module, once it is started. */
export const core = {} as Exports;

export { plain };

/** Runs what touches the page's objects: what a page has put in the place of the platform's may throw. */
export const attempt = <T>(flow: () => T): T => {
  try {
    return flow();
  } catch (cause) {
    throw oauthError(
      "invalid_request",
      DEVELOPMENT && "an object that the page passed or replaced threw an exception, `cause`",
      { cause },
    );
  }
};

/** Starts the module. */
export const instantiate = (source: BufferSource): void => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(source), imports);
  setWasm(exports);
  useMemory(exports.memory, exports.__stack_pointer);
  const functions = core as unknown as Record<string, unknown>;
  for (const [name, flow] of Object.entries(exports)) {
    functions[name] = (input: unknown) => {
      const { answer, refusal } = attempt(() => run(flow as Flow, input));
      if (!refusal) return answer;
      const { code, message, ...details } = refusal;
      throw oauthError(code as OAuthErrorCode, message as string, details);
    };
  }
};
