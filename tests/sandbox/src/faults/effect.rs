//! The ways in which an answer goes wrong.

use std::collections::BTreeMap;

use axum::http::{HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What goes wrong. As JSON, `kind` names it: `latency`, `status`, `htmlError`, `emptyBody`,
/// `truncated`, `dropped`, `redirect`, `edit` or `answer`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Effect {
    /// The answer comes that much later.
    Latency {
        /// In milliseconds.
        ms: u64,
    },
    /// An error answer as CoolSMS words it, in place of the real one.
    Status {
        /// 200 to 599.
        status: u16,
        /// `errorCode` of the body; `InternalError` when left out.
        #[serde(default = "internal_error")]
        error_code: String,
        /// `errorMessage` of the body.
        #[serde(default)]
        error_message: String,
        /// More headers, e.g. a `WWW-Authenticate` of one's own.
        #[serde(default)]
        headers: BTreeMap<String, String>,
    },
    /// A page of HTML where JSON is expected, as a broken gateway sends it.
    HtmlError {
        /// 502 when left out.
        #[serde(default = "bad_gateway")]
        status: u16,
    },
    /// A status without a body.
    EmptyBody {
        /// 500 when left out.
        #[serde(default = "server_error")]
        status: u16,
    },
    /// The real answer, cut in the middle: its status stands, its JSON does not parse.
    Truncated,
    /// The connection closes without an answer. The request has no effect.
    Dropped,
    /// A redirect to another address.
    Redirect {
        /// The `Location` header.
        location: String,
        /// 307, which keeps method and body, when left out.
        #[serde(default = "temporary_redirect")]
        status: u16,
    },
    /// The real answer with members of its JSON object set; `null` takes one away.
    Edit {
        /// The members to set.
        set: Map<String, Value>,
    },
    /// Another answer of the authorize endpoint to the app.
    Answer(AuthorizeAnswer),
}

impl Effect {
    /// What cannot be sent, in words.
    pub(super) fn objection(&self) -> Option<&'static str> {
        let (Self::Status { status, .. }
        | Self::HtmlError { status }
        | Self::EmptyBody { status }
        | Self::Redirect { status, .. }) = self
        else {
            return None;
        };
        if !(200..=599).contains(status) {
            return Some("The status must lie between 200 and 599.");
        }
        let sendable = match self {
            Self::Status { headers, .. } => headers
                .iter()
                .all(|(name, value)| HeaderName::try_from(name).is_ok() && HeaderValue::try_from(value).is_ok()),
            Self::Redirect { location, .. } => HeaderValue::try_from(location).is_ok(),
            _ => true,
        };
        (!sendable).then_some("A header cannot be sent.")
    }
}

fn internal_error() -> String {
    "InternalError".to_owned()
}

const fn bad_gateway() -> u16 {
    502
}

const fn server_error() -> u16 {
    500
}

const fn temporary_redirect() -> u16 {
    307
}

/// How the authorize endpoint's answer differs from the usual one. Applied in the order of the
/// fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AuthorizeAnswer {
    /// This error in place of tokens or a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Whether `token_type`, `expires_in` and `scope` come along, as RFC 6749 §4.2.2 wants and
    /// CoolSMS leaves out.
    pub describe: bool,
    /// Parameters to set; `null` leaves one out.
    pub set: BTreeMap<String, Option<String>>,
    /// Parameters that come twice.
    pub repeat: Vec<String>,
    /// Where the answer stands, if not where it belongs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

impl AuthorizeAnswer {
    /// The answer without its `state`.
    #[must_use]
    pub fn without_state() -> Self {
        Self { set: BTreeMap::from([("state".to_owned(), None)]), ..Self::default() }
    }

    /// The answer with a `state` that nobody asked for.
    #[must_use]
    pub fn with_wrong_state() -> Self {
        Self { set: BTreeMap::from([("state".to_owned(), Some("not-the-state".to_owned()))]), ..Self::default() }
    }

    /// The answer in another place.
    #[must_use]
    pub fn in_place(place: Place) -> Self {
        Self { place: Some(place), ..Self::default() }
    }
}

/// Where in the redirect_uri an answer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Place {
    /// After `#`: where a token belongs.
    Fragment,
    /// After `?`: where a code belongs.
    Query,
    /// In both: wrong for either.
    Both,
}
