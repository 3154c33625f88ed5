//! What comes back: whether the URL is a response to this client, and what it means.
//!
//! `SECURITY.md` has the table that this file follows row by row.

use super::config::ClientConfig;
use super::session::Session;
use super::tokens::begin_session;
use crate::host::storage::now;
use crate::host::{Map, Record, Text, record};
use crate::protocol::callback_url::CallbackUrl;
use crate::protocol::error::ServerError;
use crate::protocol::origin::origin_of;
use crate::protocol::parameters::{ERROR, ResponseParameters, TOKEN};
use crate::protocol::pending::{Pending, PendingSignIn, load, save, unavailable};
use crate::protocol::provider::{Provider, ResponseType};
use crate::protocol::response::{Kind, Response};
use crate::protocol::{Code, Error, Message, Result};

record! {
    /// What is known when a response may have come.
    pub CallbackContext {
        /// The client's configuration.
        CONFIG: ClientConfig = "config";
        /// The URL, response and all.
        URL: Text = "url";
        /// The sign-in by popup that it should answer; else it answers one that sessionStorage remembers.
        SIGN_IN: Option<PendingSignIn> = "signIn";
        /// When the document was created, in milliseconds since the epoch: a tab shows no two at once.
        DOCUMENT: f64 = "document";
    }
}

record! {
    /// A sign-in that has ended well: `session`, or `signIn` with a code that is still to be exchanged.
    pub CallbackResult {
        /// The session.
        SESSION: Option<Session> = "session";
        /// The sign-in with its `code`.
        SIGN_IN: Option<PendingSignIn> = "signIn";
        /// Where the user was.
        RETURN_TO: Option<Text> = "returnTo";
        /// The app's note, as JSON text.
        APP_STATE: Option<Text> = "appState";
    }
}

/// Checks a response for a client: `None` where the URL is none to it, and must be left alone.
///
/// What is pending changes only where a sign-in ends by its own response, or is stale. That an earlier document has not come to
/// the end of an exchange is told once, and only where no response is.
///
/// # Errors
/// A refusal. The URL must be cleaned. `storage_unavailable` overrules everything: a state that cannot be marked as used is
/// good for nothing, and what could not be read is not written over. `cancelled` where the page was reloaded while a code was
/// exchanged.
pub fn receive(context: CallbackContext) -> Result<Option<CallbackResult>> {
    let config = context.get(CallbackContext::CONFIG);
    let url = CallbackUrl::parse(context.get(CallbackContext::URL));
    if let Some(sign_in) = context.get(CallbackContext::SIGN_IN) {
        return check(config, url, Pending::only(sign_in)).map(|(_, result)| result).transpose();
    }
    let document = || context.get(CallbackContext::DOCUMENT);
    let stored = load().ok();
    let pending = stored.map_or_else(Pending::empty, |(pending, _)| pending);
    let (pending, interrupted) = pending.end_exchanges(|sign_in| {
        sign_in.get(PendingSignIn::EXCHANGED_IN) != document() && sign_in.is_bound_to(config.binding())
    });
    if let Some((left, result)) = check(config, url, pending) {
        let (_, before) = stored.ok_or_else(unavailable)?;
        if let Some(sign_in) = result.ok().and_then(|result| result.get(CallbackResult::SIGN_IN)) {
            left.note_exchange(sign_in, config.binding(), document());
        }
        save(left, before)?;
        return result.map(Some);
    }
    if let (Some(sign_in), Some((_, before))) = (interrupted, stored) {
        save(pending, before)?;
        let error = Error::new(Code::CANCELLED, c"the page was reloaded while the code was exchanged");
        return Err(sign_in.with_place(error));
    }
    Ok(None)
}

