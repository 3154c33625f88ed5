//! `WWW-Authenticate` headers: every one is read, nothing is made up, and what another scheme says is not heard.

use coolsms_oauth2::protocol::challenge::bearer;
use serde_json::{Value as Json, json};

use crate::support::app::check_answer;
use crate::support::{answer, code};

/// Judges a header.
pub fn check(header: &str) {
    let read = |header: &str| answer(bearer, &json!(header));
    let found = read(header);
    let behind_another = ["Basic realm=\"a, Bearer error=b\", ", header].concat();
    assert_eq!(read(&behind_another), found, "another scheme in front changed what was read");

    let lower = header.to_ascii_lowercase();
    for name in ["error", "scope"] {
        let Some(text) = found[name].as_str() else { continue };
        assert!(lower.contains("bearer") && lower.contains(name), "{name} was made up");
        // Escapes may be gone, nothing else.
        let mut rest = header.chars();
        assert!(text.chars().all(|char| rest.any(|own| own == char)), "{text:?} does not stand in the header");
    }

    let says_scope = found["error"] == "insufficient_scope";
    let meaning = |status| check_answer(status, header);
    assert_eq!([meaning(200), meaning(503)], [Ok(Json::Null), Ok(Json::Null)]);
    assert_eq!(meaning(403).is_err(), says_scope);
    let refused = meaning(401);
    assert_eq!(code(&refused), if says_scope { "insufficient_scope" } else { "unauthorized" });
    if says_scope {
        let scope = found["scope"].as_str().unwrap_or_default();
        let words: Vec<&str> = scope.split(' ').filter(|word| !word.is_empty()).collect();
        assert_eq!(refused.unwrap_err()["missingScopes"], json!(words));
    }
}
