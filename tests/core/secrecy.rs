//! No token in anything that is shown or logged. Of responses, `fuzz::callback` shows it, with a token to look for in each.

use crate::case::cases;
use crate::support::app::{NOW, at, config, permit, plain, signed_in};
use crate::support::{SECRET, answer, shows_no_secret};
use coolsms_oauth2::host::{Member, Text};
use coolsms_oauth2::protocol::Secret;
use serde_json::json;

cases! {
    [S38] debug_text_of_a_value_shows_no_text,
    [] secret_reads_alike_from_a_value_and_from_a_record,
    [S38] refused_call_shows_no_token,
    [S6 S38] refused_configuration_shows_no_value,
}

/// It is a place of the host's table. A `Secret` has no such text at all.
fn debug_text_of_a_value_shows_no_text() {
    let shown = |text: Text| {
        assert!(!format!("{text:?} {:?}", text.value()).contains(SECRET));
        text
    };
    assert_eq!(answer(shown, &json!(SECRET)), SECRET);
}

/// An empty one is none, and so is what is no text.
fn secret_reads_alike_from_a_value_and_from_a_record() {
    for (value, expected) in [(json!("t"), json!("t")), (json!(""), json!(null)), (json!(["t"]), json!(null))] {
        assert_eq!(answer(|secret: Option<Secret>| secret, &value), expected);
        let of_record = |record| <Option<Secret>>::of(record, Text::from(c"code"));
        assert_eq!(answer(of_record, &json!({ "code": value })), expected);
    }
}

fn refused_call_shows_no_token() {
    let session = signed_in(&plain(), &["#state={ours}&scope=a&expires_in=60&access_token=", SECRET].concat());
    let broken = json!({ "accessToken": ([SECRET, "\n"].concat()) });
    let member = "https://api.coolsms.co.kr/users/v1/member";
    let nothing = json!({});
    for (session, url, context, later, expected) in [
        (&session, ["https://evil.example/?token=", SECRET].concat(), &nothing, 0, "origin_not_allowed"),
        (&session, ["https://", SECRET, "@api.coolsms.co.kr/"].concat(), &nothing, 0, "origin_not_allowed"),
        (&session, member.into(), &nothing, 1_000_000, "login_required"),
        (&session, member.into(), &json!({ "options": { "scope": "b" } }), 0, "insufficient_scope"),
        (&broken, member.into(), &nothing, 0, "invalid_token"),
    ] {
        at(NOW + later);
        let error = permit(&plain(), session, &url, context).expect_err("it is refused");
        assert_eq!(error["code"], expected);
        shows_no_secret(&error);
    }
}

fn refused_configuration_shows_no_value() {
    for field in ["client_secret", "clientSecret", "token", "accessToken", "apiOrigins", "provider", "timeoutMs"] {
        shows_no_secret(&config(&json!({ (field): SECRET })).expect_err("it is refused"));
    }
}
