/**
 * The script-tag file of `coolsms-oauth2/explain`: adds its functions to the global `CoolsmsOAuth2`. In TypeScript,
 * `/// <reference types="coolsms-oauth2/explain-script" />` declares them.
 *
 * @module
 */
import { explain, scopeName } from "./explain.ts";

declare global {
  interface CoolsmsOAuth2Additions {
    /** See `coolsms-oauth2/explain`. */
    explain: typeof explain;
    /** See `coolsms-oauth2/explain`. */
    scopeName: typeof scopeName;
  }
}

const before: object | undefined = (globalThis as { CoolsmsOAuth2?: object }).CoolsmsOAuth2;
const functions = { ...before, explain, scopeName } satisfies typeof import("./explain.ts");

Object.assign(globalThis, { CoolsmsOAuth2: functions });
