// Every text of the page, and most of those of the single-page app. {code} becomes a <code> element; other names in braces are replaced by plain text.

/** @type {Record<string, Record<string, string>>} */
export const MESSAGES = {
  ko: {
    "title": "CoolSMS로 로그인 – OAuth 2.0 데모",
    "languages": "언어",
    "loading": "불러오는 중…",

    "welcome": "내 CoolSMS 계정으로 로그인하세요",
    "lead": "서버 없이 브라우저에서만 동작하는 데모로, 허용한 권한 안에서 잔액을 확인하고 문자를 보냅니다.",
    "sign-in": "CoolSMS로 로그인",
    "sign-in.popup": "새 창에서 로그인",
    "leaving": "CoolSMS로 이동하는 중…",
    "sign-out": "로그아웃",
    "asks": "로그인할 때 요청하는 권한",
    "asks.note": "동의 화면에서 원하는 권한만 골라도 됩니다.",

    "scope.users:read": "회원 정보 조회",
    "scope.cash:read": "잔액 조회",
    "scope.senderid:read": "발신번호 조회",
    "scope.message:write": "문자 발송",
    "use.users:read": "이름과 이메일을 보여 줍니다.",
    "use.cash:read": "남은 잔액과 포인트를 보여 줍니다.",
    "use.senderid:read": "등록한 발신번호를 고를 수 있게 합니다.",
    "use.message:write": "작성한 문자를 보냅니다.",
    "missing.users:read": "회원 정보 조회({code}) 권한이 없어 이름과 이메일을 보여 드릴 수 없습니다.",
    "missing.cash:read": "잔액 조회({code}) 권한이 없어 잔액과 포인트를 보여 드릴 수 없습니다.",
    "missing.senderid:read":
      "발신번호 조회({code}) 권한이 없어 등록된 번호를 목록에서 고를 수 없고 직접 입력해야 합니다.",
    "missing.message:write": "문자 발송({code}) 권한이 없어 문자를 보낼 수 없습니다.",
    "ask": "{name} 권한 다시 요청",

    "account": "로그인되었습니다",
    "member": "회원",
    "balance": "잔액",
    "balance.point": "포인트 {point}",
    "scopes": "허용된 권한",
    "scopes.none": "허용된 권한이 없습니다.",
    "scopes.unknown": "CoolSMS가 어떤 권한이 허용되었는지 알려 주지 않았습니다.",
    "expires": "{time}까지 유효합니다.",
    "refreshed": "{time}에 자동으로 연장되었습니다.",

    "message": "문자 보내기",
    "from": "발신번호",
    "from.none": "등록된 발신번호가 없습니다",
    "to": "받는 번호",
    "text": "내용",
    "text.bytes": "{count} / {limit}바이트",
    "text.too-long": "{limit}바이트를 넘는 문자는 보낼 수 없습니다.",
    "send": "보내기",
    "sending": "보내는 중…",
    "send.cost": "실제로 발송되며 요금이 차감됩니다.",
    "send.sent": "{to}(으)로 보내는 문자가 접수되었습니다. 메시지 번호는 {code}입니다.",
    "send.unknown":
      "분명한 응답을 받지 못해 문자가 접수되었는지 알 수 없습니다. 두 번 보내지 않도록 CoolSMS의 발송 내역을 먼저 확인해 주세요.",

    "notice.signed-out": "로그아웃되었습니다. CoolSMS에는 토큰을 폐기하는 기능이 없어, 이 기기에서 토큰을 지웠습니다.",
    "notice.signed-out-elsewhere": "다른 탭에서 로그아웃하여 이 탭에서도 로그아웃되었습니다.",
    "notice.session-ended": "로그인이 끝났습니다. 계속하려면 다시 로그인해 주세요.",
    "notice.popup": "새 창에서 이어서 진행해 주세요. 창이 보이지 않으면 버튼을 다시 눌러 주세요.",
    "notice.cancelled": "로그인을 마치지 않았습니다. 원하실 때 다시 시도해 주세요.",

    "action.retry": "다시 시도",
    "action.sign-in": "다시 로그인",
    "action.leave": "이 창에서 계속",

    "error.state_mismatch":
      "이 브라우저에서 시작하지 않은 로그인 응답이라 받아들이지 않았습니다. 이 페이지에서 다시 로그인해 주세요.",
    "error.missing_state": "로그인 응답에 확인 값이 없어 받아들이지 않았습니다. 이 페이지에서 다시 로그인해 주세요.",
    "error.state_replayed": "이미 사용한 로그인 응답입니다. 다시 로그인해 주세요.",
    "error.state_expired": "로그인에 시간이 너무 오래 걸려 만료되었습니다. 다시 로그인해 주세요.",
    "error.redirect_uri_mismatch":
      "로그인 응답이 등록한 주소가 아닌 곳으로 돌아와 받아들이지 않았습니다. 다시 로그인해 주세요.",
    "error.unexpected_response": "요청한 것과 다른 종류의 로그인 응답이라 받아들이지 않았습니다. 다시 로그인해 주세요.",
    "error.access_denied": "CoolSMS 동의 화면에서 허용하지 않으셨습니다. 이 데모를 쓰려면 다시 로그인해 허용해 주세요.",
    "error.authorization_error": "CoolSMS가 로그인 요청을 거절했습니다({code}). 잠시 뒤 다시 시도해 주세요.",
    "error.storage_unavailable":
      "브라우저 저장소를 쓸 수 없어 로그인할 수 없습니다. 사이트 데이터를 허용하거나 시크릿 모드를 끄고 다시 시도해 주세요.",
    "error.popup_blocked": "브라우저가 새 창을 막았습니다. 이 사이트의 팝업을 허용하거나 이 창에서 계속해 주세요.",
    "error.login_required": "로그인이 필요합니다. 다시 로그인해 주세요.",
    "error.InvalidRefreshToken": "CoolSMS가 로그인을 연장해 주지 않아 로그인이 끝났습니다. 다시 로그인해 주세요.",
    "error.token_error": "CoolSMS가 로그인을 연장하지 못했습니다({code}). 잠시 뒤 다시 시도해 주세요.",
    "error.unauthorized": "로그인이 만료되었거나 취소되었습니다. 다시 로그인해 주세요.",
    "error.insufficient_scope": "권한이 부족합니다. 다시 로그인해 필요한 권한을 허용해 주세요.",
    "error.network_error": "CoolSMS에 연결하지 못했습니다. 인터넷 연결을 확인하고 다시 시도해 주세요.",
    "error.timeout": "CoolSMS가 제때 응답하지 않았습니다. 잠시 뒤 다시 시도해 주세요.",
    "error.invalid_config": "이 데모의 설정이 잘못되었습니다. config.json을 확인해 주세요.",
    "error.NotEnoughBalance": "잔액이 부족합니다. CoolSMS에서 충전한 뒤 다시 시도해 주세요.",
    "error.Forbidden": "이 계정으로는 할 수 없는 요청입니다. 계정과 발신번호를 확인해 주세요.",
    "problem.server": "CoolSMS에 일시적인 문제가 있습니다({code}). 잠시 뒤 다시 시도해 주세요.",
    "problem.refused": "CoolSMS가 요청을 거절했습니다({code}): {detail}",
    "problem.other": "예상하지 못한 문제가 생겼습니다({code}). 페이지를 새로 고치고 다시 시도해 주세요.",
  },

  en: {
    "title": "Sign in with CoolSMS – OAuth 2.0 demo",
    "languages": "Language",
    "loading": "Loading…",

    "welcome": "Sign in with your CoolSMS account",
    "lead":
      "A demo that runs in the browser alone: it checks your balance and sends a text message, within the permissions you grant.",
    "sign-in": "Sign in with CoolSMS",
    "sign-in.popup": "Sign in in a new window",
    "leaving": "Taking you to CoolSMS…",
    "sign-out": "Sign out",
    "asks": "What it asks for when you sign in",
    "asks.note": "On the consent page you may grant only some of these.",

    "scope.users:read": "Read your profile",
    "scope.cash:read": "Read your balance",
    "scope.senderid:read": "Read your sender numbers",
    "scope.message:write": "Send messages",
    "use.users:read": "Shows your name and email.",
    "use.cash:read": "Shows your balance and points.",
    "use.senderid:read": "Lets you choose one of your registered numbers.",
    "use.message:write": "Sends the text you write.",
    "missing.users:read": "Your name and email cannot be shown without the permission to read your profile ({code}).",
    "missing.cash:read":
      "Your balance and points cannot be shown without the permission to read your balance ({code}).",
    "missing.senderid:read":
      "Your registered numbers cannot be listed without the permission to read your sender numbers ({code}): the number has to be typed.",
    "missing.message:write": "Messages cannot be sent without the permission to send messages ({code}).",
    "ask": "Ask again: {name}",

    "account": "You are signed in",
    "member": "Member",
    "balance": "Balance",
    "balance.point": "{point} points",
    "scopes": "Granted permissions",
    "scopes.none": "No permission was granted.",
    "scopes.unknown": "CoolSMS did not say which permissions were granted.",
    "expires": "Valid until {time}.",
    "refreshed": "Renewed by itself at {time}.",

    "message": "Send a message",
    "from": "From",
    "from.none": "No registered sender number",
    "to": "To",
    "text": "Text",
    "text.bytes": "{count} / {limit} bytes",
    "text.too-long": "A message cannot be longer than {limit} bytes.",
    "send": "Send",
    "sending": "Sending…",
    "send.cost": "This sends a real message and is charged.",
    "send.sent": "Your message to {to} was accepted. Its number is {code}.",
    "send.unknown":
      "No clear answer came back, so it is unknown whether the message was accepted. Check your CoolSMS message log first, so that it is not sent twice.",

    "notice.signed-out": "You are signed out. CoolSMS has no way to revoke a token, so this device forgot it.",
    "notice.signed-out-elsewhere": "You signed out in another tab, so you are signed out here too.",
    "notice.session-ended": "Your session has ended. Sign in again to go on.",
    "notice.popup": "Please go on in the new window. If you do not see it, press the button again.",
    "notice.cancelled": "The sign-in was not finished. Try again whenever you like.",

    "action.retry": "Try again",
    "action.sign-in": "Sign in again",
    "action.leave": "Go on in this window",

    "error.state_mismatch":
      "This sign-in was not started in this browser, so it was not accepted. Please sign in from this page.",
    "error.missing_state":
      "The sign-in response could not be verified, so it was not accepted. Please sign in from this page.",
    "error.state_replayed": "This sign-in response was already used. Please sign in again.",
    "error.state_expired": "The sign-in took too long and has expired. Please sign in again.",
    "error.redirect_uri_mismatch":
      "The sign-in response came to another address than the registered one, so it was not accepted. Please sign in again.",
    "error.unexpected_response":
      "The sign-in response was not of the kind that was asked for, so it was not accepted. Please sign in again.",
    "error.access_denied":
      "You did not grant access on the CoolSMS page. To use this demo, sign in again and allow it.",
    "error.authorization_error": "CoolSMS refused the sign-in request ({code}). Please try again in a while.",
    "error.storage_unavailable":
      "Signing in needs the browser’s storage, which is not available. Allow site data or leave private mode, and try again.",
    "error.popup_blocked":
      "The browser did not open a new window. Allow pop-ups for this site, or go on in this window.",
    "error.login_required": "This needs you to be signed in. Please sign in again.",
    "error.InvalidRefreshToken": "CoolSMS did not renew your sign-in, so it has ended. Please sign in again.",
    "error.token_error": "CoolSMS could not renew your sign-in ({code}). Please try again in a while.",
    "error.unauthorized": "Your sign-in has expired or was revoked. Please sign in again.",
    "error.insufficient_scope": "A permission is missing. Please sign in again and grant it.",
    "error.network_error": "CoolSMS could not be reached. Check your internet connection and try again.",
    "error.timeout": "CoolSMS did not answer in time. Please try again in a while.",
    "error.invalid_config": "This demo is not set up correctly. Please check its config.json.",
    "error.NotEnoughBalance": "Your balance is too low. Top it up at CoolSMS and try again.",
    "error.Forbidden": "This account may not do that. Check the account and the sender number.",
    "problem.server": "CoolSMS is having trouble ({code}). Please try again in a while.",
    "problem.refused": "CoolSMS refused the request ({code}): {detail}",
    "problem.other": "Something unexpected happened ({code}). Reload the page and try again.",
  },
};
