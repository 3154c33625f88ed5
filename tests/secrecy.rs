//! No token in what is told, logged or shown (S38): every row of the vectors once more, with a token to look for.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use coolsms_oauth2::client::functions::parse_response;
use coolsms_oauth2::client::session::Session;
use coolsms_oauth2::protocol::pending::Pending;
use serde_json::{Value as Json, json};
use support::app::{NOW, arrive, config, plain, prepare, sign_in, signed_in, told};
use support::vectors::{rows, settings, text_of};
use support::{Native, address, shown, value};

const TOKEN: &str = "s3cr3t-t0k3n";

/// The address of a row, with the token that we look for in each place where one is.
fn with_token(row: &Json) -> String {
    let url = text_of(row, "url");
    ["access_token", "refresh_token", "code"].iter().fold(url.to_owned(), |url, name| {
        ["?", "#", "&"].iter().fold(url, |url, front| {
            let parameter = [*front, *name, "="].concat();
            url.replace(&parameter, &[parameter.as_str(), TOKEN].concat())
        })
    })
}

#[test]
fn no_refusal_of_a_response_shows_its_token() {
    let mut refused = 0;
    for row in rows("authorization_responses") {
        let provider = value(&settings(text_of(&row, "provider")));
        let url = with_token(&row);
        if let Err(error) = parse_response(&url, provider, &Native) {
            assert!(!shown(&error).contains(TOKEN), "{}: {}", row["name"], shown(&error)); // S38
            refused += usize::from(url.contains(TOKEN));
        }
    }
    assert!(refused >= 20, "{refused} refusals of addresses with a token");
}

#[test]
fn no_outcome_of_a_callback_shows_its_token() {
    let (mut refused, mut accepted) = (0, 0);
    for row in rows("callbacks").iter().filter(|row| row["provider"].is_null() && row["redirectUri"].is_null()) {
        let mut pending = Pending::default();
        pending.add(sign_in("ours", NOW), NOW);
        match arrive(&plain(), &mut pending, &with_token(row), NOW) {
            Some(Err(error)) => {
                assert!(!shown(&error).contains(TOKEN), "{}: {}", row["name"], shown(&error));
                refused += 1;
            }
            Some(Ok((session, sign_in))) => {
                let visible = format!("{session:?} {:?} {sign_in:?}", told(&session));
                assert!(session.access_token().starts_with(TOKEN) && !visible.contains(TOKEN), "{visible}");
                accepted += 1;
            }
            None => {}
        }
        assert!(!format!("{pending:?}").contains(TOKEN), "{}", row["name"]); // S38
    }
    assert!(refused >= 20 && accepted >= 5, "{refused} refused, {accepted} accepted");
}

#[test]
fn no_refusal_of_a_call_shows_the_token() {
    let response = ["#state=ours&scope=a&expires_in=60&access_token=", TOKEN].concat();
    let session = signed_in(&plain(), &response).expect("signed in");
    let call = |url: &str, needed, now| prepare(&plain(), Some(&session), "GET", &address(url), needed, now);
    let member = "https://api.coolsms.co.kr/users/v1/member";
    let broken = [TOKEN, "\n"].concat();
    let broken = Session(value(&json!({ "accessToken": broken })));
    let errors = [
        call(&["https://evil.example/?token=", TOKEN].concat(), None, NOW),
        call(&["https://", TOKEN, "@api.coolsms.co.kr/"].concat(), None, NOW),
        call(member, None, NOW + 1e9),
        call(member, Some("b"), NOW),
        prepare(&plain(), Some(&broken), "GET", &address(member), None, NOW),
    ];
    for error in errors {
        let error = error.expect_err("it is refused");
        assert!(!shown(&error).contains(TOKEN), "{}", shown(&error)); // S38
    }
}

#[test]
fn no_refusal_of_a_configuration_shows_a_value_that_may_be_secret() {
    for field in ["client_secret", "clientSecret", "token", "accessToken", "apiOrigins", "provider", "timeoutMs"] {
        let error = config(&json!({ (field): TOKEN })).expect_err("it is refused");
        assert!(!shown(&error).contains(TOKEN), "{}", shown(&error)); // S6, S38
    }
}
