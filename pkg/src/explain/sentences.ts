// What a user is told, by the code of an error. `{}` stands for a code, a text of the server, or names of permissions. In Korean,
// no particle follows it, so that none has to fit.

import type { OAuthErrorCode } from "../error_code.ts";
import type { Both } from "./language.ts";

/** The page or its settings are wrong: the user can only tell. */
const WRONG_PAGE: Both = [
  "이 페이지의 설정에 문제가 있습니다({}). 페이지 운영자에게 알려 주세요.",
  "This page is not set up correctly ({}). Please tell its owner.",
];

/** What came from CoolSMS, or seems to, is not trusted. */
const UNVERIFIED: Both = [
  "CoolSMS의 응답을 확인할 수 없어 받아들이지 않았습니다. 다시 로그인해 주세요.",
  "The response of CoolSMS could not be verified, so it was not accepted. Please sign in again.",
];

/** The server ended the session. */
export const ENDED: Both = [
  "로그인이 만료되었습니다. 다시 로그인해 주세요.",
  "Your sign-in has expired. Please sign in again.",
];

/** CoolSMS failed, and may work later. */
export const TROUBLE: Both = [
  "CoolSMS에 일시적인 문제가 있습니다({}). 잠시 뒤 다시 시도해 주세요.",
  "CoolSMS is having trouble ({}). Please try again later.",
];

/** Nothing is known of the reason. */
export const UNKNOWN: Both = [
  "예상하지 못한 문제가 생겼습니다. 페이지를 새로 고친 뒤 다시 시도해 주세요.",
  "Something went wrong. Reload the page and try again.",
];

/** `authorization_error`, if it is `access_denied` (RFC 6749 §4.1.2.1). */
export const DENIED: Both = [
  "CoolSMS에서 권한을 허용하지 않았습니다. 계속하려면 다시 로그인해 권한을 허용해 주세요.",
  "You did not grant access at CoolSMS. To continue, sign in again and grant it.",
];

/** `insufficient_scope`, if it is known what is missing. */
export const MISSING: Both = [
  "{} 권한이 없어 계속할 수 없습니다. 다시 로그인해 이 권한을 허용해 주세요.",
  "You did not grant this permission: {}. To continue, sign in again and grant it.",
];

/** The same for several. */
export const MISSING_SEVERAL: Both = [
  MISSING[0],
  "You did not grant these permissions: {}. To continue, sign in again and grant them.",
];

/** Every code of the package. */
export const BY_CODE: Readonly<Record<OAuthErrorCode, Both>> = {
  invalid_config: WRONG_PAGE,
  invalid_request: WRONG_PAGE,
  no_browser: WRONG_PAGE,
  not_ready: WRONG_PAGE,
  redirect_uri_mismatch: WRONG_PAGE,
  unexpected_response: WRONG_PAGE,
  origin_not_allowed: WRONG_PAGE,

  wasm_blocked: [
    "WebAssembly가 차단되어 로그인할 수 없습니다. 다른 브라우저를 사용하거나 페이지 운영자에게 알려 주세요.",
    "WebAssembly, which signing in needs, is blocked. Use another browser, or tell the owner of this page.",
  ],
  wasm_unavailable: [
    "로그인에 필요한 파일을 불러오지 못했습니다. 인터넷 연결을 확인하고 페이지를 새로 고쳐 주세요.",
    "A file that signing in needs could not be loaded. Check your internet connection and reload the page.",
  ],
  no_randomness: [
    "이 브라우저에서는 안전하게 로그인할 수 없습니다. 다른 브라우저를 사용해 주세요.",
    "Signing in is not secure in this browser. Please use another one.",
  ],
  storage_unavailable: [
    "브라우저 저장소를 쓸 수 없어 로그인할 수 없습니다. 사이트 데이터를 허용하거나 다른 브라우저를 사용해 주세요.",
    "Signing in needs the browser’s storage, which is not available. Allow site data, or use another browser.",
  ],

  state_mismatch: [
    "이 페이지에서 시작하지 않은 로그인이라 받아들이지 않았습니다. 다시 로그인해 주세요.",
    "This sign-in was not started on this page, so it was not accepted. Please sign in again.",
  ],
  state_replayed: [
    "이미 사용한 로그인 응답입니다. 다시 로그인해 주세요.",
    "This response was already used. Please sign in again.",
  ],
  state_expired: [
    "로그인에 시간이 너무 오래 걸렸습니다. 다시 로그인해 주세요.",
    "The sign-in took too long. Please sign in again.",
  ],
  missing_state: UNVERIFIED,
  duplicate_parameter: UNVERIFIED,
  malformed_response: UNVERIFIED,
  response_too_large: UNVERIFIED,
  invalid_token: UNVERIFIED,
  unsupported_token_type: UNVERIFIED,
  issuer_mismatch: UNVERIFIED,
  client_mismatch: UNVERIFIED,

  authorization_error: [
    "CoolSMS가 로그인을 거절했습니다({}). 잠시 뒤 다시 시도해 주세요.",
    "CoolSMS refused the sign-in ({}). Please try again later.",
  ],
  token_error: [
    "CoolSMS가 요청을 처리하지 못했습니다({}). 잠시 뒤 다시 시도해 주세요.",
    "CoolSMS could not complete the request ({}). Please try again later.",
  ],
  login_required: ["로그인이 필요합니다. 로그인해 주세요.", "You are not signed in. Please sign in."],
  insufficient_scope: [
    "권한이 부족해 계속할 수 없습니다. 다시 로그인해 필요한 권한을 허용해 주세요.",
    "A permission is missing. To continue, sign in again and grant it.",
  ],
  unauthorized: [
    "로그인이 만료되었거나 권한이 부족합니다. 다시 로그인해 주세요.",
    "Your sign-in has expired, or a permission is missing. Please sign in again.",
  ],

  timeout: [
    "CoolSMS가 제때 응답하지 않았습니다. 잠시 뒤 다시 시도해 주세요.",
    "CoolSMS did not answer in time. Please try again later.",
  ],
  network_error: [
    "CoolSMS에 연결하지 못했습니다. 인터넷 연결을 확인하고 다시 시도해 주세요.",
    "CoolSMS could not be reached. Check your internet connection and try again.",
  ],
  popup_blocked: [
    "브라우저가 팝업을 차단했습니다. 이 사이트의 팝업을 허용하고 다시 시도해 주세요.",
    "The browser blocked the popup. Allow popups for this site and try again.",
  ],
  cancelled: [
    "로그인을 마치지 않았습니다. 계속하려면 다시 로그인해 주세요.",
    "The sign-in was not finished. To continue, sign in again.",
  ],
};

/** A call that the API refused, by its own code (`ApiError.errorCode`). */
export const BY_API_CODE: Readonly<Record<string, Both>> = {
  NotEnoughBalance: [
    "잔액이 부족합니다. CoolSMS에서 충전한 뒤 다시 시도해 주세요.",
    "Your balance is too low. Top it up at CoolSMS and try again.",
  ],
  Forbidden: [
    "이 계정으로는 할 수 없는 요청입니다. 계정을 확인해 주세요.",
    "This account may not do that. Please check the account.",
  ],
};

/** A call that the API refused for another reason, in its own words. */
export const REFUSED: Both = ["CoolSMS가 요청을 거절했습니다: {}", "CoolSMS refused the request: {}"];
