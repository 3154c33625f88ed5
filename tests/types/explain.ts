// What must and must not compile with the sentences for users.
// @ts-expect-error the sentences are a file of their own
import { type ApiError, apiError, explain as none, type OAuthError } from "coolsms-oauth2";
// @ts-expect-error nothing but the two functions
import { type ExplainOptions, explain, SCOPES, scopeName } from "coolsms-oauth2/explain";

declare const error: OAuthError;
const options: ExplainOptions = { language: document.documentElement.lang };
const sentences: string[] = [explain(error), explain(null, options), explain("anything", { language: undefined })];
const names: string[] = (error.missingScopes ?? []).map((scope) => scopeName(scope, "ko"));
const first: string = scopeName("users:read");

async function tell(response: Response): Promise<string> {
  const refusal: ApiError = await apiError(response);
  return explain(refusal, {});
}

// @ts-expect-error what is to be explained has to be passed
explain();
// @ts-expect-error the language is an option
explain(null, "ko");
// @ts-expect-error no option of another name
explain(null, { lang: "ko" });
// @ts-expect-error a tag, not a list of them
explain(null, { language: ["ko", "en"] });
// @ts-expect-error one scope, not several
scopeName(["users:read"]);
// @ts-expect-error a text, not a number
const name: number = scopeName("users:read");
void [sentences, names, first, tell, name, none, SCOPES];
