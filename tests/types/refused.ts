// What must not compile: each line below its comment is an error, or the comment is one.
import { OAuthError, buildAuthorizeUrl, coolsms, createClient, generateState, type OAuthErrorCode } from "../../pkg/dist/index.js";

const config = { clientId: "app", redirectUri: "https://app.example/" };

// @ts-expect-error a configuration needs a client id
createClient({ redirectUri: "https://app.example/" });
// @ts-expect-error no member of another name
createClient({ ...config, clientID: "app" });
// @ts-expect-error a page has no secret
createClient({ ...config, client_secret: "s" });
// @ts-expect-error one of two stores
createClient({ ...config, tokenStore: "local" });
// @ts-expect-error a number of milliseconds
createClient({ ...config, timeoutMs: "1s" });
// @ts-expect-error not in this version
createClient({ ...config, responseType: "code" });
// @ts-expect-error a binding needs its redirect URI
generateState({ clientId: "app" });
// @ts-expect-error a request needs its state
buildAuthorizeUrl({ ...config, scope: "a" });
// @ts-expect-error no such option
coolsms({ url: "https://api.coolsms.co.kr" });
// @ts-expect-error errors are made by the package alone
new OAuthError("timeout", "");
// @ts-expect-error the codes are a closed set
const code: OAuthErrorCode = "made_up";
void code;
