//! The one error of the project. JavaScript makes an `OAuthError` of it.

use core::ffi::CStr;

use super::{Message, Secret};
use crate::host::{Field, List, Map, Member, Record, Text, record, refuse, refused};

/// The result of everything that can be refused.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// Why something was refused: one of a closed set, stable across versions. The published types say for each what an app
/// should do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code(&'static CStr);

macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident = $name:literal;)*) => {
        impl Code {
            $($(#[$doc])* pub const $code: Self = Self($name);)*
            /// Every code that the module can give.
            pub const ALL: &'static [Self] = &[$(Self::$code),*];

            /// The code as JavaScript sees it.
            #[must_use]
            pub const fn as_c_str(self) -> &'static CStr {
                self.0
            }
        }
    };
}

codes! {
    /// The configuration of a client or a provider cannot be used; `field` names the member.
    INVALID_CONFIG = c"invalid_config";
    /// An argument of a call cannot be used; `field` names it.
    INVALID_REQUEST = c"invalid_request";
    /// The platform gave no random bytes.
    NO_RANDOMNESS = c"no_randomness";
    /// sessionStorage is missing, blocked or full.
    STORAGE_UNAVAILABLE = c"storage_unavailable";
    /// The response carries no `state`.
    MISSING_STATE = c"missing_state";
    /// The response's `state` was not issued here, or for another client, redirect URI or response type.
    STATE_MISMATCH = c"state_mismatch";
    /// The response's `state` was used before.
    STATE_REPLAYED = c"state_replayed";
    /// The response came later than the state's lifetime.
    STATE_EXPIRED = c"state_expired";
    /// A parameter of the protocol came twice (RFC 6749 §3.1).
    DUPLICATE_PARAMETER = c"duplicate_parameter";
    /// The response cannot be decoded, or contradicts itself.
    MALFORMED_RESPONSE = c"malformed_response";
    /// The response is over 64 KiB.
    RESPONSE_TOO_LARGE = c"response_too_large";
    /// The response came to another URL than the redirect URI.
    REDIRECT_URI_MISMATCH = c"redirect_uri_mismatch";
    /// The user left the sign-in, or reloaded the page while its code was exchanged.
    CANCELLED = c"cancelled";
    /// A response of another kind, or in another place, than was asked for.
    UNEXPECTED_RESPONSE = c"unexpected_response";
    /// The token is empty or has characters outside VSCHAR (RFC 6749 Appendix A).
    INVALID_TOKEN = c"invalid_token";
    /// The `token_type` is not Bearer (RFC 6749 §7.1).
    UNSUPPORTED_TOKEN_TYPE = c"unsupported_token_type";
    /// The `iss` parameter is not the configured issuer (RFC 9207).
    ISSUER_MISMATCH = c"issuer_mismatch";
    /// The token was issued to another client (RFC 6749 §10.16).
    CLIENT_MISMATCH = c"client_mismatch";
    /// The server answered with an error (RFC 6749 §4.2.2.1); `error` holds its code.
    AUTHORIZATION_ERROR = c"authorization_error";
    /// The token endpoint answered with an error (RFC 6749 §5.2), or with none that can be read.
    TOKEN_ERROR = c"token_error";
    /// There is no session, or it has expired, or the server no longer accepts its refresh token.
    LOGIN_REQUIRED = c"login_required";
    /// A scope that the call needs was not granted; `missingScopes` names it.
    INSUFFICIENT_SCOPE = c"insufficient_scope";
    /// The API refused the token: expired or revoked.
    UNAUTHORIZED = c"unauthorized";
    /// The token may not be sent to that origin.
    ORIGIN_NOT_ALLOWED = c"origin_not_allowed";
}

