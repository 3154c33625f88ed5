// What must not compile: each line below its comment is an error, or the comment is one.

// @ts-expect-error the sentences are a file of their own
import { explain as none } from "coolsms-oauth2";
// @ts-expect-error nothing but the two functions
import { explain, SCOPES, scopeName } from "coolsms-oauth2/explain";

void [none, SCOPES];
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
void name;
