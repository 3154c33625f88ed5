//! The parameters of an authorization response (RFC 6749 §4.1.2, §4.2.2) and of a token response (§5.1), by name. All other
//! parameters are the app's own.

use core::ffi::CStr;

use super::Secret;
use crate::host::{Text, Value, record};

record! {
    /// What a response says. A token endpoint may give a scope as a list, and a lifetime as a number.
    pub ResponseParameters {
        /// The token (RFC 6749 §1.4).
        ACCESS_TOKEN: Option<Secret> = "access_token";
        /// The code (RFC 6749 §1.3.1).
        CODE: Option<Secret> = "code";
        /// The server's refusal (RFC 6749 §4.1.2.1, §4.2.2.1).
        ERROR: Option<Text> = "error";
        /// The state of the pending sign-in (RFC 6749 §10.12).
        STATE: Option<Text> = "state";
        /// The refresh token (RFC 6749 §1.5).
        REFRESH_TOKEN: Option<Secret> = "refresh_token";
        /// The state where the provider does not echo `state`: a parameter of the redirect URI's own query.
        STATE_IN_REDIRECT_URI: Option<Text> = "oauth_state";
        /// The token's type (RFC 6749 §7.1).
        TOKEN_TYPE: Option<Text> = "token_type";
        /// The token's lifetime in seconds (RFC 6749 §5.1).
        EXPIRES_IN: Option<Value> = "expires_in";
        /// The same, as some servers name it.
        EXPIRES: Option<Value> = "expires";
        /// The granted scope (RFC 6749 §3.3).
        SCOPE: Option<Value> = "scope";
        /// The server's explanation of a refusal.
        ERROR_DESCRIPTION: Option<Text> = "error_description";
        /// A page of the server's about a refusal.
        ERROR_URI: Option<Text> = "error_uri";
        /// The issuer (RFC 9207).
        ISSUER: Option<Text> = "iss";
    }
}

/// The parameters that make a URL a response.
pub const DECIDING: &CStr = c"^(?:access_token|code|error)$";
/// The parameters of a request that neither an app nor the endpoint's own query may set: each is set here, or would change
/// what comes back (RFC 6749 §3.1).
pub const RESERVED: &CStr =
    c"^(?:state|client_id|client_secret|redirect_uri|response_type|response_mode|scope|request|request_uri|code_challenge.*)$";
/// The parameter that nothing but a response has.
pub const TOKEN: &CStr = c"^access_token$";
/// The server's refusal.
pub const ERROR: &CStr = c"^error$";
/// The parameters that may carry a state. Words with `|` between them: only JavaScript asks.
pub const STATES: &CStr = c"state|oauth_state";
/// What providers add to a response beyond the protocol: it leaves the URL with it. Words with `|` between them: only
/// JavaScript asks.
pub const ADDED: &CStr = c"id_token|session_state|client_info";
/// The parameters of which a fragment has at least one if it is a response, and not the app's own route.
/// Words with `|` between them: only JavaScript asks.
pub const TELLING: &CStr = c"access_token|code|error|state|refresh_token|oauth_state";
/// Finds a state of the form that this package issues in a URL, and what it begins with: so its responses are told from an
/// app's own parameters.
pub const OWN_STATE: &CStr = c"[?&#/](?:state|oauth_state)=((popup-)?[a-p]{64})(?:[&#]|$)";
