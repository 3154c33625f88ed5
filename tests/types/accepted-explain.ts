// What must compile with the sentences for users.
import { type ApiError, apiError, type OAuthError } from "coolsms-oauth2";
import { type ExplainOptions, explain, scopeName } from "coolsms-oauth2/explain";

declare const error: OAuthError;
const options: ExplainOptions = { language: document.documentElement.lang };
const sentences: string[] = [explain(error), explain(null, options), explain("anything", { language: undefined })];
const names: string[] = (error.missingScopes ?? []).map((scope) => scopeName(scope, "ko"));
const first: string = scopeName("users:read");
void [sentences, names, first];

async function tell(response: Response): Promise<string> {
  const refusal: ApiError = await apiError(response);
  return explain(refusal, {});
}
void tell;