/// The sign-ins that are left, and what the response means; `None` where it is the app's own, or another client's.
///
/// A state of the form that this package issues makes a response ours, at any URL of this origin, also if no sign-in waits.
/// Without one, a token is a response at the redirect URI, and an error without any state while a sign-in waits.
fn check(config: ClientConfig, url: CallbackUrl, pending: Pending) -> Option<(Pending, Result<CallbackResult>)> {
    let (now, binding) = (now(), config.binding());
    let redirect_uri = config.get(ClientConfig::REDIRECT_URI);
    let state = url.state(config.provider().state_parameter());
    let is_here = url.is_at(redirect_uri);
    let is_told = || url.carries(ERROR) && state.is_none() && pending.is_any_live(binding, now);
    let is_of_this_origin = || is_here || origin_of(url.base()) == origin_of(redirect_uri);
    let is_ours = (url.has_own_state() && is_of_this_origin()) || (is_here && (url.carries(TOKEN) || is_told()));
    if !url.is_response() || !is_ours {
        return None;
    }
    let sign_in = pending.take(state, binding, now);
    if sign_in.is_err() && state.is_some_and(|state| pending.is_awaited(state, now)) {
        return None;
    }
    let left = sign_in.map_or(pending, |sign_in| pending.without_older(sign_in, binding));
    let response = || Response::from_url(url, config.provider());
    let result = match sign_in {
        Ok(sign_in) if !is_here => Err(sign_in.with_place(misplaced(url, redirect_uri))),
        Ok(sign_in) => {
            response().and_then(|response| accept(config, response, sign_in)).map_err(|error| sign_in.with_place(error))
        }
        // A response that does not parse is refused for that: of two errors the last one made counts.
        Err(error) => response().and(Err(error)),
    };
    Some((left, result))
}

/// The refusal of a response that is not at the redirect URI.
fn misplaced(url: CallbackUrl, redirect_uri: Text) -> Error {
    let message = Message::from(c"the response came to ").then(url.base()).then(c", not to ");
    Error::new(Code::REDIRECT_URI_MISMATCH, message.then(redirect_uri))
}

/// The response to a sign-in of ours: a session or a code, or why there is none.
fn accept(config: ClientConfig, response: Response, sign_in: PendingSignIn) -> Result<CallbackResult> {
    let provider = config.provider();
    let (issuer, named) = (provider.get(Provider::ISSUER), response.parameters.get(ResponseParameters::ISSUER));
    let must_be_named = provider.get(Provider::NAMES_ISSUER);
    if issuer.is_some() && (must_be_named || named.is_some()) && named != issuer {
        return Err(Error::new(Code::ISSUER_MISMATCH, c"the response came from another issuer, or names none"));
    }
    let result = CallbackResult::new();
    match (response.kind, config.response_type()) {
        (Kind::Error, _) => return Err(refused_by_server(response)),
        (Kind::Code(code), ResponseType::Code) => {
            let sign_in = PendingSignIn(Map::copy(sign_in.0));
            sign_in.put(PendingSignIn::CODE, Some(code));
            result.put(CallbackResult::SIGN_IN, Some(sign_in));
        }
        (Kind::Token(token), ResponseType::Token) => {
            let requested = sign_in.get(PendingSignIn::SCOPE);
            result.put(CallbackResult::SESSION, Some(begin_session(config, token, response, requested, false)?));
        }
        _ => return Err(Error::new(Code::UNEXPECTED_RESPONSE, c"a token came for a code, or a code for a token")),
    }
    result.set(CallbackResult::RETURN_TO, sign_in.get(PendingSignIn::RETURN_TO));
    result.set(CallbackResult::APP_STATE, sign_in.get(PendingSignIn::APP_STATE));
    Ok(result)
}

/// The server's own words (RFC 6749 §4.2.2.1): inert text.
fn refused_by_server(response: Response) -> Error {
    let words = ServerError(response.parameters.0);
    let message = Message::from(c"the authorization server refused the sign-in: ").then(words.code());
    let error = Error::new(Code::AUTHORIZATION_ERROR, message);
    words.copy_to(error.refusal().0, false, &[]);
    error
}
