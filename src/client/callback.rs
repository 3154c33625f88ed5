//! What comes back: whether the address is a response to this client, and what it is worth.
//!
//! `SECURITY.md` has the table that this file follows row by row.

use super::config::Config;
use super::session::Session;
use crate::protocol::address::split;
use crate::protocol::parameters::carries;
use crate::protocol::pending::{Pending, SignIn};
use crate::protocol::response::{self, Kind, Response};
use crate::protocol::{Code, Error, Platform, Result, Value, form, token};

/// What the shell knows when a response may have come.
pub struct Arrival<'a> {
    /// The address as text, response and all.
    pub url: &'a str,
    /// Milliseconds since the epoch.
    pub now: f64,
    /// A random name for the session that may begin.
    pub session_id: String,
}

/// A sign-in that succeeded: the new session, and what was remembered of its start.
pub type Accepted = (Session, SignIn);

/// Judges an address. `None`: it is no response to this client, leave it alone. Otherwise the address is to be
/// cleaned and the result told to the app. `pending` is changed only where a sign-in ends by its own response, or
/// is stale; then it is to be stored.
pub fn receive(
    config: &Config,
    pending: &mut Pending,
    arrival: Arrival<'_>,
    platform: &dyn Platform,
) -> Option<Result<Accepted>> {
    if !is_redirect_uri(config, arrival.url, platform) {
        return None;
    }
    let parsed = response::parse(arrival.url, &config.provider);
    let (state, has_token) = match &parsed {
        Ok(None) => return None,
        Ok(Some(response)) => (response.state(&config.provider).map(String::from), response.kind == Kind::Token),
        Err(_) => (response::lenient_state(arrival.url, &config.provider), carries(arrival.url, "access_token")),
    };
    // An app's own `?code=` or `?error=`: nobody waits for a response, and the nonce is none of ours.
    if !has_token && !pending.knows(state.as_deref()) && !pending.is_any_live(arrival.now) {
        return None;
    }
    let sign_in = pending.spend(state.as_deref(), &config.binding(), arrival.now);
    Some(match (parsed, sign_in) {
        // What does not parse is refused for that, and ends a sign-in only by that sign-in's own nonce.
        (Err(error), Err(_)) | (Ok(_), Err(error)) => Err(error),
        (Err(error), Ok(sign_in)) => Err(with_place(error, &sign_in)),
        (Ok(response), Ok(sign_in)) => {
            match response.map(|response| accept(config, &response, arrival, &sign_in, platform)) {
                Some(Ok(session)) => Ok((session, sign_in)),
                Some(Err(error)) => Err(with_place(error, &sign_in)),
                None => return None,
            }
        }
    })
}

/// The address is the redirect URI: origin, path, and the query that it has of its own.
fn is_redirect_uri(config: &Config, url: &str, platform: &dyn Platform) -> bool {
    let (base, query, _) = split(url);
    let (own_base, own_query, _) = split(&config.redirect_uri.href);
    platform.url(base, None).is_some_and(|here| here.href == own_base)
        && form::pairs(own_query).all(|own| form::pairs(query).any(|pair| is_same(pair, own)))
}

/// Whether two pairs say the same, however they are escaped.
fn is_same(one: (&str, &str), other: (&str, &str)) -> bool {
    form::decode(one.0) == form::decode(other.0) && form::decode(one.1) == form::decode(other.1)
}

/// The response to a sign-in of ours: a session, or why there is none.
fn accept(
    config: &Config,
    response: &Response,
    arrival: Arrival<'_>,
    sign_in: &SignIn,
    platform: &dyn Platform,
) -> Result<Session> {
    let issuer = config.provider.text("issuer");
    if issuer.is_some() && response.get("iss").is_some_and(|iss| Some(iss) != issuer) {
        return Err(Error::new(Code::IssuerMismatch, "the response came from another issuer"));
    }
    match response.kind {
        Kind::Error => Err(refused_by_server(response)),
        Kind::Code => Err(Error::new(Code::UnexpectedResponse, "a token was asked for, a code came")),
        Kind::Token => {
            let requested = sign_in.0.text("scope").unwrap_or_default();
            let client_id = config.binding().client_id;
            let known = token::learn(response, requested, client_id, &config.provider, platform)?;
            Ok(Session::new(arrival.session_id, response, &known, arrival.now))
        }
    }
}

/// The server's own words (RFC 6749 §4.2.2.1): inert text.
fn refused_by_server(response: &Response) -> Error {
    let text = |name| response.get(name).map_or(Value::Null, |text| Value::Text(text.into()));
    let message = ["the server answered ", response.get("error").unwrap_or_default()].concat();
    Error::new(Code::AuthorizationError, &message)
        .with("error", text("error"))
        .with("errorDescription", text("error_description"))
        .with("errorUri", text("error_uri"))
}

/// An error of a sign-in of ours tells the app where the person was.
fn with_place(mut error: Error, sign_in: &SignIn) -> Error {
    for name in ["returnTo", "appState"] {
        error = error.with(name, sign_in.0.get(name).cloned().unwrap_or(Value::Null));
    }
    error
}
