//! The `WWW-Authenticate` header (RFC 9110 §11.6.1) and what a Bearer challenge in it says (RFC 6750 §3).

/// What a Bearer challenge says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Challenge {
    /// The error code, such as `invalid_token` or `insufficient_scope`.
    pub error: Option<String>,
    /// The scope that the call needs.
    pub scope: Option<String>,
}

/// Reads the first Bearer challenge; other schemes are skipped, wherever they stand.
#[must_use]
pub fn bearer(header: &str) -> Option<Challenge> {
    let mut found: Option<Challenge> = None;
    let mut is_bearer = false;
    for item in items(header) {
        let (name, value) = item.split_once('=').unwrap_or((item, ""));
        // "Scheme name=value": a space inside what stands before "=" starts a new challenge.
        let (scheme, name) = match name.trim_ascii().rsplit_once([' ', '\t']) {
            Some((scheme, name)) => (Some(scheme.trim_ascii()), name),
            None if item.contains('=') => (None, name.trim_ascii()),
            None => (Some(name.trim_ascii()), ""),
        };
        if let Some(scheme) = scheme {
            if found.is_some() {
                is_bearer = false;
            } else if scheme.eq_ignore_ascii_case("Bearer") {
                is_bearer = true;
                found = Some(Challenge::default());
            }
        }
        if let (true, Some(challenge)) = (is_bearer, found.as_mut()) {
            if name.eq_ignore_ascii_case("error") {
                challenge.error = Some(unquote(value));
            } else if name.eq_ignore_ascii_case("scope") {
                challenge.scope = Some(unquote(value));
            }
        }
    }
    found
}

/// The items between commas; a comma inside a quoted string parts nothing.
fn items(header: &str) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    header
        .split(move |char| {
            let is_literal = core::mem::take(&mut is_escaped);
            match char {
                '\\' if is_quoted && !is_literal => is_escaped = true,
                '"' if !is_literal => is_quoted = !is_quoted,
                _ => {}
            }
            char == ',' && !is_quoted
        })
        .map(str::trim_ascii)
        .filter(|item| !item.is_empty())
}

/// A token, or a quoted string with its escapes resolved (RFC 9110 §5.6.4).
fn unquote(value: &str) -> String {
    let value = value.trim_ascii();
    let Some(inner) = value.strip_prefix('"') else { return value.into() };
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(char) = chars.next() {
        match char {
            '"' => break,
            '\\' => text.extend(chars.next()),
            other => text.push(other),
        }
    }
    text
}
