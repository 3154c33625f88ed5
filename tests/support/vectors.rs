//! Cases as data: `tests/vectors/*.json`, each row with a `name`, its input, what to `expect`, and the lines of the
//! requirements (`s`) that it is for.

use coolsms_oauth2::protocol::provider::Provider;
use serde_json::Value as Json;
use std::collections::BTreeSet;

use super::{Native, value};

/// The rows of a file, at least that many, each with a name of its own.
pub fn rows(file: &str, at_least: usize) -> Vec<Json> {
    let path = format!("{}/tests/vectors/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let rows: Vec<Json> = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let names: BTreeSet<_> = rows.iter().map(|row| text_of(row, "name")).collect();
    assert_eq!(names.len(), rows.len(), "{file}: two rows have one name");
    assert!(rows.len() >= at_least, "{file}: {} rows, {at_least} are expected", rows.len());
    rows
}

/// Runs all rows, and then tells of every one that came out otherwise than its `expect` says.
pub fn check(file: &str, at_least: usize, outcome: impl Fn(&Json) -> Json) {
    let mut wrong = Vec::new();
    for row in rows(file, at_least) {
        let expected = row.get("expect").unwrap_or_else(|| panic!("{row} expects nothing"));
        let (expected, found) = (super::normal(expected), super::normal(&outcome(&row)));
        if expected != found {
            wrong.push(format!("{} {}\n  expected {expected}\n  found    {found}", row["s"], row["name"]));
        }
    }
    assert!(wrong.is_empty(), "{file}:\n{}", wrong.join("\n"));
}

/// A string that a row must have.
pub fn text_of<'a>(row: &'a Json, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_else(|| panic!("{row} has no {name}"))
}

/// The settings of that provider in `providers.json`; null is CoolSMS.
pub fn settings(name: &str) -> Json {
    let rows = rows("providers", 10);
    let row = rows.iter().find(|row| row["name"] == name);
    row.unwrap_or_else(|| panic!("no provider is called {name}"))["settings"].clone()
}

/// That provider.
pub fn provider(name: &str) -> Provider {
    let settings = value(&settings(name));
    Provider::new(Some(&settings).filter(|settings| !settings.members().is_empty()), &Native).expect("it is good")
}
