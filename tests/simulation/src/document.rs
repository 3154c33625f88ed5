//! A document of the app: what JavaScript holds in it.

use coolsms_oauth2::protocol::Value;

use crate::request::Call;

/// A document, from its load until it is discarded.
pub(crate) struct Document {
    pub(crate) id: u32,
    /// `taken` of `address.js`.
    pub(crate) taken: Option<String>,
    pub(crate) clients: Vec<Client>,
    /// What `session.js` holds, for each app.
    pub(crate) shared: Vec<Shared>,
    /// Sign-ins that have left and not settled.
    pub(crate) leaving: u32,
    /// Calls that wait for their answer.
    pub(crate) calls: Vec<Call>,
    /// The last place that a callback told the app to go back to.
    pub(crate) place: Option<String>,
}

/// What `createClient` gave back.
pub(crate) struct Client {
    pub(crate) app: usize,
    pub(crate) is_disposed: bool,
}

/// `open(key)` of `session.js`.
pub(crate) struct Shared {
    pub(crate) key: String,
    pub(crate) session: Option<Value>,
    pub(crate) snapshot: Option<Value>,
    pub(crate) is_stored: bool,
    pub(crate) callback: Option<Callback>,
}

/// `shared.callback` of `session.js`.
#[derive(Clone)]
pub(crate) struct Callback {
    pub(crate) url: String,
    pub(crate) is_session: bool,
    pub(crate) promise: Promise,
}

/// What `handleRedirectCallback` gave back. Two are the same if their numbers are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Promise {
    pub(crate) number: u32,
    pub(crate) outcome: &'static str,
    /// `returnTo` of the result or the error.
    pub(crate) place: Option<String>,
}

impl Document {
    pub(crate) fn new(id: u32) -> Self {
        Self { id, taken: None, clients: Vec::new(), shared: Vec::new(), leaving: 0, calls: Vec::new(), place: None }
    }
}
