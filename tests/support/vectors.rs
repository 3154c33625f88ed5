//! The rows of `tests/vectors`, natively, and the providers in them.

use coolsms_oauth2::protocol::provider::Provider;

use super::{Native, value};

pub use super::rows::*;

/// That provider.
pub fn provider(name: &str) -> Provider {
    let settings = value(&settings(name));
    Provider::new(Some(&settings).filter(|settings| !settings.members().is_empty()), &Native).expect("it is good")
}
