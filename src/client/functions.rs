//! The functions that stand on their own, for an app that ties them together itself: arguments in, values out.

use super::callback::REFUSAL;
use super::config::DEFAULT_STATE_LIFETIME_SECONDS;
use crate::protocol::authorize::{self, Request};
use crate::protocol::pending::{Binding, SignIn};
use crate::protocol::provider::{Provider, RESPONSE_TYPE};
use crate::protocol::response::{self, Kind};
use crate::protocol::schema::{self, Schema, check};
use crate::protocol::{Code, Platform, Result, Value, scope};

/// What a nonce is to be bound to. `types.ts` documents each member.
const BINDING: &Schema = &[
    ("clientId", schema::Kind::Text, true),
    ("redirectUri", schema::Kind::RedirectUri, true),
    ("responseType", RESPONSE_TYPE, false),
    ("provider", schema::Kind::Text, false),
    ("scope", schema::Kind::Scope, false),
    ("lifetimeSeconds", schema::Kind::Number(86_400), false),
];

/// Reads what a nonce is bound to; `provider` is an id.
///
/// # Errors
/// `invalid_request`, naming the member.
#[inline(never)]
pub fn binding(value: &Value, platform: &impl Platform) -> Result<Binding> {
    check(value, BINDING, Code::InvalidRequest, "binding", platform)?;
    let provider = value.get("provider").as_text().unwrap_or("coolsms");
    let response_type = value.get("responseType").as_text().unwrap_or("token");
    Ok(Binding::new(value, provider, response_type))
}

/// The sign-in that a nonce issued now guards: `now` in milliseconds since the epoch.
///
/// # Errors
/// Those of [`binding`].
pub fn issue(state: &str, value: &Value, now: f64, platform: &impl Platform) -> Result<SignIn> {
    let binding = binding(value, platform)?;
    let scope = scope::read(value.get("scope")).unwrap_or_default();
    let lifetime = value.get("lifetimeSeconds").as_number().unwrap_or(DEFAULT_STATE_LIFETIME_SECONDS);
    Ok(SignIn::new(state, binding, &scope, now, lifetime))
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
pub fn authorize_url(mut value: Value, platform: &impl Platform) -> Result<String> {
    check(&value, REQUEST, Code::InvalidRequest, "request", platform)?;
    let provider = Provider::new(value.take("provider"), platform)?;
    let request = Request {
        app: &value,
        scope: &scope::read(value.get("scope")).unwrap_or_default(),
        state: value.get("state").text(),
        challenge: "",
        params: value.get("params"),
    };
    authorize::url(&request, &provider, platform)
}

/// The response in an address, as an app sees it; null where there is none.
///
/// # Errors
/// Those of [`response::parse`].
pub fn parse_response(url: &str, provider: Value, platform: &impl Platform) -> Result<Value> {
    const TOKEN: &[(&str, &str)] = &[("accessToken", "access_token"), ("refreshToken", "refresh_token")];
    let provider = Provider::new(provider, platform)?;
    if !response::is_in(url, platform) {
        return Ok(Value::Null);
    }
    let response = response::parse(url, &provider, platform)?;
    let mut value = Value::object();
    let (kind, names) = match response.kind {
        Kind::Token => ("token", TOKEN),
        Kind::Code => ("code", [("code", "code")].as_slice()),
        Kind::Error => ("error", REFUSAL.as_slice()),
    };
    value.set_text("type", kind);
    for (name, parameter) in names.iter().chain(&[("iss", "iss")]) {
        value.set_copy(name, response.get(parameter));
    }
    if response.kind == Kind::Token {
        value.set_text("tokenType", "Bearer");
        value.set("expiresIn", response.expires_in().map_or(Value::Null, Value::Number));
        value.set("scope", response.scope(&provider).map_or(Value::Null, |scope| scope::list(&scope)));
    }
    if !response.state(&provider).is_empty() {
        value.set_text("state", response.state(&provider));
    }
    value.set("extra", response.extra);
    Ok(value)
}
