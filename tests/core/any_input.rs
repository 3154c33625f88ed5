//! What holds for any input: the codecs, the parsers, and the URLs that users and tokens are sent to.

use crate::case::cases;
use crate::support::Native;
use crate::support::app::{NOW, PAGE, plain, prepare, start_with};
use crate::support::provider;
use coolsms_oauth2::client::session::Session;
use coolsms_oauth2::protocol::response::{self, MAX_LIFETIME};
use coolsms_oauth2::protocol::{Platform, address, challenge, chars, form};
use proptest::prelude::*;
use serde_json::json;

cases! {
    [S18] appended_parameters_are_read_back,
    [S18 S19 S21] any_text_is_parsed_or_refused,
    [S18 S19 S21] any_url_is_parsed_or_refused,
    [S37] bearer_challenge_is_found_behind_another,
    [S28] return_url_stays_on_origin,
    [S32] token_goes_to_listed_host_only,
}

/// No files of its own: a failure prints its input.
fn settings() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

/// An address made of the pieces that responses, and attacks on them, are made of.
fn hostile_address() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "access_token", "code", "error", "state", "token_type", "expires_in", "expires", "scope", "refresh_token",
            "iss", "oauth_state", "own", "st%61te", "__proto__",
        ]),
        4 => prop::sample::select(vec!["=", "&", "#", "?", "+", "%", "%2", "%ZZ", "%FF", "%00", "%0A", "%25", ";", "/"]),
        2 => prop::sample::select(vec!["Bearer", "bearer", "3600", "1e308", "-1", "ours", "t", "", "회원", "\0", "\u{2028}"]),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| ["https://app.example/callback?", &pieces.concat()].concat())
}

/// That a response is read without harm, and what then holds of it.
fn parse(url: &str) -> Result<(), TestCaseError> {
    for name in ["coolsms", "strict", "either", "code", "no-echo"] {
        let provider = provider(name);
        let state = response::state_of(url, &provider, &Native);
        let Ok(response) = response::parse(url, &provider, &Native) else { continue };
        let success = response.get("access_token").as_text().or(response.get("code").as_text());
        prop_assert!(success.is_some() || !response.get("error").text().is_empty());
        prop_assert!(success.is_none_or(chars::is_vschar)); // S19
        prop_assert!(response.expires_in().is_none_or(|lifetime| (1.0..=MAX_LIFETIME).contains(&lifetime))); // S21
        prop_assert_eq!(response.state(&provider), state);
    }
    Ok(())
}

proptest! {
    #![proptest_config(settings())]

    fn appended_parameters_are_read_back(parameters in prop::collection::vec(any::<(String, String)>(), 0..6)) {
        let mut url = String::from("https://app.example/callback");
        for (name, value) in &parameters {
            form::append(&mut url, name, value, &Native);
        }
        let (base, query, fragment) = address::split(&url);
        let read: Option<Vec<_>> =
            form::pairs(query).map(|(name, value)| Some((Native.decode(name)?, Native.decode(value)?))).collect();
        prop_assert_eq!(read.as_ref(), Some(&parameters));
        prop_assert_eq!((base, fragment), ("https://app.example/callback", ""));
        let by_the_browsers_rules: Vec<(String, String)> =
            url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        prop_assert_eq!(by_the_browsers_rules, parameters);
    }

    fn any_text_is_parsed_or_refused(text in any::<String>()) {
        parse(&text)?;
        let _ = challenge::bearer(&text);
    }

    fn any_url_is_parsed_or_refused(url in hostile_address()) {
        parse(&url)?;
    }

    fn bearer_challenge_is_found_behind_another(front in "[A-Za-z]{1,8} [a-z]{1,5}=\"[a-zA-Z, =]{0,9}\"") {
        prop_assume!(!front.to_ascii_lowercase().starts_with("bearer "));
        let found = challenge::bearer(&[&front, ", Bearer error=\"e\", scope=\"a b\""].concat());
        let expected = challenge::Challenge { error: "e".into(), scope: "a b".into() };
        prop_assert_eq!(found, expected);
    }

    fn return_url_stays_on_origin(target in "(https:)?[/\\\\:@.a-z\t\n%?#]{0,14}(app.example)?[/\\\\:@.a-z0-9]{0,6}") {
        if let Ok((sign_in, _)) = start_with(&plain(), &json!({ "returnTo": target })) {
            let place = sign_in.0.get("returnTo").as_text().unwrap_or_default();
            let there = Native.url(place, Some("https://app.example/callback"));
            prop_assert!(place.starts_with('/') && !place.starts_with("//"), "{place}");
            prop_assert_eq!(there.map(|there| there.origin), Some(PAGE.into()));
        }
    }

    fn token_goes_to_listed_host_only(front in "(https?://)?[a-z.@:/\\\\]{0,8}", back in "[a-z0-9.@:/\\\\?#]{0,8}") {
        let text = [&front, "api.coolsms.co.kr", &back].concat();
        let (Some(target), Ok(url)) = (Native.url(&text, None), url::Url::parse(&text)) else { return Ok(()) };
        let is_ours = url.scheme() == "https" && url.host_str() == Some("api.coolsms.co.kr") && url.port().is_none();
        let is_bare = url.username().is_empty() && url.password().is_none();
        let session = Session(crate::support::value(&json!({ "accessToken": "t" })));
        let sent = prepare(&plain(), Some(&session), "GET", &target, None, NOW);
        prop_assert_eq!(sent.is_ok(), is_ours && is_bare, "{}", text);
    }
}
