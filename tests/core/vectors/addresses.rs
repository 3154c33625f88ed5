//! `redirect_uris.json`, `return_urls.json` and `api_origins.json`.

use coolsms_oauth2::client::config::open;
use serde_json::{Value as Json, json};
use url::Url;

use crate::support::app::{INBOX, PAGE, config, parameter, permit, plain, remembered, settings, signed_in, start};
use crate::support::rows::text_of;
use crate::support::{code, flow, refusal};

/// An accepted redirect URI is sent byte for byte.
pub(super) fn redirect_uri(row: &Json) -> Json {
    let page = row["page"].as_str().unwrap_or(PAGE);
    let settings = settings(&json!({ "redirectUri": row["redirectUri"] }));
    let opened = flow(open, &json!({ "settings": settings, "origin": page }));
    let Ok(client) = opened else {
        assert_eq!(refusal(&opened), ("invalid_config", "redirectUri"));
        return json!("refused");
    };
    let started = start(&client, &json!({ "page": page })).expect("it starts");
    let url = started["url"].as_str().expect("a URL");
    assert_eq!(parameter(url, "redirect_uri"), [text_of(row, "redirectUri")]);
    json!("accepted")
}

/// An accepted return URL stays on the page's origin, also when it is resolved against the page of the callback.
pub(super) fn return_url(row: &Json) -> Json {
    let page = row["page"].as_str().unwrap_or(INBOX);
    let started = start(&plain(), &json!({ "page": page, "options": { "returnTo": row["returnTo"] } }));
    if started.is_err() {
        assert_eq!(refusal(&started), ("invalid_request", "returnTo"));
        return json!("refused");
    }
    let place = remembered()[0]["returnTo"].take();
    let there = Url::parse("https://app.example/callback").expect("a URL").join(place.as_str().expect("a place"));
    let there = there.expect("a URL");
    if there.as_str().strip_prefix(PAGE) == place.as_str() { place } else { json!([place, there.as_str()]) }
}

pub(super) fn call(row: &Json) -> Json {
    let settings = row.get("apiOrigins").map_or(json!({}), |origins| json!({ "apiOrigins": origins }));
    let opened = config(&settings);
    let Ok(client) = opened else {
        assert_eq!(refusal(&opened).1, "apiOrigins");
        return json!(code(&opened));
    };
    let session = signed_in(&client, "#access_token=t&state={ours}");
    match permit(&client, &session, text_of(row, "target"), &json!({})) {
        Ok(permit) if permit["authorization"] == "Bearer t" => json!("allowed"),
        other => json!(code(&other)),
    }
}
