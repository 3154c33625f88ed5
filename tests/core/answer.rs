//! What an answer of an API means, by its status and its `WWW-Authenticate` header.

use crate::case::cases;
use crate::support::{app::words, detail};
use coolsms_oauth2::client::call::judge;
use coolsms_oauth2::protocol::{Error, Value};

cases! {
    [S35 S39] status_and_challenge_decide,
    [S35] missing_scopes_and_status_are_named,
}

fn code(result: &Result<(), Error>) -> &'static str {
    result.as_ref().map_or_else(|error| error.code.as_str(), |()| "for the app")
}

fn status_and_challenge_decide() {
    let (expired, narrow) = (r#"Bearer error="invalid_token""#, r#"Bearer error="insufficient_scope", scope="a b""#);
    let cases = [
        (200, None, "for the app"),
        (200, Some(narrow), "for the app"),
        (400, Some(narrow), "for the app"),
        (402, None, "for the app"),
        (403, None, "for the app"),
        (403, Some(expired), "for the app"),
        (403, Some(narrow), "insufficient_scope"),
        (404, Some(narrow), "for the app"),
        (500, Some(expired), "for the app"),
        (503, None, "for the app"),
        (401, None, "unauthorized"),
        (401, Some(""), "unauthorized"),
        (401, Some("Basic realm=x"), "unauthorized"),
        (401, Some(expired), "unauthorized"),
        (401, Some(narrow), "insufficient_scope"),
        (401, Some(r#"Basic error="insufficient_scope""#), "unauthorized"),
    ];
    for (status, challenge, expected) in cases {
        assert_eq!(code(&judge(status, challenge.unwrap_or_default())), expected, "{status} {challenge:?}");
    }
}

fn missing_scopes_and_status_are_named() {
    let error = judge(403, r#"Bearer error="insufficient_scope", scope="message:write users:read""#).unwrap_err();
    assert_eq!(detail(&error, "missingScopes"), Some(&words(&["message:write", "users:read"])));
    assert_eq!(detail(&error, "status"), Some(&Value::Number(403.0)));
    let nameless = judge(401, r#"Bearer error="insufficient_scope""#).unwrap_err();
    assert_eq!(detail(&nameless, "missingScopes"), Some(&words(&[])));
}
