//! What holds for any input: the codecs, the parsers, and the URLs that users and tokens are sent to.

use crate::case::cases;
use crate::support::app::{INBOX, PAGE, authorize_url, check_answer, parse_response, permit, plain, remembered, start};
use crate::support::rows::settings as provider;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use url::Url;

cases! {
    [S3 S18] appended_parameters_are_read_back,
    [S37] bearer_challenge_is_found_behind_another,
    [S28] return_url_stays_on_origin,
    [S32] token_goes_to_listed_host_only,
}

/// No files of its own: a failure prints its input.
pub(crate) fn settings() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings())]

    fn appended_parameters_are_read_back(parameters in any::<BTreeMap<String, String>>()) {
        let request = json!({ "provider": provider("strict"), "responseType": "code", "params": parameters });
        let url = authorize_url(&request).expect("a URL");
        let url = url.as_str().expect("a text");
        let by_the_browsers_rules: BTreeMap<String, String> = Url::parse(url).expect("a URL").query_pairs().into_owned().collect();
        let response = parse_response(&[url, "&code=c"].concat(), &provider("code")).expect("a response");
        prop_assert_eq!(by_the_browsers_rules.len(), parameters.len() + 4);
        for (name, value) in &parameters {
            prop_assert_eq!(by_the_browsers_rules.get(name), Some(value));
            prop_assert_eq!(&response["extra"][name], value);
        }
    }

    fn bearer_challenge_is_found_behind_another(front in "[A-Za-z]{1,8} [a-z]{1,5}=\"[a-zA-Z, =]{0,9}\"") {
        prop_assume!(!front.to_ascii_lowercase().starts_with("bearer "));
        let header = [&front, ", Bearer error=\"insufficient_scope\", scope=\"a b\""].concat();
        prop_assert_eq!(&check_answer(401, &header).unwrap_err()["missingScopes"], &json!(["a", "b"]));
    }

    fn return_url_stays_on_origin(target in "(https:)?[/\\\\:@.a-z\t\n%?#]{0,14}(app.example)?[/\\\\:@.a-z0-9]{0,6}") {
        if start(&plain(), &json!({ "options": { "returnTo": target } })).is_ok() {
            let sign_in = remembered().pop().expect("it is remembered");
            let place = sign_in["returnTo"].as_str().expect("a place");
            let there = Url::parse(INBOX).expect("a URL").join(place).expect("a URL");
            prop_assert!(place.starts_with('/') && !place.starts_with("//"), "{}", place);
            prop_assert_eq!(there.origin().ascii_serialization(), PAGE);
        }
    }

    fn token_goes_to_listed_host_only(front in "(https?://)?[a-z.@:/\\\\]{0,8}", back in "[a-z0-9.@:/\\\\?#]{0,8}") {
        let text = [&front, "api.coolsms.co.kr", &back].concat();
        let Ok(url) = Url::parse(&text) else { return Ok(()) };
        let is_ours = url.scheme() == "https" && url.host_str() == Some("api.coolsms.co.kr") && url.port().is_none();
        let is_bare = url.username().is_empty() && url.password().is_none();
        let sent: Result<Json, Json> = permit(&plain(), &json!({ "accessToken": "t" }), &text, &json!({}));
        prop_assert_eq!(sent.is_ok(), is_ours && is_bare, "{}", text);
    }
}
