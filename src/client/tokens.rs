//! The token endpoint: what is sent to it (RFC 6749 §4.1.3, §6; RFC 7636 §4.5), and what its answer is worth (§5).

use super::callback::REFUSAL;
use super::config::Config;
use super::session::Session;
use crate::protocol::authorize::redirect_uri;
use crate::protocol::response::Response;
use crate::protocol::text::{contains, joined};
use crate::protocol::{Code, Error, Platform, Result, Value, scope, token};

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A code becomes a session (RFC 6749 §4.1.3).
    Exchange,
    /// A session goes on (RFC 6749 §6). It asks for no scope: what was granted stays granted.
    Refresh,
    /// A session's token is given back (RFC 7009 §2.1).
    Revoke,
}

/// What to send: `url`, `parameters`, and `isJson` where they go as JSON in place of a form; null where the provider has
/// no such endpoint. `of` is the `code` of a callback, or a session.
#[must_use]
pub fn request(config: &Config, purpose: Purpose, of: &Value, platform: &impl Platform) -> Value {
    let is_revocation = purpose == Purpose::Revoke;
    let url = config.provider.get(if is_revocation { "revocationEndpoint" } else { "tokenEndpoint" });
    if url.is_null() {
        return Value::Null;
    }
    let is_json = !is_revocation && config.provider.get("tokenRequest").is("json");
    let mut parameters = Value::object();
    // CoolSMS takes a refresh token alone.
    if !(is_json && purpose == Purpose::Refresh) {
        parameters.set_text("client_id", config.client_id());
    }
    let refresh_token = of.get("refreshToken");
    match purpose {
        Purpose::Exchange => {
            parameters.set_text("grant_type", "authorization_code");
            parameters.set_copy("code", of.get("code"));
            let redirect_uri = redirect_uri(&config.settings, of.get("state").text(), &config.provider, platform);
            parameters.set_text("redirect_uri", &redirect_uri);
            parameters.set_copy("code_verifier", of.get("verifier"));
        }
        Purpose::Refresh => {
            parameters.set_text("grant_type", "refresh_token");
            parameters.set_copy("refresh_token", refresh_token);
        }
        Purpose::Revoke if refresh_token.is_null() => {
            parameters.set_copy("token", of.get("accessToken"));
            parameters.set_text("token_type_hint", "access_token");
        }
        Purpose::Revoke => {
            parameters.set_copy("token", refresh_token);
            parameters.set_text("token_type_hint", "refresh_token");
        }
    }
    let mut request = Value::object();
    request.set_copy("url", url);
    request.set("isJson", Value::Bool(is_json));
    request.set("parameters", parameters);
    request
}

/// What a token endpoint answered.
pub struct Answer<'a> {
    /// The HTTP status.
    pub status: f64,
    /// The body.
    pub body: &'a str,
    /// Milliseconds since the epoch.
    pub now: f64,
    /// A random name for the session that may begin.
    pub session_id: &'a str,
}

/// What the answer to a request is worth: the session that begins or goes on. `of` is what the request was made of.
///
/// # Errors
/// Each with the `status`. `login_required` where a refresh token is good no longer: then the session is over, in all
/// other cases it is as before. `token_error` for any other error; `malformed_response`, `invalid_token`,
/// `unsupported_token_type` and `client_mismatch` for an answer that is no token of ours.
pub fn receive(config: &Config, of: &Value, answer: &Answer<'_>, platform: &impl Platform) -> Result<Session> {
    match read(config, of, answer, platform) {
        Ok(session) if of.get("code").is_null() => Ok(session.after(of)),
        Ok(session) => Ok(session),
        Err(error) => Err(error.with("status", Value::Number(answer.status))),
    }
}

fn read(config: &Config, of: &Value, answer: &Answer<'_>, platform: &impl Platform) -> Result<Session> {
    let body = platform.json(answer.body);
    if answer.status != 200.0 || !body.get("error").is_null() {
        return Err(refused(of, &body));
    }
    let response = Response::from_json(body, &config.provider)?;
    learn(config, response, of, answer.session_id, answer.now, platform)
}

/// The server's own words: RFC 6749 §5.2's, or CoolSMS's.
fn refused(of: &Value, body: &Value) -> Error {
    let words = joined(body.get("error").text(), body.get("errorCode").text());
    let words = if SECRETS.iter().any(|secret| contains(&words, of.get(secret).text())) { "" } else { &words };
    let is_dead = ["invalid_grant", "InvalidGrant", "InvalidRefreshToken"].contains(&words);
    let is_over = is_dead && of.get("code").is_null();
    let code = if is_over { Code::LoginRequired } else { Code::TokenError };
    let mut error = Error::about(code, words, "the token endpoint's answer");
    for (name, member) in REFUSAL.iter().chain(&[("errorCode", "errorCode"), ("errorMessage", "errorMessage")]) {
        // Some servers repeat what they were sent.
        if !SECRETS.iter().any(|secret| contains(body.get(member).text(), of.get(secret).text())) {
            error.details.set_copy(name, body.get(member));
        }
    }
    error
}

/// What is sent to a token endpoint, and is told to nobody else.
const SECRETS: [&str; 4] = ["refreshToken", "accessToken", "code", "verifier"];

/// The session of a response, as far as it tells. `of` has the `scope` that was asked for or granted before, and the refresh
/// token that an answer's own takes the place of, also where this client would keep none.
///
/// # Errors
/// `client_mismatch`.
#[inline(never)]
pub fn learn(
    config: &Config,
    response: Response,
    of: &Value,
    session_id: &str,
    now: f64,
    platform: &impl Platform,
) -> Result<Session> {
    let requested = scope::read(of.get("scope")).unwrap_or_default();
    let known = token::learn(&response, &requested, config.client_id(), &config.provider, platform)?;
    let mut session = Session::new(session_id, &response, &known, config, now);
    if config.keeps_refresh_token() || !of.get("refreshToken").is_null() {
        session.0.set_copy("refreshToken", response.get("refresh_token"));
    }
    Ok(session)
}
