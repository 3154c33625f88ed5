//! `redirect_uris.json`, `return_urls.json` and `api_origins.json`.

use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::protocol::{Code, Platform};
use serde_json::{Value as Json, json};

use crate::support::app::{NOW, PAGE, config, plain, prepare, settings, signed_in, start_from};
use crate::support::rows::text_of;
use crate::support::{Native, address, code, detail, refusal, value};

/// An accepted redirect URI is sent byte for byte.
pub(super) fn redirect_uri(row: &Json) -> Json {
    let page = row["page"].as_str().unwrap_or(PAGE);
    let settings = value(&settings(&json!({ "redirectUri": row["redirectUri"] })));
    let config = match Config::new(settings, page, &Native) {
        Ok(config) => config,
        Err(error) if error.code == Code::InvalidConfig => {
            assert_eq!(detail(&error, "field"), Some(&value(&json!("redirectUri"))));
            return json!("refused");
        }
        Err(error) => return json!(error.code.as_str()),
    };
    let (_, url) = start_from(page, &config, &json!({}), 1).expect("it starts");
    let url = url::Url::parse(&url).expect("a URL");
    let sent: Vec<_> = url.query_pairs().filter(|(name, _)| name == "redirect_uri").map(|(_, uri)| uri).collect();
    assert_eq!(sent, [text_of(row, "redirectUri")]);
    json!("accepted")
}

/// An accepted return URL stays on the page's origin, also when it is resolved against the page of the callback.
pub(super) fn return_url(row: &Json) -> Json {
    let page = row["page"].as_str().unwrap_or("https://app.example/inbox?tab=2#top");
    let (sign_in, _) = match start_from(page, &plain(), &json!({ "returnTo": row["returnTo"] }), 1) {
        Ok(started) => started,
        Err(error) => {
            assert_eq!(refusal::<()>(Err(error)), ("invalid_request", "returnTo".into()));
            return json!("refused");
        }
    };
    let place = sign_in.0.get("returnTo").as_text().expect("a place");
    let again = Native.url(place, Some("https://app.example/callback")).expect("a URL");
    if again.origin != PAGE || again.place() != place {
        return json!([place, again.href]);
    }
    json!(place)
}

pub(super) fn call(row: &Json) -> Json {
    let mut changes = json!({});
    if !row["apiOrigins"].is_null() {
        changes["apiOrigins"] = row["apiOrigins"].clone();
    }
    let config = match config(&changes) {
        Ok(config) => config,
        Err(error) => {
            assert_eq!(detail(&error, "field"), Some(&value(&json!("apiOrigins"))));
            return json!(error.code.as_str());
        }
    };
    let session = signed_in(&config, "#access_token=t&state=ours").expect("signed in");
    match prepare(&config, Some(&session), "GET", &address(text_of(row, "target")), None, NOW) {
        Ok(header) if header == "Bearer t" => json!("allowed"),
        other => json!(code(other)),
    }
}
