//! Calls to the API: what may be sent where, and what an answer means (RFC 6750 §2.1, §3).

use super::config::Config;
use super::session::{Session, fresh};
use crate::protocol::address::Address;
use crate::protocol::challenge;
use crate::protocol::chars::is_vschar;
use crate::protocol::{Code, Error, Result, Value, scope};

/// The value of the `Authorization` header (RFC 6750 §2.1). It is the only way a token travels.
///
/// # Errors
/// `login_required` for an empty token; `invalid_token` for characters that no token may hold.
pub fn authorization(access_token: &str) -> Result<String> {
    if access_token.is_empty() {
        return Err(Error::new(Code::LoginRequired, "there is no access token"));
    }
    if !is_vschar(access_token) {
        return Err(Error::new(Code::InvalidToken, "it holds characters that no token may"));
    }
    Ok(["Bearer ", access_token].concat())
}

/// Refuses every target whose whole origin is not listed: no prefix, suffix, port or user name gets by.
///
/// # Errors
/// `origin_not_allowed`.
pub fn check_origin(target: &Address, api_origins: &[String]) -> Result<()> {
    if api_origins.contains(&target.origin) && target.is_secure() {
        return Ok(());
    }
    let message = ["the token is not for ", &target.origin, ": list it in apiOrigins if it is"].concat();
    Err(Error::new(Code::OriginNotAllowed, &message))
}

/// Prepares a call: the `Authorization` header, or why the call must not be made. `needed` is the scope that
/// the app names; without it the provider's settings may know.
///
/// # Errors
/// `origin_not_allowed`, `login_required`, `insufficient_scope`, in this order.
pub fn prepare(
    config: &Config,
    session: Option<&Session>,
    method: &str,
    target: &Address,
    needed: Option<&str>,
    now: f64,
) -> Result<String> {
    check_origin(target, &config.api_origins)?;
    let session = fresh(session, now)?;
    if let Some(needed) = needed.or_else(|| scope_of_call(config, method, target)) {
        let missing = session.missing(needed);
        if !missing.is_empty() {
            return Err(insufficient_scope(missing));
        }
    }
    authorization(session.access_token())
}

fn scope_of_call<'a>(config: &'a Config, method: &str, target: &Address) -> Option<&'a str> {
    let base = config.api_base.as_ref()?.path().trim_end_matches('/');
    config.provider.scope_of_call(method, target.path().strip_prefix(base)?)
}

fn insufficient_scope(missing: Vec<Value>) -> Error {
    Error::new(Code::InsufficientScope, "the user did not grant the scope that this call needs: see missingScopes")
        .with("missingScopes", Value::List(missing))
}

/// What an answer means: `Ok` is for the app, whatever its status. `challenge` is the `WWW-Authenticate`
/// header, where it can be read.
///
/// # Errors
/// `insufficient_scope` for a 401 or 403 whose challenge says so; `unauthorized` for any other 401.
pub fn judge(status: u16, challenge: Option<&str>) -> Result<()> {
    if status != 401 && status != 403 {
        return Ok(());
    }
    let challenge = challenge.and_then(challenge::bearer).unwrap_or_default();
    let error = if challenge.error.as_deref() == Some("insufficient_scope") {
        insufficient_scope(scope::missing("", &challenge.scope.unwrap_or_default()))
    } else if status == 401 {
        Error::new(Code::Unauthorized, "the API refused the token: it expired, was revoked, or lacks a scope")
    } else {
        return Ok(());
    };
    Err(error.with("status", Value::Number(status.into())))
}

/// The address of a call, to be resolved: what starts with one slash stands below the API's base, whose own path
/// stays in front of it.
#[must_use]
pub fn below_base(input: &str, base: &Address) -> String {
    let is_path = input.starts_with('/') && !input.starts_with("//") && !input.starts_with("/\\");
    let front = if is_path { base.href.trim_end_matches('/') } else { "" };
    [front, input].concat()
}
