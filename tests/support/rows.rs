//! The vectors, `tests/vectors/*.json`, and how a row is compared with what happened. The same rows run natively, in the
//! tests of the module's exports, and in pages; `tests/vectors/README.md` describes them.
#![allow(dead_code, reason = "every suite uses a part of it")]

use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Each file: its name and its text.
pub const FILES: [(&str, &str); 9] = [
    ("api_origins", include_str!("../vectors/api_origins.json")),
    ("authorization_responses", include_str!("../vectors/authorization_responses.json")),
    ("callbacks", include_str!("../vectors/callbacks.json")),
    ("expires_in", include_str!("../vectors/expires_in.json")),
    ("providers", include_str!("../vectors/providers.json")),
    ("redirect_uris", include_str!("../vectors/redirect_uris.json")),
    ("return_urls", include_str!("../vectors/return_urls.json")),
    ("scopes", include_str!("../vectors/scopes.json")),
    ("www_authenticate", include_str!("../vectors/www_authenticate.json")),
];

/// The rows of every file.
static ROWS: LazyLock<BTreeMap<&str, Vec<Json>>> = LazyLock::new(|| {
    let parsed = |(file, text)| (file, serde_json::from_str(text).unwrap_or_else(|error| panic!("{file}: {error}")));
    FILES.into_iter().map(parsed).collect()
});

/// The rows of a file.
pub fn rows(file: &str) -> &'static [Json] {
    ROWS.get(file).unwrap_or_else(|| panic!("no file of vectors is named {file}"))
}

/// What a row expects.
pub fn expected(row: &Json) -> &Json {
    row.get("expect").unwrap_or_else(|| panic!("{row} expects nothing"))
}

/// What a row expects of the function that JavaScript calls, where the browser may refuse before the rules do.
pub fn expected_of_export(row: &Json) -> &Json {
    row.get("expectOfExport").unwrap_or_else(|| expected(row))
}

/// How what happened differs from what a row expects.
pub fn difference(row: &Json, expected: &Json, found: &Json) -> Option<String> {
    let (expected, found) = (normal(expected), normal(found));
    (expected != found).then(|| format!("{} {}\n  expected {expected}\n  found    {found}", row["s"], row["name"]))
}

/// JSON whose numbers are all floats, so that 60 and 60.0 are equal.
pub fn normal(json: &Json) -> Json {
    match json {
        Json::Number(number) => number.as_f64().into(),
        Json::Array(items) => items.iter().map(normal).collect(),
        Json::Object(members) => members.iter().map(|(name, item)| (name.clone(), normal(item))).collect(),
        other => other.clone(),
    }
}

/// An object with the members of another in the place of its own.
pub fn with(mut object: Json, changes: &Json) -> Json {
    let changes = changes.as_object().expect("an object").clone();
    object.as_object_mut().expect("an object").extend(changes);
    object
}

/// A string that a row must have.
pub fn text_of<'a>(row: &'a Json, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_else(|| panic!("{row} has no {name}"))
}

/// A state of the client's own form for a name of a row: each name has its own.
pub fn state_of(name: &str) -> String {
    let letters = name.bytes().map(|byte| char::from(b'a' + (byte & 15)));
    format!("{:p<64}", letters.collect::<String>())
}

/// A row's URL, where `{name}` is the state of that name.
pub fn with_states(url: &str) -> String {
    let mut pieces = url.split(['{', '}']);
    let first = pieces.next().unwrap_or_default().to_owned();
    let pieces = pieces.enumerate().map(|(at, piece)| if at % 2 == 0 { state_of(piece) } else { piece.to_owned() });
    first + &pieces.collect::<String>()
}

/// What is appended to a row's URL, so that it is as long as the row says.
pub fn padding(row: &Json, url: &str) -> String {
    let length = row["padded_to"].as_u64().map_or(0, |length| length as usize);
    "a".repeat(length.saturating_sub(url.len()))
}

/// What an app sees of a response, where the padding, if it is the token, is written `PAD`.
pub fn with_short_padding(mut seen: Json, padding: &str) -> Json {
    if !padding.is_empty() && seen["accessToken"] == padding {
        seen["accessToken"] = "PAD".into();
    }
    seen
}

/// The settings of that provider in `providers.json`; null is CoolSMS.
pub fn settings(name: &str) -> Json {
    let row = rows("providers").iter().find(|row| row["name"] == name);
    row.unwrap_or_else(|| panic!("no provider is named {name}"))["settings"].clone()
}
