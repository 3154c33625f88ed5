//! The one error of the project. The shell turns it into the JavaScript `OAuthError`, in one place.

use super::Value;

/// The result of everything that can be refused.
pub type Result<T, E = Error> = core::result::Result<T, E>;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// Why something was refused: a closed set, stable across versions. `error.ts` says of each
        /// what an app should do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// The code as JavaScript sees it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

codes! {
    /// The configuration of a client or a provider cannot be used; `field` names the member.
    InvalidConfig = "invalid_config",
    /// An argument of a call cannot be used; `field` names it.
    InvalidRequest = "invalid_request",
    /// What was called needs a browser window.
    NoBrowser = "no_browser",
    /// The platform gave no random bytes.
    NoRandomness = "no_randomness",
    /// sessionStorage is missing, blocked or full.
    StorageUnavailable = "storage_unavailable",
    /// The response carries no `state`.
    MissingState = "missing_state",
    /// The response's `state` was not issued here, or for another client, redirect URI or response type.
    StateMismatch = "state_mismatch",
    /// The response's `state` was used before.
    StateReplayed = "state_replayed",
    /// The response came later than the state's lifetime.
    StateExpired = "state_expired",
    /// A parameter of the protocol came twice (RFC 6749 §3.1).
    DuplicateParameter = "duplicate_parameter",
    /// The response cannot be decoded, or contradicts itself.
    MalformedResponse = "malformed_response",
    /// The response is over 64 KiB.
    ResponseTooLarge = "response_too_large",
    /// A response of another kind, or in another place, than was asked for.
    UnexpectedResponse = "unexpected_response",
    /// The token is empty or holds characters outside VSCHAR (RFC 6749 Appendix A).
    InvalidToken = "invalid_token",
    /// The `token_type` is not Bearer (RFC 6749 §7.1).
    UnsupportedTokenType = "unsupported_token_type",
    /// The `iss` parameter is not the configured issuer (RFC 9207).
    IssuerMismatch = "issuer_mismatch",
    /// The token was issued to another client (RFC 6749 §10.16).
    ClientMismatch = "client_mismatch",
    /// The server answered with an error (RFC 6749 §4.2.2.1); `error` holds its code.
    AuthorizationError = "authorization_error",
    /// The token endpoint answered with an error (RFC 6749 §5.2), or with none that can be read.
    TokenError = "token_error",
    /// There is no sign-in, or it has expired, or the server takes its refresh token no longer.
    LoginRequired = "login_required",
    /// A scope that the call needs was not granted; `missingScopes` names it.
    InsufficientScope = "insufficient_scope",
    /// The API refused the token: expired or revoked.
    Unauthorized = "unauthorized",
    /// The token may not be sent to that origin.
    OriginNotAllowed = "origin_not_allowed",
    /// No answer in time.
    Timeout = "timeout",
    /// No answer at all: offline, blocked by CORS, or a refused redirect.
    NetworkError = "network_error",
    /// The person came back before signing in.
    Cancelled = "cancelled",
}

/// A refusal: a stable code, a sentence for the developer, and what a person needs to act. Never a token.
///
/// It is one pointer wide, so that the many `?` on the good path stay small.
#[derive(Clone, Debug, PartialEq)]
pub struct Error(Box<Parts>);

/// The parts of an [`Error`].
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// The stable code.
    pub code: Code,
    /// A sentence that says what happened and what to do.
    pub message: String,
    /// Further members of the JavaScript error, by their JavaScript names: an object.
    pub details: Value,
}

impl Error {
    /// An error with a code and a sentence.
    #[cold]
    #[inline(never)]
    #[must_use]
    pub fn new(code: Code, message: &str) -> Self {
        Self(Box::new(Parts { code, message: message.into(), details: Value::object() }))
    }

    /// An error about one member of a configuration or one argument; the sentence starts with its name.
    #[cold]
    #[inline(never)]
    #[must_use]
    pub fn field(code: Code, field: &str, reason: &str) -> Self {
        Self::about(code, field, reason).with("field", field.into())
    }

    /// An error whose sentence starts with what it is about.
    #[cold]
    #[inline(never)]
    #[must_use]
    pub fn about(code: Code, what: &str, reason: &str) -> Self {
        let mut error = Self::new(code, what);
        error.0.message.push_str(": ");
        error.0.message.push_str(reason);
        error
    }

    /// Adds a member, unless it is null.
    #[inline(never)]
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.0.details.set(name, value);
        self
    }
}

impl core::ops::DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Parts {
        &mut self.0
    }
}

impl core::ops::Deref for Error {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
