//! URLs, form components and base64 as browsers read and write them, where the crates differ.

use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str};
use url::Url;

/// What is not ASCII letter or digit and what `encodeURIComponent` leaves as it is.
pub(super) const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
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
pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// A form component; none where an escape is none, or what is escaped no UTF-8.
pub(super) fn decoded(text: &str) -> Option<String> {
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
pub(super) fn parsed_url(text: &str, base: &str) -> Option<Url> {
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
