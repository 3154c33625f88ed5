//! Cases as data, `tests/vectors/*.json`, and how a row is compared with what really happened. The same rows run
//! natively, in the module's own tests in a browser, and end to end; `tests/vectors/README.md` says what they mean.
#![allow(dead_code, reason = "every suite uses a part of it")]

use serde_json::Value as Json;
use std::collections::BTreeSet;

/// Each file: its name, how many rows it has at the least, and its text.
const FILES: [(&str, usize, &str); 9] = [
    ("api_origins", 70, include_str!("../vectors/api_origins.json")),
    ("authorization_responses", 150, include_str!("../vectors/authorization_responses.json")),
    ("callbacks", 110, include_str!("../vectors/callbacks.json")),
    ("expires_in", 40, include_str!("../vectors/expires_in.json")),
    ("providers", 18, include_str!("../vectors/providers.json")),
    ("redirect_uris", 50, include_str!("../vectors/redirect_uris.json")),
    ("return_urls", 50, include_str!("../vectors/return_urls.json")),
    ("scopes", 55, include_str!("../vectors/scopes.json")),
    ("www_authenticate", 50, include_str!("../vectors/www_authenticate.json")),
];

/// The names of all files.
pub fn files() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, ..)| *name)
}

/// The rows of a file: none has gone missing, and each has a name of its own.
pub fn rows(file: &str) -> Vec<Json> {
    let (_, at_least, text) = FILES.iter().find(|(name, ..)| *name == file).expect("a file of vectors");
    let rows: Vec<Json> = serde_json::from_str(text).unwrap_or_else(|error| panic!("{file}: {error}"));
    let names: BTreeSet<_> = rows.iter().map(|row| text_of(row, "name")).collect();
    assert_eq!(names.len(), rows.len(), "{file}: two rows have one name");
    assert!(rows.len() >= *at_least, "{file}: {} rows, {at_least} are expected", rows.len());
    rows
}

/// Runs all rows, and then tells of every one that came out otherwise than its `expect` says.
pub fn check(file: &str, outcome: impl Fn(&Json) -> Json) {
    let mut comparison = Comparison::new(file);
    for row in rows(file) {
        comparison.add(&row, expected(&row), &outcome(&row));
    }
    comparison.finish();
}

/// What a row expects.
pub fn expected(row: &Json) -> &Json {
    row.get("expect").unwrap_or_else(|| panic!("{row} expects nothing"))
}

/// What a row expects of the function that JavaScript calls, where the browser may come before the rules.
pub fn expected_of_export(row: &Json) -> &Json {
    row.get("expectOfExport").unwrap_or_else(|| expected(row))
}

/// Rows and what came of them.
pub struct Comparison {
    file: String,
    rows: usize,
    wrong: Vec<String>,
}

impl Comparison {
    /// Of the rows of a file.
    pub fn new(file: &str) -> Self {
        Self { file: file.into(), rows: 0, wrong: Vec::new() }
    }

    /// Adds what a row expects and what really happened.
    pub fn add(&mut self, row: &Json, expected: &Json, found: &Json) {
        self.rows += 1;
        let (expected, found) = (normal(expected), normal(found));
        if expected != found {
            self.wrong.push(format!("{} {}\n  expected {expected}\n  found    {found}", row["s"], row["name"]));
        }
    }

    /// Tells of every row that came out otherwise. A comparison of nothing proves nothing.
    ///
    /// # Errors
    /// When there is one, or none was run.
    pub fn result(self) -> Result<(), String> {
        let Self { file, rows, wrong } = self;
        if rows > 0 && wrong.is_empty() {
            return Ok(());
        }
        Err(format!("{file}, {} of {rows} rows:\n{}", wrong.len(), wrong.join("\n")))
    }

    /// [`Self::result`], for a test that panics.
    pub fn finish(self) {
        if let Err(wrong) = self.result() {
            panic!("{wrong}");
        }
    }
}

/// JSON whose numbers are all floats, so that 60 and 60.0 are one.
pub fn normal(json: &Json) -> Json {
    match json {
        Json::Number(number) => number.as_f64().into(),
        Json::Array(items) => items.iter().map(normal).collect(),
        Json::Object(members) => members.iter().map(|(name, item)| (name.clone(), normal(item))).collect(),
        other => other.clone(),
    }
}

/// A string that a row must have.
pub fn text_of<'a>(row: &'a Json, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_else(|| panic!("{row} has no {name}"))
}

/// What stands at the end of a row's address, so that it is as long as the row says.
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
    let rows = rows("providers");
    let row = rows.iter().find(|row| row["name"] == name);
    row.unwrap_or_else(|| panic!("no provider is called {name}"))["settings"].clone()
}
