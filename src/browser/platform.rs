//! The browser's own URL parser and JSON reader, for the core.

use super::values::from_json;
use crate::protocol::address::Address;
use crate::protocol::{Platform, Value};
use web_sys::Url;

/// The browser.
pub(super) struct Browser;

impl Platform for Browser {
    fn url(&self, text: &str, base: Option<&str>) -> Option<Address> {
        let url = match base {
            Some(base) => Url::new_with_base(text, base),
            None => Url::new(text),
        };
        url.ok().map(|url| Address { href: url.href(), origin: url.origin() })
    }

    fn json(&self, text: &str) -> Option<Value> {
        Some(from_json(text)).filter(|value| *value != Value::Null)
    }
}
