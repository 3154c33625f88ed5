//! A local CoolSMS, for development and tests.
//!
//! [`Sandbox`] serves what a single-page app meets when it signs in to CoolSMS (SOLAPI): the
//! authorize endpoint with its sign-in and consent pages, the token endpoint, and the API calls
//! that a token opens. It follows the provider's public documents: their parameters, errors,
//! statuses and bodies. Where they are silent, the module concerned says what was chosen.
//!
//! Everything lives in memory and listens on loopback only. What goes wrong in production can be
//! made to go wrong here: see [`Fault`]. What was asked can be read back: see [`RecordedRequest`].
//!
//! [`StaticSite`] serves an app's own files from another loopback origin.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! use sandbox::{DEMO_CLIENT_ID, Effect, Fault, Options, Sandbox};
//!
//! let sandbox = Sandbox::start(Options::default()).await?;
//! println!("{} serves the app {DEMO_CLIENT_ID}", sandbox.base());
//!
//! sandbox.add_fault(Fault::new("/cash/v1/balance", Effect::Dropped));
//! // … drive a browser, then look at what it asked for:
//! for request in sandbox.requests() {
//!     println!("{} {} {:?}", request.method, request.path, request.status);
//! }
//! sandbox.stop().await;
//! # Ok(())
//! # }
//! ```

mod accounts;
mod api;
mod apps;
mod authorize;
mod authorize_request;
mod control;
mod error;
mod faults;
mod grants;
mod lang;
mod local;
mod members;
mod memory;
mod options;
mod pages;
mod provider;
mod provider_router;
mod recorder;
mod router;
mod sandbox;
mod scopes;
mod server;
mod static_site;
mod tenants;
mod token;

pub use apps::{DEMO_CLIENT_ID, RegisteredApp};
pub use faults::{Effect, Fault};
pub use grants::Tokens;
pub use members::{MEMBERS, Member, PASSWORD};
pub use options::Options;
pub use provider::Provider;
pub use recorder::RecordedRequest;
pub use sandbox::Sandbox;
pub use static_site::{StaticSite, StaticSiteOptions};
