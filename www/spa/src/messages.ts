// The texts that only the app has; all others, and how they are shown, are those of the static pages.

import { applyLanguage } from "../../site/language.js";
import { MESSAGES } from "../../site/messages.js";

const OWN: Record<"ko" | "en", Record<string, string>> = {
  ko: {
    "app.lead":
      "같은 데모를 싱글 페이지 앱으로 만들었습니다. 로그인하면 보던 페이지로 돌아오고, 권한은 필요해질 때 요청합니다.",
    "app.asks": "처음 로그인할 때 요청하는 권한",
    "app.asks.note": "나머지 권한은 그 권한이 필요한 페이지에서 요청합니다.",
    "app.sign-in.how": "CoolSMS로 이동하고, 로그인을 마치면 이 페이지로 돌아옵니다.",
    "app.title": "{page} – CoolSMS OAuth 2.0",

    "pages": "페이지",
    "nav.home": "홈",
    "nav.account": "계정",
    "nav.send": "문자",
    "nav.numbers": "발신번호",
    "page.home": "홈",
    "page.account": "계정",
    "page.send": "문자 보내기",
    "page.numbers": "발신번호",
    "page.missing": "없는 페이지",
    "about.account": "회원 정보와 계정, 잔액, 허용된 권한을 봅니다.",
    "about.send": "문자를 씁니다. 발송 권한은 처음 보낼 때 요청합니다.",
    "about.numbers": "등록한 발신번호를 봅니다. 별도의 권한이 필요한 페이지입니다.",
    "missing.page": "이 주소에는 페이지가 없습니다.",
    "missing.home": "홈으로",

    "door": "‘{page}’ 페이지를 보려면 로그인하세요",
    "door.lead": "이 페이지에서는 회원의 CoolSMS 데이터를 사용합니다.",
    "needs": "이 페이지에는 권한이 더 필요합니다",
    "needs.senderid:read": "등록한 발신번호를 보여 드리려면 {name}({code}) 권한이 필요합니다.",
    "needs.note": "CoolSMS에서 허용하면 이 페이지로 돌아옵니다. 이미 허용한 권한은 그대로입니다.",
    "grant": "{name} 권한 허용하기",
    "draft.kept": "작성하던 문자는 그대로 둡니다.",
    "numbers": "등록한 발신번호",
    "numbers.use": "이 번호로 문자 보내기",
    "numbers.none": "등록한 발신번호가 없습니다.",

    "notice.granted": "{name} 권한이 허용되었습니다.",
    "notice.not-granted": "{name} 권한은 허용되지 않았습니다.",
  },

  en: {
    "app.lead":
      "The same demo as a single-page app: signing in brings you back to the page you were on, and a permission is asked for when it is needed.",
    "app.asks": "What the first sign-in asks for",
    "app.asks.note": "Any other permission is asked for on the page that needs it.",
    "app.sign-in.how": "Takes you to CoolSMS, and back to this page when you have signed in.",
    "app.title": "{page} – CoolSMS OAuth 2.0",

    "pages": "Pages",
    "nav.home": "Home",
    "nav.account": "Account",
    "nav.send": "Message",
    "nav.numbers": "Numbers",
    "page.home": "Home",
    "page.account": "Account",
    "page.send": "Send a message",
    "page.numbers": "Sender numbers",
    "page.missing": "No such page",
    "about.account": "Your profile, your account, your balance, and what you granted.",
    "about.send": "Write a message. The permission to send is asked for when you send the first.",
    "about.numbers": "Your registered numbers. A page with a permission of its own.",
    "missing.page": "There is no page at this address.",
    "missing.home": "Go to the first page",

    "door": "Sign in to open “{page}”",
    "door.lead": "This page works with your data at CoolSMS.",
    "needs": "This page needs one more permission",
    "needs.senderid:read": "Your registered numbers can be shown with this permission: {name} ({code}).",
    "needs.note": "When you have granted it at CoolSMS, you come back to this page. What you granted before stays.",
    "grant": "Grant: {name}",
    "draft.kept": "The message that you wrote is kept.",
    "numbers": "Your registered numbers",
    "numbers.use": "Send from this number",
    "numbers.none": "No sender number is registered.",

    "notice.granted": "Permission granted: {name}.",
    "notice.not-granted": "Permission not granted: {name}.",
  },
};

/** Adds them, and shows the language of the address. */
export function startLanguage(): void {
  for (const [language, texts] of Object.entries(OWN)) Object.assign(MESSAGES[language] ?? {}, texts);
  applyLanguage();
}
