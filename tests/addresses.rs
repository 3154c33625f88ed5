//! Redirect URIs, return URLs and the origins that a token may go to: `vectors/redirect_uris.json`,
//! `vectors/return_urls.json` and `vectors/api_origins.json`.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::protocol::{Code, Platform};
use serde_json::{Value as Json, json};
use support::app::{NOW, PAGE, config, plain, prepare, settings, signed_in, start_from, start_with};
use support::vectors::{check, text_of};
use support::{Native, address, detail, refusal, value};

#[test]
fn a_redirect_uri_is_whole_safe_and_of_the_pages_origin() {
    check("redirect_uris", |row| {
        let page = row["page"].as_str().unwrap_or(PAGE);
        let config = Config::new(value(&settings(&json!({ "redirectUri": row["redirectUri"] }))), page, &Native);
        match config {
            Ok(_) => json!("accepted"),
            Err(error) if error.code == Code::InvalidConfig => {
                assert_eq!(detail(&error, "field"), Some(&value(&json!("redirectUri"))), "{}", row["name"]);
                json!("refused")
            }
            Err(error) => json!(error.code.as_str()),
        }
    });
}

#[test]
fn a_redirect_uri_is_sent_byte_for_byte() {
    for row in support::vectors::rows("redirect_uris").iter().filter(|row| row["expect"] == "accepted") {
        let page = row["page"].as_str().unwrap_or(PAGE);
        let configured = value(&settings(&json!({ "redirectUri": row["redirectUri"] })));
        let config = Config::new(configured, page, &Native).expect("it is accepted");
        let (_, url) = start_from(page, &config, &json!({}), 1).expect("it starts");
        let url = url::Url::parse(&url).expect("a URL");
        let sent: Vec<_> = url.query_pairs().filter(|(name, _)| name == "redirect_uri").map(|(_, uri)| uri).collect();
        assert_eq!(sent, [text_of(row, "redirectUri")], "{}", row["name"]); // S4
    }
}

#[test]
fn a_return_url_stays_on_the_pages_origin() {
    check("return_urls", |row| {
        let page = row["page"].as_str().unwrap_or("https://app.example/inbox?tab=2#top");
        match start_from(page, &plain(), &json!({ "returnTo": row["returnTo"] }), 1) {
            Ok((sign_in, _)) => json!(sign_in.0.get("returnTo").as_text()),
            Err(error) => {
                assert_eq!(refusal::<()>(Err(error)), ("invalid_request", "returnTo".into()), "{}", row["name"]);
                json!("refused")
            }
        }
    });
}

#[test]
fn an_accepted_return_url_leads_back_to_the_page_when_it_is_resolved_again() {
    for row in support::vectors::rows("return_urls") {
        if let Ok((sign_in, _)) = start_with(&plain(), &json!({ "returnTo": row["returnTo"] })) {
            let place = sign_in.0.get("returnTo").as_text().expect("a place");
            let again = Native.url(place, Some("https://app.example/callback")).expect("a URL");
            assert_eq!((again.origin.as_str(), again.place()), (PAGE, place), "{}", row["name"]); // S28
        }
    }
}

fn outcome_of_call(row: &Json) -> Json {
    let mut changes = json!({});
    if !row["apiOrigins"].is_null() {
        changes["apiOrigins"] = row["apiOrigins"].clone();
    }
    let config = match config(&changes) {
        Ok(config) => config,
        Err(error) => {
            assert_eq!(detail(&error, "field"), Some(&value(&json!("apiOrigins"))), "{}", row["name"]);
            return json!(error.code.as_str());
        }
    };
    let session = signed_in(&config, "#access_token=t&state=ours").expect("signed in");
    let target = address(text_of(row, "target"));
    match prepare(&config, Some(&session), "GET", &target, None, NOW) {
        Ok(authorization) => {
            assert_eq!(authorization, "Bearer t", "{}", row["name"]); // S31
            json!("allowed")
        }
        Err(error) => json!(error.code.as_str()),
    }
}

#[test]
fn a_token_goes_to_whole_listed_origins_alone() {
    check("api_origins", outcome_of_call); // S31
}
