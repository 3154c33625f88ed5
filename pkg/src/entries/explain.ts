/**
 * What to tell the user at the screen, in Korean or English: a sentence for an error, a name for a permission. The sentences name
 * CoolSMS. It is a file of its own and works without the rest of the package.
 *
 * @module
 */

import type { OAuthError } from "../error.ts";
import { type Both, inLanguage } from "../explain/language.ts";
import { SCOPES } from "../explain/scopes.ts";
import {
  BY_API_CODE,
  BY_CODE,
  DENIED,
  ENDED,
  MISSING,
  MISSING_SEVERAL,
  REFUSED,
  TROUBLE,
  UNKNOWN,
} from "../explain/sentences.ts";
import type { ApiError } from "../types.ts";

/** The options of {@link explain}. */
export interface ExplainOptions {
  /**
   * A language tag (BCP 47). Korean is `ko` with any region or script, such as `ko-KR`; all others give English. Default: that of
   * the page (`<html lang>`), then that of the browser.
   */
  language?: string | undefined;
}

/** What may have been thrown. The class is not imported, so that this file is small. */
type Thrown = Partial<OAuthError & ApiError>;

/** The own member of a table: a server may choose a code such as `constructor`. */
const own = <Value>(table: Readonly<Record<string, Value>>, key: unknown): Value | undefined =>
  typeof key === "string" && Object.hasOwn(table, key) ? table[key] : undefined;

/** A sentence, and what stands in it for `{}`. */
const select = (thrown: Thrown, language?: string): [Both, unknown?] => {
  const { name, code, error, errorCode, errorMessage, missingScopes, status } = thrown;
  const said = error ?? errorCode ?? (status && `HTTP ${status}`) ?? code;
  const sentence = name === "OAuthError" && own(BY_CODE, code);
  if (sentence) {
    if (code === "insufficient_scope" && missingScopes?.length) {
      const names = missingScopes.map((scope) => scopeName(scope, language)).join(", ");
      return [missingScopes.length > 1 ? MISSING_SEVERAL : MISSING, names];
    }
    if (code === "authorization_error" && error === "access_denied") return [DENIED];
    if (code === "login_required" && status) return [ENDED];
    // Of a token endpoint or an issuer, and not of a sign-in.
    if (code === "malformed_response" && status) return [TROUBLE, said];
    return [sentence, said];
  }
  if (typeof status !== "number") return [UNKNOWN];
  const ofApi = own(BY_API_CODE, errorCode);
  if (ofApi) return [ofApi];
  return status < 500 ? [REFUSED, errorMessage || said] : [TROUBLE, said];
};

/**
 * Returns a sentence for the user: what went wrong, and what to do about it. Missing permissions are named as by
 * {@link scopeName}. It is plain text, never HTML.
 *
 * `error` is an error of this package, or what `apiError` returned. For anything else the sentence is a general one.
 * It never throws.
 *
 * @example
 * ```js
 * client.signInWithPopup().catch((error) => (status.textContent = explain(error, { language: "ko" })));
 * ```
 */
export function explain(error: unknown, options?: ExplainOptions): string {
  let language: string | undefined;
  try {
    language = options?.language;
    const [sentence, detail] = select(Object(error), language);
    return inLanguage(sentence, language).replace("{}", () => String(detail));
  } catch {
    // Anything can be thrown, also what throws when it is read. Whoever reports an error is not to get another.
    return inLanguage(UNKNOWN, language);
  }
}

/**
 * Returns the name of a permission of CoolSMS, such as "Send messages" or "문자 발송" for `message:write`. An unknown scope is
 * returned as it is. `language` is as in {@link ExplainOptions}.
 *
 * @example
 * ```js
 * scopeName("cash:read", "ko"); // "잔액 조회"
 * ```
 */
export function scopeName(scope: string, language?: string): string {
  const name = own(SCOPES, scope);
  return name ? inLanguage(name, language) : scope;
}
