//! The functions that stand on their own, for an app that ties them together itself: arguments in, values out.

use super::config::DEFAULT_STATE_LIFETIME_SECONDS;
use crate::protocol::authorize::{self, Request};
use crate::protocol::pending::{Binding, SignIn};
use crate::protocol::provider::{Provider, RESPONSE_TYPE};
use crate::protocol::response::{self, Kind};
use crate::protocol::schema::{self, Schema, check};
use crate::protocol::{Code, Platform, Result, Value, scope};

/// What a nonce is to be bound to. `index.d.ts` documents each member.
const BINDING: &Schema = &[
    ("clientId", schema::Kind::Text, true),
    ("redirectUri", schema::Kind::RedirectUri, true),
    ("responseType", RESPONSE_TYPE, false),
    ("provider", schema::Kind::Text, false),
    ("scope", schema::Kind::Scope, false),
    ("lifetimeSeconds", schema::Kind::Number(86_400.0), false),
];

/// Reads what a nonce is bound to; `provider` is an id.
///
/// # Errors
/// `invalid_request`, naming the member.
pub fn binding<'a>(value: &'a Value, platform: &dyn Platform) -> Result<Binding<'a>> {
    check(value, BINDING, Code::InvalidRequest, "binding", platform)?;
    Ok(Binding {
        client_id: value.text("clientId").unwrap_or_default(),
        provider: value.text("provider").unwrap_or("coolsms"),
        redirect_uri: value.text("redirectUri").unwrap_or_default(),
        response_type: value.text("responseType").unwrap_or("token"),
    })
}

/// The sign-in that a nonce issued now guards: `now` in milliseconds since the epoch.
///
/// # Errors
/// Those of [`binding`].
pub fn issue(state: &str, value: &Value, now: f64, platform: &dyn Platform) -> Result<SignIn> {
    let binding = binding(value, platform)?;
    let scope = value.get("scope").and_then(scope::read).unwrap_or_default();
    let lifetime = value.number("lifetimeSeconds").unwrap_or(DEFAULT_STATE_LIFETIME_SECONDS);
    Ok(SignIn::new(state, &binding, &scope, now, lifetime))
}

const REQUEST: &Schema = &[
    ("provider", schema::Kind::Any, false),
    ("clientId", schema::Kind::Text, true),
    ("redirectUri", schema::Kind::RedirectUri, true),
    ("responseType", RESPONSE_TYPE, false),
    ("scope", schema::Kind::Scope, false),
    ("state", schema::Kind::Text, true),
    ("params", schema::Kind::Texts, false),
];

/// The address that starts a sign-in.
///
/// # Errors
/// `invalid_request` or, for the provider's settings, `invalid_config`, naming the member.
pub fn authorize_url(value: &Value, platform: &dyn Platform) -> Result<String> {
    check(value, REQUEST, Code::InvalidRequest, "request", platform)?;
    let provider = Provider::new(value.get("provider"), platform)?;
    let request = Request {
        client_id: value.text("clientId").unwrap_or_default(),
        redirect_uri: value.text("redirectUri").unwrap_or_default(),
        response_type: value.text("responseType").unwrap_or(provider.response_type()),
        scope: &value.get("scope").and_then(scope::read).unwrap_or_default(),
        state: value.text("state").unwrap_or_default(),
        params: value.get("params"),
    };
    authorize::url(&request, &provider)
}

/// The response in an address, as an app sees it; null where there is none.
///
/// # Errors
/// Those of [`response::parse`].
pub fn parse_response(url: &str, provider: &Value, platform: &dyn Platform) -> Result<Value> {
    let provider = Provider::new(Some(provider).filter(|provider| **provider != Value::Null), platform)?;
    let Some(response) = response::parse(url, &provider)? else {
        return Ok(Value::Null);
    };
    let mut value = Value::object();
    let (kind, names): (_, &[(&str, &str)]) = match response.kind {
        Kind::Token => ("token", &[("accessToken", "access_token"), ("refreshToken", "refresh_token")]),
        Kind::Code => ("code", &[("code", "code")]),
        Kind::Error => {
            ("error", &[("error", "error"), ("errorDescription", "error_description"), ("errorUri", "error_uri")])
        }
    };
    value.set_text("type", Some(kind));
    for (name, parameter) in names {
        value.set_text(name, response.get(parameter));
    }
    if response.kind == Kind::Token {
        value.set_text("tokenType", Some("Bearer"));
        value.set_number("expiresIn", response.expires_in());
        value.set("scope", response.scope(&provider).map_or(Value::Null, |scope| scope::list(&scope)));
    }
    value.set_text("state", response.state(&provider));
    value.set_text("iss", response.get("iss"));
    value.set("extra", response.extra());
    Ok(value)
}
