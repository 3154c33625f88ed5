//! No token in anything that is shown or logged: the rows of the vectors once more, with a token to look for.
//! `fuzz::callback` does the same with callbacks.

use crate::case::cases;
use crate::support::app::{NOW, config, plain, prepare, signed_in};
use crate::support::rows::{rows, settings, text_of};
use crate::support::{Native, address, provider, shown, value};
use coolsms_oauth2::client::functions::parse_response;
use coolsms_oauth2::client::session::Session;
use coolsms_oauth2::protocol::response;
use serde_json::{Value as Json, json};

cases! {
    [S38] refused_response_shows_no_token,
    [S38] debug_text_of_response_shows_no_token,
    [S38] refused_call_shows_no_token,
    [S6 S38] refused_configuration_shows_no_value,
}

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

fn refused_response_shows_no_token() {
    let mut refused = 0;
    for row in rows("authorization_responses") {
        let provider = value(&settings(text_of(row, "provider")));
        let url = with_token(row);
        if let Err(error) = parse_response(&url, provider, &Native) {
            assert!(!shown(&error).contains(TOKEN), "{}: {}", row["name"], shown(&error));
            refused += usize::from(url.contains(TOKEN));
        }
    }
    assert!(refused >= 20, "{refused} refusals of addresses with a token");
}

fn refused_call_shows_no_token() {
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
        assert!(!shown(&error).contains(TOKEN), "{}", shown(&error));
    }
}

fn refused_configuration_shows_no_value() {
    for field in ["client_secret", "clientSecret", "token", "accessToken", "apiOrigins", "provider", "timeoutMs"] {
        let error = config(&json!({ (field): TOKEN })).expect_err("it is refused");
        assert!(!shown(&error).contains(TOKEN), "{}", shown(&error));
    }
}

fn debug_text_of_response_shows_no_token() {
    let url = "#access_token=secret&token_type=Bearer&refresh_token=secret2&own=secret3";
    let response = response::parse(url, &provider("strict"), &Native).unwrap();
    assert_eq!(response.get("access_token").text(), "secret");
    assert_eq!(format!("{response:?}"), "Response");
}
