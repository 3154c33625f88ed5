//! A provider's settings and a client's configuration: what is accepted keeps to safe addresses, and what is refused is
//! refused by name, and the error shows no secret.

use coolsms_oauth2::host::imports::{World, world};
use coolsms_oauth2::protocol::provider::{Provider, coolsms};
use serde_json::{Value as Json, json};
use url::{Host, Url};

use crate::support::app::{PAGE, config, open, started};
use crate::support::{Outcome, SECRET, code, flow, read_json, refusal, shows_no_secret, with};

/// Takes the text as settings of a provider, of the preset, and of a client.
pub fn check(text: &str) {
    world(|it| *it = World::default());
    let settings = read_json(text);
    if settings.is_null() {
        return;
    }
    match provider(&settings) {
        Ok(provider) => accepted(&settings, &provider),
        refused => names_a_field(&refused),
    }
    match flow(coolsms, &settings) {
        Ok(preset) => assert_eq!(code(&provider(&preset)), "ok", "what the preset gives is good"),
        refused => names_a_field(&refused),
    }
    match open(&settings) {
        Ok(config) => {
            let redirect_uri = Url::parse(config["redirectUri"].as_str().expect("a text")).expect("a URL");
            assert_eq!(redirect_uri.origin().ascii_serialization(), PAGE);
            assert!(["token", "code"].iter().any(|kind| config["responseType"] == *kind));
            config["apiOrigins"].as_array().into_iter().flatten().for_each(is_safe);
        }
        refused => names_a_field(&refused),
    }
    if settings.is_object() {
        let with_secret = with(settings, &json!({ "client_secret": SECRET }));
        for refused in [provider(&with_secret), open(&with_secret)] {
            names_a_field(&refused);
            shows_no_secret(&refused.unwrap_err());
        }
    }
}

fn provider(settings: &Json) -> Outcome {
    flow(Provider::check, settings)
}

/// Its addresses are safe, and a sign-in goes to its endpoint.
fn accepted(settings: &Json, provider: &Json) {
    for endpoint in ["authorizationEndpoint", "tokenEndpoint", "revocationEndpoint", "apiBase"] {
        if !provider[endpoint].is_null() {
            is_safe(&provider[endpoint]);
        }
    }
    let Ok(client) = config(&json!({ "provider": settings, "responseType": "token" })) else { return };
    let (sign_in, url) = started(&client, &json!({}));
    let state = sign_in["state"].as_str().expect("a state");
    let endpoint = provider["authorizationEndpoint"].as_str().expect("a text");
    let (there, own) = (Url::parse(&url).expect("a URL"), Url::parse(endpoint).expect("a URL"));
    assert_eq!((there.origin(), there.path()), (own.origin(), own.path()), "a sign-in goes elsewhere");
    assert!(there.fragment().is_none());
    let sent = there.query_pairs().any(|(name, value)| match &*name {
        "state" => value == state,
        "redirect_uri" => value.ends_with(&["oauth_state=", state].concat()),
        _ => false,
    });
    assert!(sent, "the state is not sent");
}

/// `https:`, or `http:` to this machine; no user name, no fragment.
fn is_safe(address: &Json) {
    let url = Url::parse(address.as_str().expect("a text")).expect("a URL");
    let is_loopback = match url.host().expect("it has a host") {
        Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
    };
    assert!(url.scheme() == "https" || (url.scheme() == "http" && is_loopback), "{address} is not safe");
    assert!(url.username().is_empty() && url.password().is_none() && url.fragment().is_none(), "{address}");
}

fn names_a_field(refused: &Outcome) {
    let (code, field) = refusal(refused);
    assert!(code == "invalid_config" && refused.as_ref().unwrap_err()["field"].is_string(), "{field}: {refused:?}");
}
