//! The token endpoint: what is sent to it (RFC 6749 §4.1.3, §6; RFC 7636 §4.5), and what its answer means (§5).

use super::config::{ClientConfig, RefreshTokenStore};
use super::session::Session;
use crate::host::storage::{now, random_letters};
use crate::host::{Member, Record, Text, codec, record, words};
use crate::protocol::authorize::redirect_uri;
use crate::protocol::error::{Refusal, ServerError, repeats};
use crate::protocol::pending::{PendingSignIn, STATE_LENGTH, load, save};
use crate::protocol::provider::{Provider, TokenRequestFormat};
use crate::protocol::response::{Kind, Response};
use crate::protocol::token::TokenInfo;
use crate::protocol::{Code, Error, Message, Result, Scope, Secret};

/// What is presented to the token endpoint.
#[derive(Clone, Copy)]
pub enum Grant {
    /// The code of a sign-in's response: it becomes a session (RFC 6749 §4.1.3).
    Code(PendingSignIn),
    /// The refresh token of a session: the session goes on (RFC 6749 §6). It asks for no scope: what was granted stays
    /// granted.
    Refresh(Session),
}

words! {
    /// The `grant_type` of a request (RFC 6749 §4.1.3, §6).
    pub GrantType {
        /// For a code.
        AuthorizationCode = "authorization_code";
        /// For a refresh token.
        RefreshToken = "refresh_token";
    }
}

words! {
    /// What kind of token is revoked (RFC 7009 §2.1).
    pub TokenTypeHint {
        /// An access token.
        AccessToken = "access_token";
        /// A refresh token.
        RefreshToken = "refresh_token";
    }
}

record! {
    /// What the token endpoint is asked for, and in its answer what it said.
    pub TokenContext {
        /// The client's configuration.
        CONFIG: ClientConfig = "config";
        /// The sign-in whose response brought a code; else `session` is there.
        SIGN_IN: Option<PendingSignIn> = "signIn";
        /// The session to refresh or to revoke.
        SESSION: Option<Session> = "session";
        /// The HTTP status of the answer.
        STATUS: f64 = "status";
        /// The body of the answer.
        BODY: Text = "body";
    }
}

record! {
    /// What to send.
    pub TokenRequest {
        /// Where to.
        URL: Text = "url";
        /// Whether the parameters go as JSON in place of a form.
        IS_JSON: bool = "isJson";
        /// The parameters, as texts.
        PARAMETERS: RequestParameters = "parameters";
    }
}

record! {
    /// The parameters of a request to the token or the revocation endpoint.
    pub RequestParameters {
        /// RFC 6749 §2.2.
        CLIENT_ID: Text = "client_id";
        /// RFC 6749 §4.1.3, §6.
        GRANT_TYPE: Option<GrantType> = "grant_type";
        /// RFC 6749 §4.1.3.
        CODE: Option<Secret> = "code";
        /// RFC 6749 §4.1.3.
        REDIRECT_URI: Text = "redirect_uri";
        /// RFC 7636 §4.5.
        CODE_VERIFIER: Option<Secret> = "code_verifier";
        /// RFC 6749 §6.
        REFRESH_TOKEN: Option<Secret> = "refresh_token";
        /// RFC 7009 §2.1.
        TOKEN: Option<Secret> = "token";
        /// RFC 7009 §2.1.
        TOKEN_TYPE_HINT: Option<TokenTypeHint> = "token_type_hint";
    }
}

impl Grant {
    fn of(context: TokenContext) -> Self {
        match context.get(TokenContext::SIGN_IN) {
            Some(sign_in) => Self::Code(sign_in),
            None => Self::Refresh(context.get(TokenContext::SESSION).unwrap_or_else(Session::new)),
        }
    }

    /// What is sent with it, and is told to nobody else.
    fn secrets(self) -> [Option<Secret>; 2] {
        match self {
            Self::Code(sign_in) => [sign_in.get(PendingSignIn::CODE), sign_in.get(PendingSignIn::VERIFIER)],
            Self::Refresh(session) => [session.get(Session::REFRESH_TOKEN), session.get(Session::ACCESS_TOKEN)],
        }
    }
}

/// The request that presents a grant; `None` where the provider has no token endpoint.
#[must_use]
pub fn request(context: TokenContext) -> Option<TokenRequest> {
    let config = context.get(TokenContext::CONFIG);
    let provider = config.provider();
    let url = provider.get(Provider::TOKEN_ENDPOINT)?;
    let is_json = provider.get(Provider::TOKEN_REQUEST) == Some(TokenRequestFormat::Json);
    let parameters = RequestParameters::new();
    match Grant::of(context) {
        Grant::Code(sign_in) => {
            let state = sign_in.get(PendingSignIn::STATE).unwrap_or(Text::EMPTY);
            let redirect_uri = redirect_uri(config.get(ClientConfig::REDIRECT_URI), state, provider);
            parameters.put(RequestParameters::CLIENT_ID, config.get(ClientConfig::CLIENT_ID));
            parameters.put(RequestParameters::GRANT_TYPE, Some(GrantType::AuthorizationCode));
            parameters.set(RequestParameters::CODE, sign_in.get(PendingSignIn::CODE));
            parameters.put(RequestParameters::REDIRECT_URI, redirect_uri);
            parameters.set(RequestParameters::CODE_VERIFIER, sign_in.get(PendingSignIn::VERIFIER));
        }
        Grant::Refresh(session) => {
            // CoolSMS takes a refresh token alone.
            if !is_json {
                parameters.put(RequestParameters::CLIENT_ID, config.get(ClientConfig::CLIENT_ID));
            }
            parameters.put(RequestParameters::GRANT_TYPE, Some(GrantType::RefreshToken));
            parameters.set(RequestParameters::REFRESH_TOKEN, session.get(Session::REFRESH_TOKEN));
        }
    }
    Some(token_request(url, is_json, parameters))
}