record! {
    /// What a refusal says: a stable code, a sentence for the developer, and what an app needs to act. Never a token.
    pub Refusal {
        /// The stable code.
        CODE: Text = "code";
        /// What happened and what to do; only in a build for development.
        MESSAGE: Option<Text> = "message";
        /// The member or argument that cannot be used.
        FIELD: Option<Text> = "field";
        /// The HTTP status of the answer.
        STATUS: Option<f64> = "status";
        /// The scope words that were not granted.
        MISSING_SCOPES: Option<List> = "missingScopes";
        /// The server's code (RFC 6749 §4.1.2.1, §5.2).
        ERROR: Option<Text> = "error";
        /// The server's explanation.
        ERROR_DESCRIPTION: Option<Text> = "errorDescription";
        /// A page of the server's about the error.
        ERROR_URI: Option<Text> = "errorUri";
        /// CoolSMS's code.
        ERROR_CODE: Option<Text> = "errorCode";
        /// CoolSMS's explanation.
        ERROR_MESSAGE: Option<Text> = "errorMessage";
        /// Where the user was when the refused sign-in started.
        RETURN_TO: Option<Text> = "returnTo";
        /// The app's note to the refused sign-in, as JSON text.
        APP_STATE: Option<Text> = "appState";
    }
}

/// The current call is refused. The host holds the [`Refusal`], so that a `Result` is as wide as its value. If a call makes
/// several errors, the last one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error(());

impl Error {
    /// An error with a code and a sentence.
    #[cold]
    #[inline(never)]
    #[must_use]
    pub fn new(code: Code, message: impl Into<Message>) -> Self {
        let refusal = Refusal::new();
        refusal.put(Refusal::CODE, Text::from(code.0));
        refusal.put(Refusal::MESSAGE, message.into().text());
        refuse(refusal.0);
        Self(())
    }

    /// An error about one member of a configuration or one argument: its name in backticks, then `reason`.
    #[cold]
    #[inline(never)]
    #[must_use]
    pub fn field(code: Code, field: Text, reason: impl Into<Message>) -> Self {
        let message = Message::from(c"`").then(field).then(c"` ").then(reason);
        Self::new(code, message).with(Refusal::FIELD, Some(field))
    }

    /// Adds a member.
    #[must_use]
    pub fn with<T: Member>(self, field: Field<Refusal, T>, value: T) -> Self {
        self.refusal().put(field, value);
        self
    }

    /// Its content.
    #[must_use]
    pub fn refusal(self) -> Refusal {
        Refusal(refused())
    }
}

record! {
    /// What a server says of an error: the parameters of RFC 6749 §4.1.2.1, §4.2.2.1 and §5.2, and the body of CoolSMS's
    /// API. All of it is the server's word: inert text.
    pub ServerError {
        /// The code.
        ERROR: Option<Text> = "error";
        /// The explanation.
        ERROR_DESCRIPTION: Option<Text> = "error_description";
        /// A page about the error.
        ERROR_URI: Option<Text> = "error_uri";
        /// CoolSMS's code.
        ERROR_CODE: Option<Text> = "errorCode";
        /// CoolSMS's explanation.
        ERROR_MESSAGE: Option<Text> = "errorMessage";
    }
}

impl ServerError {
    /// The server's code; empty where it has none.
    #[must_use]
    pub fn code(self) -> Text {
        self.get(Self::ERROR).and_then(Text::non_empty).or(self.get(Self::ERROR_CODE)).unwrap_or(Text::EMPTY)
    }

    /// Copies what the server says into a record of ours, but for texts that contain one of the `secrets`, which some
    /// servers repeat. `is_api` says whether CoolSMS's members count.
    #[inline(never)]
    pub fn copy_to(self, target: Map, is_api: bool, secrets: &[Option<Secret>]) {
        let copy = |from: Field<Self, Option<Text>>, to: Field<Refusal, Option<Text>>| {
            if let Some(text) = self.get(from).filter(|text| !repeats(*text, secrets)) {
                target.put(to.text(), Some(text.value()));
            }
        };
        copy(Self::ERROR, Refusal::ERROR);
        copy(Self::ERROR_DESCRIPTION, Refusal::ERROR_DESCRIPTION);
        copy(Self::ERROR_URI, Refusal::ERROR_URI);
        if is_api {
            copy(Self::ERROR_CODE, Refusal::ERROR_CODE);
            copy(Self::ERROR_MESSAGE, Refusal::ERROR_MESSAGE);
        }
    }
}

/// Whether a text of the server contains one of the secrets that were sent to it.
#[inline(never)]
pub fn repeats(text: Text, secrets: &[Option<Secret>]) -> bool {
    secrets.iter().flatten().any(|secret| text.contains(secret.expose()))
}
