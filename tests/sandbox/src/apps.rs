//! The apps that may ask members to sign in.

use std::collections::BTreeMap;

use parking_lot::RwLock;
use url::Url;

use crate::loopback::is_loopback;
use crate::random::random_string;

/// The app that is there from the start. Its redirect_uri may be any address of this machine.
pub const DEMO_CLIENT_ID: &str = "sandbox-demo";

/// What the owner of a new app gets. The secret is told this once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredApp {
    /// Public: it stands in every authorize request.
    pub client_id: String,
    /// For the owner's server only: it never belongs in a page.
    pub client_secret: String,
}

/// Where an app lets members be sent back to.
#[derive(Clone, Debug)]
enum Redirects {
    /// To the hosts of these addresses. CoolSMS compares host names; the path is the app's own.
    Registered(Vec<Url>),
    /// To any address of this machine.
    Loopback,
}

/// An app as the sandbox knows it.
#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) client_id: String,
    pub(crate) name: String,
    pub(crate) active: bool,
    secret: String,
    redirects: Redirects,
}

impl App {
    fn new(client_id: &str, name: &str, redirects: Redirects) -> Self {
        Self {
            client_id: client_id.to_owned(),
            name: name.to_owned(),
            active: true,
            secret: random_string(32),
            redirects,
        }
    }

    pub(crate) fn has_secret(&self, secret: &str) -> bool {
        self.secret == secret
    }

    /// Whether the host of that address is a registered one.
    pub(crate) fn allows(&self, redirect_uri: &Url) -> bool {
        match &self.redirects {
            Redirects::Loopback => is_loopback(redirect_uri),
            Redirects::Registered(list) => list.iter().any(|registered| registered.host() == redirect_uri.host()),
        }
    }

    /// The registered addresses; empty where any address of this machine will do.
    pub(crate) fn redirect_uris(&self) -> &[Url] {
        match &self.redirects {
            Redirects::Registered(list) => list,
            Redirects::Loopback => &[],
        }
    }
}

/// Every app, by client id.
#[derive(Debug)]
pub(crate) struct Apps(RwLock<BTreeMap<String, App>>);

impl Apps {
    /// The demo app alone.
    pub(crate) fn new() -> Self {
        let demo = App::new(DEMO_CLIENT_ID, "Sandbox demo", Redirects::Loopback);
        Self(RwLock::new(BTreeMap::from([(demo.client_id.clone(), demo)])))
    }

    pub(crate) fn register(&self, name: &str, redirect_uris: Vec<Url>) -> RegisteredApp {
        let id = format!("app{}", random_string(16));
        let app = App::new(&id, name, Redirects::Registered(redirect_uris));
        let registered = RegisteredApp { client_id: id.clone(), client_secret: app.secret.clone() };
        self.0.write().insert(id, app);
        registered
    }

    pub(crate) fn find(&self, client_id: &str) -> Option<App> {
        self.0.read().get(client_id).cloned()
    }

    pub(crate) fn all(&self) -> Vec<App> {
        self.0.read().values().cloned().collect()
    }

    /// Makes the app inactive; false when there is none of that id.
    pub(crate) fn deactivate(&self, client_id: &str) -> bool {
        match self.0.write().get_mut(client_id) {
            Some(app) => {
                app.active = false;
                true
            }
            None => false,
        }
    }
}

/// Reads a redirect_uri: an absolute `http` or `https` address without a fragment.
pub(crate) fn parse_redirect_uri(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let sound = matches!(url.scheme(), "http" | "https") && url.fragment().is_none();
    sound.then_some(url)
}