/// The request that revokes the token of a session (RFC 7009 §2.1): the refresh token, or the access token where none is
/// kept. `None` where the provider has no revocation endpoint.
#[must_use]
pub fn revocation(context: TokenContext) -> Option<TokenRequest> {
    let config = context.get(TokenContext::CONFIG);
    let url = config.provider().get(Provider::REVOCATION_ENDPOINT)?;
    let session = context.get(TokenContext::SESSION)?;
    let (token, hint) = match session.get(Session::REFRESH_TOKEN) {
        Some(token) => (Some(token), TokenTypeHint::RefreshToken),
        None => (session.get(Session::ACCESS_TOKEN), TokenTypeHint::AccessToken),
    };
    let parameters = RequestParameters::new();
    parameters.put(RequestParameters::CLIENT_ID, config.get(ClientConfig::CLIENT_ID));
    parameters.set(RequestParameters::TOKEN, token);
    parameters.put(RequestParameters::TOKEN_TYPE_HINT, Some(hint));
    Some(token_request(url, false, parameters))
}

#[inline(never)]
fn token_request(url: Text, is_json: bool, parameters: RequestParameters) -> TokenRequest {
    let request = TokenRequest::new();
    request.put(TokenRequest::URL, url);
    request.put(TokenRequest::IS_JSON, is_json);
    request.put(TokenRequest::PARAMETERS, parameters);
    request
}

/// What the answer to [`request`] means: the session that begins or goes on.
///
/// # Errors
/// Each with the `status`. `login_required` where the refresh token is no longer accepted: then the session is over; in all
/// other cases it is as before. `token_error` for any other error; `malformed_response`, `invalid_token`,
/// `unsupported_token_type` and `client_mismatch` for an answer that is no token of ours.
pub fn receive(context: TokenContext) -> Result<Session> {
    // Trouble of the server passes: the code may be exchanged once more.
    if let (Some(sign_in), true) = (context.get(TokenContext::SIGN_IN), context.get(TokenContext::STATUS) < 500.0) {
        end_exchange(sign_in);
    }
    session_of_answer(context).map_err(|error| error.with(Refusal::STATUS, Some(context.get(TokenContext::STATUS))))
}

/// Notes that the code of a sign-in was exchanged, or will never be. One by popup is not stored.
fn end_exchange(sign_in: PendingSignIn) {
    let state = sign_in.get(PendingSignIn::STATE);
    if let Ok((pending, before)) = load()
        && let (left, Some(_)) = pending.end_exchanges(|known| known.get(PendingSignIn::STATE) == state)
    {
        // Where this fails, all is forgotten that a used state could be mistaken for.
        let _ = save(left, before);
    }
}

fn session_of_answer(context: TokenContext) -> Result<Session> {
    let (config, grant) = (context.get(TokenContext::CONFIG), Grant::of(context));
    let body = codec::json_map(context.get(TokenContext::BODY));
    if context.get(TokenContext::STATUS) != 200.0 || ServerError(body).value(ServerError::ERROR).is_some() {
        return Err(refused(grant, ServerError(body)));
    }
    let response = Response::from_json(body, config.provider())?;
    let Kind::Token(token) = response.kind else {
        return Err(Error::new(Code::MALFORMED_RESPONSE, c"the token response has no token"));
    };
    match grant {
        Grant::Code(sign_in) => begin_session(config, token, response, sign_in.get(PendingSignIn::SCOPE), false),
        Grant::Refresh(before) => {
            // A session comes from sessionStorage or another tab: its scope may be anything.
            let granted = Member::read(before.0.get(Session::SCOPE.text()));
            let is_kept = before.is_refreshable();
            Ok(begin_session(config, token, response, granted, is_kept)?.after(before))
        }
    }
}

/// The server's own words: RFC 6749 §5.2's, or CoolSMS's.
fn refused(grant: Grant, body: ServerError) -> Error {
    let secrets = grant.secrets();
    let code = body.code();
    let code = if repeats(code, &secrets) { Text::EMPTY } else { code };
    let is_over =
        matches!(grant, Grant::Refresh(_)) && code.fits(c"^(?:invalid_grant|InvalidGrant|InvalidRefreshToken)$");
    let message = Message::from(c"the token endpoint refused the request");
    let message = if code.is_empty() { message } else { message.then(c": ").then(code) };
    let error = Error::new(if is_over { Code::LOGIN_REQUIRED } else { Code::TOKEN_ERROR }, message);
    body.copy_to(error.refusal().0, true, &secrets);
    error
}

/// The session that a token response begins. `requested` is the scope that was asked for or granted before. A refresh token
/// is kept where the client keeps such, or `is_kept`: where the answer's own takes the place of one.
///
/// # Errors
/// `client_mismatch`.
#[inline(never)]
pub fn begin_session(
    config: ClientConfig,
    token: Secret,
    response: Response,
    requested: Option<Scope>,
    is_kept: bool,
) -> Result<Session> {
    let info = TokenInfo::of(token, response, requested, config.get(ClientConfig::CLIENT_ID), config.provider())?;
    // A session without a random name is not told apart from others, but is one.
    let id = random_letters(STATE_LENGTH).unwrap_or(Text::EMPTY);
    let session = Session::begin(id, token, response, &info, config, now());
    let is_discarded = config.get(ClientConfig::REFRESH_TOKEN_STORE) == Some(RefreshTokenStore::Discard);
    if is_kept || !is_discarded {
        session.set(Session::REFRESH_TOKEN, response.refresh_token());
    }
    Ok(session)
}
