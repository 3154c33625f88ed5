//! What holds for any input: the codecs, the parsers, and the addresses that people and tokens are sent to.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use coolsms_oauth2::client::session::Session;
use coolsms_oauth2::protocol::response::{self, MAX_LIFETIME};
use coolsms_oauth2::protocol::{Platform, address, challenge, chars, form};
use proptest::prelude::*;
use serde_json::json;
use support::Native;
use support::app::{NOW, PAGE, plain, prepare, start_with};
use support::vectors::provider;

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

    #[test]
    fn what_is_appended_to_an_address_is_read_from_it(parameters in prop::collection::vec(any::<(String, String)>(), 0..6)) {
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

    #[test]
    fn any_text_is_parsed_without_harm(text in any::<String>()) {
        parse(&text)?; // S18
        let _ = challenge::bearer(&text);
    }

    #[test]
    fn any_address_is_parsed_without_harm(url in hostile_address()) {
        parse(&url)?;
    }

    #[test]
    fn a_bearer_challenge_is_found_in_any_header_that_ends_with_one(front in "[A-Za-z]{1,8} [a-z]{1,5}=\"[a-zA-Z, =]{0,9}\"") {
        prop_assume!(!front.to_ascii_lowercase().starts_with("bearer "));
        let found = challenge::bearer(&[&front, ", Bearer error=\"e\", scope=\"a b\""].concat());
        let expected = challenge::Challenge { error: "e".into(), scope: "a b".into() };
        prop_assert_eq!(found, expected); // S37
    }

    #[test]
    fn no_return_url_leads_away(target in "(https:)?[/\\\\:@.a-z\t\n%?#]{0,14}(app.example)?[/\\\\:@.a-z0-9]{0,6}") {
        if let Ok((sign_in, _)) = start_with(&plain(), &json!({ "returnTo": target })) {
            let place = sign_in.0.get("returnTo").as_text().unwrap_or_default();
            let there = Native.url(place, Some("https://app.example/callback"));
            prop_assert!(place.starts_with('/') && !place.starts_with("//"), "{place}");
            prop_assert_eq!(there.map(|there| there.origin), Some(PAGE.into())); // S28
        }
    }

    #[test]
    fn no_token_goes_to_another_host(front in "(https?://)?[a-z.@:/\\\\]{0,8}", back in "[a-z0-9.@:/\\\\?#]{0,8}") {
        let text = [&front, "api.coolsms.co.kr", &back].concat();
        let (Some(target), Ok(url)) = (Native.url(&text, None), url::Url::parse(&text)) else { return Ok(()) };
        let is_ours = url.scheme() == "https" && url.host_str() == Some("api.coolsms.co.kr") && url.port().is_none();
        let is_bare = url.username().is_empty() && url.password().is_none();
        let session = Session(support::value(&json!({ "accessToken": "t" })));
        let sent = prepare(&plain(), Some(&session), "GET", &target, None, NOW);
        prop_assert_eq!(sent.is_ok(), is_ours && is_bare, "{}", text); // S32
    }
}
