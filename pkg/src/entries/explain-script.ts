// The script-tag file of `coolsms-oauth2/explain`: adds its functions to the global `CoolsmsOAuth2`.
import { explain, scopeName } from "./explain.ts";

const before: object | undefined = (globalThis as { CoolsmsOAuth2?: object }).CoolsmsOAuth2;
const CoolsmsOAuth2 = { ...before, explain, scopeName } satisfies typeof import("./explain.ts");

Object.assign(globalThis, { CoolsmsOAuth2 });
