//! A document of the app: what JavaScript holds in it.

use coolsms_oauth2::protocol::Value;

use crate::exchange::Exchange;
use crate::fault::Fault;
use crate::popup::{Relay, Wait, channel_of};
use crate::refresh::{Refreshing, Work};
use crate::request::Call;
use crate::store::stored_as;

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
    /// Calls that wait.
    pub(crate) calls: Vec<Call>,
    /// Refreshes that are made, or wait for their turn.
    pub(crate) works: Vec<Work>,
    /// Popups whose response it waits for.
    pub(crate) waits: Vec<Wait>,
    /// Responses that it has handed over, as a popup's page.
    pub(crate) relays: Vec<Relay>,
    /// Codes that were sent.
    pub(crate) exchanges: Vec<Exchange>,
    /// The last place that a callback told the app to go back to.
    pub(crate) place: Option<String>,
    /// Sessions, by their ids, and refresh tokens of theirs that it was told of, for the rules.
    pub(crate) heard: Vec<(String, String)>,
}

/// What `createClient` gave back.
pub(crate) struct Client {
    pub(crate) app: usize,
    pub(crate) is_disposed: bool,
}

/// `open` of `session.js`.
pub(crate) struct Shared {
    pub(crate) key: String,
    /// The app of the first client, whose settings hold where nobody's do.
    pub(crate) app: usize,
    pub(crate) session: Option<Value>,
    /// Which object it is: each has a number of its own.
    pub(crate) version: u32,
    pub(crate) snapshot: Option<Value>,
    pub(crate) is_stored: bool,
    pub(crate) is_awaiting: bool,
    /// The only one that is awaited, by its id.
    pub(crate) wanted: Option<String>,
    /// The promise of a code's exchange.
    pub(crate) own_sign_in: Option<u32>,
    /// How often somebody has signed out here; and the sessions that have ended here, or were said to.
    pub(crate) ends: u32,
    pub(crate) ended: Vec<String>,
    /// The promise `arrival` is resolved.
    pub(crate) has_arrived: bool,
    pub(crate) callback: Option<Callback>,
    pub(crate) refreshing: Option<Refreshing>,
    /// The session of the step before, for the rules.
    pub(crate) seen: Option<String>,
}

/// `shared.callback` of `session.js`.
#[derive(Clone)]
pub(crate) struct Callback {
    pub(crate) url: String,
    pub(crate) is_session: bool,
    pub(crate) promise: Promise,
    /// A code that may be tried again, with its app.
    pub(crate) again: Option<(usize, Value)>,
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
        Self {
            id,
            taken: None,
            clients: Vec::new(),
            shared: Vec::new(),
            leaving: 0,
            calls: Vec::new(),
            works: Vec::new(),
            waits: Vec::new(),
            relays: Vec::new(),
            exchanges: Vec::new(),
            place: None,
            heard: Vec::new(),
        }
    }

    /// The channels that it listens to while it is shown.
    pub(crate) fn channels(&self, fault: Fault) -> Vec<String> {
        let nonces = self.waits.iter().map(|wait| &wait.nonce);
        let nonces = nonces.chain(self.relays.iter().filter(|relay| !relay.is_taken).map(|relay| &relay.nonce));
        let popups = nonces.map(|nonce| channel_of(nonce, fault));
        self.shared.iter().map(|shared| stored_as(&shared.key)).chain(popups).collect()
    }
}

impl Shared {
    pub(crate) fn new(key: String, app: usize) -> Self {
        Self {
            key,
            app,
            session: None,
            version: 0,
            snapshot: None,
            is_stored: false,
            is_awaiting: false,
            wanted: None,
            own_sign_in: None,
            ends: 0,
            ended: Vec::new(),
            has_arrived: false,
            callback: None,
            refreshing: None,
            seen: None,
        }
    }

    /// Which object the session is; `None` where there is no session.
    pub(crate) fn now(&self) -> Option<u32> {
        self.session.as_ref().map(|_| self.version)
    }
}
