//! The rows of `tests/vectors`, natively, and the providers in them.

use coolsms_oauth2::protocol::Value;
use coolsms_oauth2::protocol::provider::Provider;

use super::{Native, value};

pub use super::rows::*;

/// That provider.
pub fn provider(name: &str) -> Provider {
    let settings = value(&settings(name));
    Provider::new(if settings.members().is_empty() { Value::Null } else { settings }, &Native).expect("it is good")
}
