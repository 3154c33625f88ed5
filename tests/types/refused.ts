// What must not compile: each line below its comment is an error, or the comment is one.
import {
  type AuthorizationResponse,
  apiError,
  buildAuthorizeUrl,
  callApi,
  coolsms,
  createClient,
  generateState,
  OAuthError,
  type OAuthErrorCode,
  type Provider,
  parseAuthorizationResponse,
  type Session,
  type SignInResult,
  verifyState,
} from "coolsms-oauth2";

const config = { clientId: "app", redirectUri: "https://app.example/" };
const client = createClient(config);

// @ts-expect-error a client needs a configuration
createClient();
// @ts-expect-error a configuration needs a client id
createClient({ redirectUri: "https://app.example/" });
// @ts-expect-error a configuration needs a redirect URI
createClient({ clientId: "app" });
// @ts-expect-error a text, since it is sent byte for byte
createClient({ ...config, redirectUri: new URL("https://app.example/") });
// @ts-expect-error no member of another name
createClient({ ...config, clientID: "app" });
// @ts-expect-error a page has no secret
createClient({ ...config, client_secret: "s" });
// @ts-expect-error words, not numbers
createClient({ ...config, scope: [1] });
// @ts-expect-error one of two stores
createClient({ ...config, tokenStore: "local" });
// @ts-expect-error a number of milliseconds
createClient({ ...config, timeoutMs: "1s" });
// @ts-expect-error one of two types
createClient({ ...config, responseType: "id_token" });
// @ts-expect-error one of three stores
createClient({ ...config, refreshTokenStore: "local" });
// @ts-expect-error a form or JSON
createClient({ ...config, provider: { ...coolsms(), tokenRequest: "xml" } });
// @ts-expect-error settings, not the name of a provider
createClient({ ...config, provider: "coolsms" });

// @ts-expect-error a provider needs its endpoint
const provider: Provider = { id: "own" };
void provider;
// @ts-expect-error no such option
coolsms({ url: "https://api.coolsms.co.kr" });
// @ts-expect-error one of two places
coolsms({ stateIn: "cookie" });

// @ts-expect-error a binding needs its redirect URI
generateState({ clientId: "app" });
// @ts-expect-error a nonce is verified against what it is bound to
verifyState("nonce");
// @ts-expect-error a request needs its state
buildAuthorizeUrl({ ...config, scope: "a" });
// @ts-expect-error parameters are texts
buildAuthorizeUrl({ ...config, state: "nonce", params: { max_age: 1 } });
// @ts-expect-error a call needs its token
void callApi("/cash/v1/balance");
// @ts-expect-error `fetch` has no such option
void callApi("/cash/v1/balance", "token", { timeout: 1 });
// @ts-expect-error the answer itself, not its body
void apiError({ errorCode: "Unauthorized" });

// @ts-expect-error a response may not be there
parseAuthorizationResponse().type;
declare const response: AuthorizationResponse;
// @ts-expect-error which kind of response it is has to be asked first
response.accessToken;

// @ts-expect-error nobody may be signed in
client.getSession().id;
declare const session: Session;
// @ts-expect-error the token is not in the session
session.accessToken;
// @ts-expect-error a session is not changed by the app
session.expiresAt = null;
declare const result: SignInResult;
// @ts-expect-error an app's own note may be anything: it has to be checked
result.appState.draft;
// @ts-expect-error no such option
void client.signInWithRedirect({ redirectTo: "/" });
// @ts-expect-error a listener is a function
client.subscribe("change");
// @ts-expect-error the scope is in words
void client.fetch("/", { scope: 1 });
// @ts-expect-error the needed scope has to be said
client.missingScopes();
// @ts-expect-error a promise of the token, not the token
const token: string = client.getAccessToken();
void token;

// @ts-expect-error errors are made by the package alone
new OAuthError("timeout", "");
declare const error: OAuthError;
// @ts-expect-error an error is not changed by the app
error.code = "timeout";
// @ts-expect-error the codes are a closed set
const code: OAuthErrorCode = "made_up";
void code;
