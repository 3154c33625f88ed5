//! A provider's settings and a client's configuration: what is accepted keeps to safe addresses, and what is refused is
//! refused by name, and the error shows no secret.

use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::protocol::provider::{Provider, coolsms};
use coolsms_oauth2::protocol::{Error, Platform, Value};
use serde_json::json;
use url::{Host, Url};

use super::SECRET;
use crate::support::app::{PAGE, config, start_with};
use crate::support::{Native, detail, json, shown};

/// Takes the text as settings of a provider, of the preset, and of a client.
pub fn check(text: &str) {
    let settings = Native.json(text);
    if settings.is_null() {
        return;
    }
    match Provider::new(settings.clone(), &Native) {
        Ok(provider) => accepted(&settings, &provider),
        Err(error) => names_a_field(&error),
    }
    match coolsms(&settings, &Native) {
        Ok(preset) => drop(Provider::new(preset, &Native).expect("what the preset gives is good")),
        Err(error) => names_a_field(&error),
    }
    match Config::new(settings.clone(), PAGE, &Native) {
        Ok(config) => {
            let redirect_uri = Url::parse(config.settings.get("redirectUri").text()).expect("a URL");
            assert_eq!(redirect_uri.origin().ascii_serialization(), PAGE);
            assert_eq!(config.provider.response_type(&config.settings), "token");
            config.settings.get("apiOrigins").items().iter().for_each(|origin| is_safe(origin.text()));
        }
        Err(error) => names_a_field(&error),
    }
    if let Value::Map(_) = settings {
        let mut with_secret = settings;
        with_secret.set_text("client_secret", SECRET);
        let refusals =
            [Provider::new(with_secret.clone(), &Native).err(), Config::new(with_secret, PAGE, &Native).err()];
        for error in refusals {
            let error = error.expect("a client secret is refused");
            assert!(!shown(&error).contains(SECRET), "the secret is shown: {}", shown(&error));
        }
    }
}

/// Its addresses are safe, and a sign-in goes to its endpoint.
fn accepted(settings: &Value, provider: &Provider) {
    let endpoint = provider.get("authorizationEndpoint").text();
    is_safe(endpoint);
    provider.get("apiBase").as_text().into_iter().for_each(is_safe);
    let Ok(client) = config(&json!({ "provider": json(settings), "responseType": "token" })) else { return };
    let (sign_in, url) = start_with(&client, &json!({})).expect("a good configuration can start");
    let state = sign_in.0.get("state").text();
    assert!(!state.is_empty(), "it has no state");
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
fn is_safe(address: &str) {
    let url = Url::parse(address).expect("a URL");
    let is_loopback = match url.host().expect("it has a host") {
        Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
    };
    assert!(url.scheme() == "https" || (url.scheme() == "http" && is_loopback), "{address} is not safe");
    assert!(url.username().is_empty() && url.password().is_none() && url.fragment().is_none(), "{address}");
}

fn names_a_field(error: &Error) {
    assert_eq!(error.code.as_str(), "invalid_config");
    assert!(detail(error, "field").is_some_and(|field| field.as_text().is_some()), "{error:?}");
}
