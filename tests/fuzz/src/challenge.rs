//! `WWW-Authenticate` headers: every one is read, nothing is made up, and what another scheme says is not heard.

use coolsms_oauth2::client::call::judge;
use coolsms_oauth2::protocol::challenge::bearer;
use coolsms_oauth2::protocol::{Code, Value};

use crate::support::detail;

/// Judges a header.
pub fn check(header: &str) {
    let found = bearer(header);
    let behind_another = ["Basic realm=\"a, Bearer error=b\", ", header].concat();
    assert_eq!(bearer(&behind_another), found, "another scheme in front changed what was read");

    let lower = header.to_ascii_lowercase();
    let (error, scope) = found.clone().map(|it| (it.error, it.scope)).unwrap_or_default();
    assert!(found.is_none() || lower.contains("bearer"), "a challenge was made up");
    assert!(error.is_none() || lower.contains("error"), "an error was made up");
    assert!(scope.is_none() || lower.contains("scope"), "a scope was made up");
    for text in [&error, &scope].into_iter().flatten() {
        // Escapes may be gone, nothing else.
        let mut rest = header.chars();
        assert!(text.chars().all(|char| rest.any(|own| own == char)), "{text:?} does not stand in the header");
    }

    let says_scope = error.as_deref() == Some("insufficient_scope");
    assert_eq!(judge(200, Some(header)), Ok(()));
    assert_eq!(judge(503, Some(header)), Ok(()));
    assert_eq!(judge(403, Some(header)).is_err(), says_scope);
    let refusal = judge(401, Some(header)).expect_err("a 401 is never good");
    assert_eq!(refusal.code, if says_scope { Code::InsufficientScope } else { Code::Unauthorized });
    if says_scope {
        let words: Vec<&str> = scope.as_deref().unwrap_or_default().split(' ').filter(|it| !it.is_empty()).collect();
        let missing = detail(&refusal, "missingScopes").map(Value::as_list).unwrap_or_default();
        assert!(missing.iter().filter_map(Value::as_text).all(|scope| words.contains(&scope)), "{missing:?}");
    }
}
