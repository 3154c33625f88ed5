//! What comes back: whether the address is a response to this client, and what it is worth.
//!
//! `SECURITY.md` has the table that this file follows row by row.

use super::config::Config;
use super::tokens;
use crate::protocol::address::split;
use crate::protocol::parameters::carries;
use crate::protocol::pending::{Pending, SignIn};
use crate::protocol::response::{self, Kind, Response};
use crate::protocol::{Code, Error, Platform, Result, Value, text};

/// What the shell knows when a response may have come.
pub struct Arrival<'a> {
    /// The address as text, response and all.
    pub url: &'a str,
    /// Milliseconds since the epoch.
    pub now: f64,
    /// A random name for the session that may begin.
    pub session_id: &'a str,
}

/// What came of an address.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    /// It is no response to this client: leave it alone.
    NoCallback,
    /// It is refused; the address is to be cleaned.
    Refused(Error),
    /// The sign-in has ended well: `session`, or `code`, a sign-in that goes on with [`tokens::request`]; and `returnTo`
    /// and `appState` where there are such. The address is to be cleaned.
    SignedIn(Value),
}

/// Judges an address. `pending` changes only where a sign-in ends by its own response, or is stale.
pub fn receive(config: &Config, pending: &mut Pending, arrival: &Arrival<'_>, platform: &impl Platform) -> Outcome {
    let url = arrival.url;
    if !response::is_in(url, platform) || !is_redirect_uri(config, url, platform) {
        return Outcome::NoCallback;
    }
    let state = response::state_of(url, &config.provider, platform);
    // An app's own `?code=` or `?error=`: nobody waits for a response, and the nonce is none of ours.
    if !carries(url, "access_token", platform) && !pending.knows(&state) && !pending.is_any_live(arrival.now) {
        return Outcome::NoCallback;
    }
    let parsed = response::parse(url, &config.provider, platform);
    let sign_in = match pending.find(&state, &config.binding(), arrival.now) {
        Ok(sign_in) => sign_in,
        // What does not parse is refused for that, and ends a sign-in only by that sign-in's own nonce.
        Err(error) => return Outcome::Refused(parsed.err().unwrap_or(error)),
    };
    let accepted = parsed.and_then(|response| accept(config, response, arrival, sign_in, platform));
    let was = sign_in.end();
    let mut result = Value::object();
    match accepted {
        Ok((name, value)) => {
            result.set(name, value);
            tell_place(&mut result, &was);
            Outcome::SignedIn(result)
        }
        // An error of a sign-in of ours tells the app where the person was.
        Err(mut error) => {
            tell_place(&mut error.details, &was);
            Outcome::Refused(error)
        }
    }
}

#[inline(never)]
fn tell_place(result: &mut Value, sign_in: &Value) {
    for name in ["returnTo", "appState"] {
        result.set_copy(name, sign_in.get(name));
    }
}

/// The address is the redirect URI: origin, path, and the query that it has of its own.
fn is_redirect_uri(config: &Config, url: &str, platform: &impl Platform) -> bool {
    let own = platform.address(config.settings.get("redirectUri").text(), None);
    let (own_base, own_query, _) = split(&own.href);
    let (base, query, _) = split(url);
    // However it is escaped.
    let is_there = |own: &str| {
        let own = platform.decode(own);
        text::pieces(query, b'&').any(|piece| platform.decode(piece) == own)
    };
    platform.address(base, None).href == own_base && text::pieces(own_query, b'&').all(is_there)
}

/// The response to a sign-in of ours: a session or a code, by name, or why there is none.
fn accept(
    config: &Config,
    response: Response,
    arrival: &Arrival<'_>,
    sign_in: &SignIn,
    platform: &impl Platform,
) -> Result<(&'static str, Value)> {
    let (issuer, iss) = (config.provider.get("issuer"), response.get("iss"));
    let must_be_there = config.provider.get("authorizationResponseIssParameterSupported").is_true();
    if !issuer.is_null() && (must_be_there || !iss.is_null()) && !iss.is(issuer.text()) {
        return Err(Error::new(Code::IssuerMismatch, "the response came from another issuer, or names none"));
    }
    let is_code_wanted = config.settings.get("responseType").is("code");
    match response.kind {
        Kind::Error => Err(refused_by_server(&response)),
        Kind::Code if is_code_wanted => {
            let mut code = sign_in.0.clone();
            code.set_copy("code", response.get("code"));
            Ok(("code", code))
        }
        Kind::Token if !is_code_wanted => {
            let session = tokens::learn(config, response, &sign_in.0, arrival.session_id, arrival.now, platform)?;
            Ok(("session", session.0))
        }
        _ => Err(Error::new(Code::UnexpectedResponse, "a token came for a code, or a code for a token")),
    }
}

/// The server's own words (RFC 6749 §4.2.2.1): inert text.
fn refused_by_server(response: &Response) -> Error {
    let mut error = Error::about(Code::AuthorizationError, response.get("error").text(), "the server's answer");
    for (name, parameter) in REFUSAL {
        error.details.set_copy(name, response.get(parameter));
    }
    error
}

/// The members that tell of a refusal, and the parameters that they come from.
pub const REFUSAL: [(&str, &str); 3] =
    [("error", "error"), ("errorDescription", "error_description"), ("errorUri", "error_uri")];
