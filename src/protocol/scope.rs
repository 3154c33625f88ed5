//! Scope: words parted by spaces (RFC 6749 §3.3), kept as the one string that they are on the wire.

use super::Value;
use super::chars::is_scope_char;
use super::text::{is_one_of, pieces};

/// A scope as an app writes it, in one string or an array of words; `None` where it is something else, or
/// holds a character outside RFC 6749 §3.3.
#[must_use]
#[inline(never)]
pub fn read(value: &Value) -> Option<String> {
    let mut scope = String::new();
    let one = core::slice::from_ref(value);
    for word in if let Value::List(words) = value { words } else { one } {
        if !scope.is_empty() {
            scope.push(' ');
        }
        scope.push_str(word.as_text()?);
    }
    scope.bytes().all(|byte| byte == b' ' || is_scope_char(byte)).then_some(scope)
}

/// What of `needed` a grant lacks. A grant of `*` lacks nothing.
#[must_use]
#[inline(never)]
pub fn missing(granted: &str, needed: &str) -> Value {
    let mut missing = Vec::new();
    for word in pieces(needed, b' ') {
        if !is_one_of(word, granted, b' ') && !is_one_of("*", granted, b' ') {
            missing.push(Value::from(word));
        }
    }
    Value::List(missing)
}

/// The words as an array.
#[must_use]
pub fn list(scope: &str) -> Value {
    missing("", scope)
}
