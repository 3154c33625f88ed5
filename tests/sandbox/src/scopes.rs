//! The permissions that an app may ask for.

/// One permission, with the words that the consent page shows for it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    /// As it stands in requests and tokens, e.g. `users:read`.
    pub(crate) name: &'static str,
    pub(crate) korean: &'static str,
    pub(crate) english: &'static str,
}

const fn scope(name: &'static str, korean: &'static str, english: &'static str) -> Scope {
    Scope { name, korean, english }
}

/// Every scope of CoolSMS.
static SCOPES: [Scope; 19] = [
    scope("users:read", "회원 정보 조회", "See your member profile"),
    scope("accounts:read", "계정 정보 조회", "See your accounts"),
    scope("senderid:read", "발신번호 조회", "See your sender numbers"),
    scope("senderid:write", "발신번호 등록 및 삭제", "Add and remove sender numbers"),
    scope("message:read", "메시지 조회", "See your messages"),
    scope("message:write", "메시지 발송", "Send messages, at your cost"),
    scope("cash:read", "잔액 조회", "See your balance"),
    scope("cash:write", "충전 설정 변경", "Change how your balance is recharged"),
    scope("pricing:read", "요금 조회", "See your prices"),
    scope("notification:read", "알림 조회", "See your notifications"),
    scope("coolog:read", "로그 조회", "See your logs"),
    scope("storage:read", "파일 조회", "See your files"),
    scope("storage:write", "파일 업로드 및 삭제", "Add and remove files"),
    scope("iam:read", "API 키와 권한 조회", "See your API keys and permissions"),
    scope("iam:write", "API 키와 권한 변경", "Change your API keys and permissions"),
    scope("images:read", "이미지 조회", "See your images"),
    scope("images:write", "이미지 업로드 및 삭제", "Add and remove images"),
    scope("kakao:read", "카카오 채널과 템플릿 조회", "See your Kakao channels and templates"),
    scope("kakao:write", "카카오 채널과 템플릿 변경", "Change your Kakao channels and templates"),
];

/// The scope of that name.
pub(crate) fn find(name: &str) -> Option<&'static Scope> {
    SCOPES.iter().find(|scope| scope.name == name)
}
