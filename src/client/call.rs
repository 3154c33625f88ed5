//! Calls to the API: what may be sent where, and what an answer means (RFC 6750 §2.1, §3).

use super::config::{Config, DEFAULT_TIMEOUT_MS};
use super::session::Session;
use crate::protocol::address::{Address, split};
use crate::protocol::challenge;
use crate::protocol::chars::is_vschar;
use crate::protocol::provider::COOLSMS_ORIGINS;
use crate::protocol::schema::{self, Kind, Schema, check};
use crate::protocol::text::{joined, without_end};
use crate::protocol::{Code, Error, Platform, Result, Value, scope};

/// A request, as far as it matters here.
pub struct Call<'a> {
    /// Its method.
    pub method: &'a str,
    /// Where it goes.
    pub target: &'a Address,
    /// The options of this package's own.
    pub options: &'a Value,
    /// Whether a refresh may come first: not where one was tried for this call.
    pub may_refresh: bool,
}

/// A call that may be made.
#[derive(Debug, PartialEq)]
pub struct Permit {
    /// The value of its `Authorization` header (RFC 6750 §2.1). It is the only way a token travels.
    pub authorization: String,
    /// How long it may take until the head of the answer is there, in milliseconds.
    pub timeout_ms: f64,
}

const OPTIONS: &Schema =
    &[("scope", Kind::Scope, false), ("apiOrigins", Kind::Origins, false), ("timeoutMs", Kind::TIMEOUT_MS, false)];

/// Whether a call may be made; `None` asks for a refresh first. The scope that it needs is told by the app; without it the
/// provider's settings may know.
///
/// # Errors
/// `invalid_request`, `origin_not_allowed`, `login_required`, `insufficient_scope`, `invalid_token`, in this order; but a
/// session that can be refreshed is refused for its scope before it is asked whether it has ended.
pub fn permit(
    config: &Config,
    session: &Session,
    call: &Call<'_>,
    now: f64,
    platform: &impl Platform,
) -> Result<Option<Permit>> {
    let options = call.options;
    check(options, OPTIONS, Code::InvalidRequest, "init", platform)?;
    check_origin(call.target, config, options, platform)?;
    if !session.is_refreshable() {
        session.check(now)?;
    }
    let told = scope::read(options.get("scope"));
    let needed = told.as_deref().unwrap_or(scope_of_call(config, call, platform));
    let missing = session.missing(needed);
    if !missing.items().is_empty() {
        return Err(insufficient_scope(missing));
    }
    let Some(token) = session.token(now, call.may_refresh)? else { return Ok(None) };
    if !is_vschar(token) {
        return Err(Error::new(Code::InvalidToken, "the token has characters that no token may"));
    }
    let timeout_ms = options.get("timeoutMs").as_number().or(config.settings.get("timeoutMs").as_number());
    Ok(Some(Permit { authorization: joined("Bearer ", token), timeout_ms: timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS) }))
}

/// Refuses every target whose whole origin is not listed: no prefix, suffix, port or user name gets by. Without a list
/// it is the origin of the provider's API. CoolSMS has two, which are one API, and its own are what a call without a
/// provider may go to.
#[inline(never)]
fn check_origin(target: &Address, config: &Config, options: &Value, platform: &impl Platform) -> Result<()> {
    let own = platform.address(config.provider.get("apiBase").text(), None).origin;
    let is_coolsms = |origin: &str| COOLSMS_ORIGINS.contains(&origin);
    let is_listed = match (options.get("apiOrigins"), config.settings.get("apiOrigins")) {
        (Value::List(items), _) | (_, Value::List(items)) => {
            items.iter().any(|item| schema::origin(item.text(), platform) == target.origin)
        }
        _ if config.provider.0.is_null() || is_coolsms(&own) => is_coolsms(&target.origin),
        _ => own == target.origin,
    };
    if is_listed && target.is_secure() {
        return Ok(());
    }
    Err(Error::about(Code::OriginNotAllowed, &target.origin, "the token may not go there, unless apiOrigins lists it"))
}

fn scope_of_call<'a>(config: &'a Config, call: &Call<'_>, platform: &impl Platform) -> &'a str {
    let base = platform.address(config.provider.get("apiBase").text(), None);
    let (path, own) = (split(base.place()).0, split(call.target.place()).0);
    let below = own.strip_prefix(without_end(path, "/")).filter(|below| below.starts_with('/'));
    below.map_or("", |path| config.provider.scope_of_call(call.method, path))
}

fn insufficient_scope(missing: Value) -> Error {
    Error::new(Code::InsufficientScope, "the user did not grant missingScopes").with("missingScopes", missing)
}

/// What an answer means: `Ok` is for the app, whatever its status. `challenge` is the `WWW-Authenticate`
/// header, where it can be read.
///
/// # Errors
/// `insufficient_scope` for a 401 or 403 whose challenge says so; `unauthorized` for any other 401.
pub fn judge(status: u16, challenge: &str) -> Result<()> {
    let challenge = challenge::bearer(challenge);
    let error = match status {
        401 | 403 if challenge.error == "insufficient_scope" => insufficient_scope(scope::list(&challenge.scope)),
        401 => Error::new(Code::Unauthorized, "the API refused the token: expired, revoked, or without a scope"),
        _ => return Ok(()),
    };
    Err(error.with("status", Value::Number(status.into())))
}
