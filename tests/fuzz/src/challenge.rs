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
    assert!(found.error.is_empty() || (lower.contains("bearer") && lower.contains("error")), "an error was made up");
    assert!(found.scope.is_empty() || (lower.contains("bearer") && lower.contains("scope")), "a scope was made up");
    for text in [&found.error, &found.scope] {
        // Escapes may be gone, nothing else.
        let mut rest = header.chars();
        assert!(text.chars().all(|char| rest.any(|own| own == char)), "{text:?} does not stand in the header");
    }

    let says_scope = found.error == "insufficient_scope";
    assert_eq!(judge(200, header), Ok(()));
    assert_eq!(judge(503, header), Ok(()));
    assert_eq!(judge(403, header).is_err(), says_scope);
    let refusal = judge(401, header).expect_err("a 401 is never good");
    assert_eq!(refusal.code, if says_scope { Code::InsufficientScope } else { Code::Unauthorized });
    if says_scope {
        let words: Vec<&str> = found.scope.split(' ').filter(|it| !it.is_empty()).collect();
        let missing = detail(&refusal, "missingScopes").map(Value::items).unwrap_or_default();
        assert!(missing.iter().all(|scope| words.contains(&scope.text())), "{missing:?}");
    }
}
