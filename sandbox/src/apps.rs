//! The apps that may ask members to sign in.

use parking_lot::Mutex;
use url::Url;

use crate::grants::random_string;
use crate::local::is_loopback;

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

/// An app as the sandbox knows it.
#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) registered: RegisteredApp,
    pub(crate) name: String,
    /// Members are sent back to the hosts of these addresses: CoolSMS compares host names, the path is the app's own.
    /// Where there is none, to any address of this machine.
    redirect_uris: Vec<Url>,
}

impl App {
    fn new(client_id: String, name: &str, redirect_uris: Vec<Url>) -> Self {
        let registered = RegisteredApp { client_id, client_secret: random_string(32) };
        Self { registered, name: name.to_owned(), redirect_uris }
    }

    /// Whether members may be sent back there.
    pub(crate) fn allows(&self, redirect_uri: &Url) -> bool {
        if self.redirect_uris.is_empty() {
            return is_loopback(redirect_uri);
        }
        self.redirect_uris.iter().any(|registered| registered.host() == redirect_uri.host())
    }

    /// The hosts that members may be sent back to.
    pub(crate) fn hosts(&self) -> Vec<String> {
        if self.redirect_uris.is_empty() {
            return ["localhost", "*.localhost", "127.0.0.1", "[::1]"].map(str::to_owned).into();
        }
        self.redirect_uris.iter().filter_map(Url::host_str).map(str::to_owned).collect()
    }
}

/// Every app.
#[derive(Debug)]
pub(crate) struct Apps(Mutex<Vec<App>>);

impl Default for Apps {
    /// The demo app alone.
    fn default() -> Self {
        Self(Mutex::new(vec![App::new(DEMO_CLIENT_ID.to_owned(), "Sandbox demo", Vec::new())]))
    }
}

impl Apps {
    pub(crate) fn register(&self, name: &str, redirect_uris: Vec<Url>) -> RegisteredApp {
        let app = App::new(format!("app{}", random_string(16)), name, redirect_uris);
        let registered = app.registered.clone();
        self.0.lock().push(app);
        registered
    }

    /// The text with every client secret replaced: a request may have one where it does not belong.
    pub(crate) fn without_secrets(&self, text: &str) -> String {
        let apps = self.0.lock();
        let secrets = apps.iter().map(|app| &app.registered.client_secret);
        secrets.fold(text.to_owned(), |text, secret| text.replace(secret, "[client_secret]"))
    }

    pub(crate) fn find(&self, client_id: &str) -> Option<App> {
        self.0.lock().iter().find(|app| app.registered.client_id == client_id).cloned()
    }
}

/// Reads a redirect_uri: an absolute `http` or `https` address without a fragment.
pub(crate) fn parse_redirect_uri(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let sound = matches!(url.scheme(), "http" | "https") && url.fragment().is_none();
    sound.then_some(url)
}
