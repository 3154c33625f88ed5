//! The codecs: URLs, form components, JSON and base64 as browsers read and write them.

use std::rc::Rc;

use base64::Engine;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

use super::table::Held;
use super::{MAX_DEPTH, with};

/// What is not ASCII letter or digit and what `encodeURIComponent` leaves as it is.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// As `atob` decodes, once it has taken spaces and padding away.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// A form component; none where an escape is none, or what is escaped no UTF-8.
fn decoded(text: &str) -> Option<String> {
    let is_hex = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let bytes = text.as_bytes();
    let mut marks = (0..bytes.len()).filter(|at| bytes[*at] == b'%');
    // The crate lets a malformed escape stand.
    if !marks.all(|at| is_hex(bytes.get(at + 1)) && is_hex(bytes.get(at + 2))) {
        return None;
    }
    percent_decode_str(&text.replace('+', " ")).decode_utf8().ok().map(String::from)
}

/// A URL, against a base unless that is empty.
fn parsed_url(text: &str, base: &str) -> Option<Url> {
    if base.is_empty() {
        return Url::parse(text).ok();
    }
    let base = Url::parse(base).ok()?;
    // The crate refuses more than two slashes in front of a host, where the standard skips them.
    let shown = text.trim_start_matches(|char: char| char <= ' ').replace(['\t', '\n', '\r'], "");
    let host = shown.trim_start_matches(['/', '\\']);
    if matches!(base.scheme(), "http" | "https") && shown.len() > host.len() + 2 {
        return Url::parse(&[base.scheme(), "://", host].concat()).ok();
    }
    base.join(text).ok()
}

/// A URL by the WHATWG rules, against a base or none; none where it is no URL.
#[must_use]
pub fn url(text: i32, base: i32) -> i32 {
    with(|table| {
        let text = table.text(text);
        let base = if base == 0 { Rc::from("") } else { table.text(base) };
        let Some(url) = parsed_url(&text, &base) else { return 0 };
        let href = table.hold_text(url.as_str());
        let origin = table.hold_text(&url.origin().ascii_serialization());
        table.hold_members([("href", href), ("origin", origin)])
    })
}

/// The `name=value` pieces of a query or fragment that are not empty, decoded.
#[must_use]
pub fn parameters(text: i32) -> i32 {
    with(|table| {
        let text = table.text(text);
        let mut parameters = Vec::new();
        for piece in text.split('&').filter(|piece| !piece.is_empty()) {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            let [name, value] = [name, value].map(|part| decoded(part).map_or(1, |part| table.hold_text(&part)));
            parameters.push(table.hold_members([("name", name), ("value", value)]));
        }
        table.push(Held::List(parameters))
    })
}

/// A form component, encoded.
#[must_use]
pub fn encode(text: i32) -> i32 {
    with(|table| {
        let encoded = utf8_percent_encode(&table.text(text), COMPONENT).to_string();
        table.hold_text(&encoded)
    })
}

/// What JSON text says; none where it is no JSON, or null.
#[must_use]
pub fn json(text: i32) -> i32 {
    with(|table| {
        let text = table.text(text);
        table.hold_json(&text, MAX_DEPTH).filter(|place| *place != 1).unwrap_or(0)
    })
}

/// A value as JSON.
#[must_use]
pub fn to_json(of: i32) -> i32 {
    with(|table| {
        let json = table.write_json(of);
        table.hold_text(&json)
    })
}

/// Base64url (RFC 4648 §5) of UTF-8; empty where it is none.
#[must_use]
pub fn base64url(text: i32) -> i32 {
    with(|table| {
        let is_space = |char: char| matches!(char, ' ' | '\t' | '\n' | '\x0c' | '\r');
        let text = table.text(text).replace('-', "+").replace('_', "/").replace(is_space, "");
        let unpadded = text.strip_suffix("==").or_else(|| text.strip_suffix('='));
        let text = unpadded.filter(|_| text.len() % 4 == 0).unwrap_or(&text);
        let decoded = BASE64.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        table.hold_text(decoded.strip_prefix('\u{feff}').unwrap_or(&decoded))
    })
}
