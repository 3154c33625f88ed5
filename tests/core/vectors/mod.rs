//! The rows of `tests/vectors`, each a test of its own: `vectors::<file>::<name of the row>`.

mod addresses;
mod callbacks;
mod responses;
mod scopes;

use libtest_mimic::Trial;
use serde_json::Value as Json;

use crate::case::case;
use crate::support::rows::{self, difference, expected, expected_of_export, rows, text_of};

/// A file, the members that its rows may have beside the common ones, and what a row is compared with.
type File = (&'static str, &'static [&'static str], fn(&Json) -> Json);

const FILES: [File; 9] = [
    ("api_origins", &["apiOrigins", "target"], addresses::call),
    ("authorization_responses", &["url", "provider", "padded_to"], responses::response),
    (
        "callbacks",
        &["pending", "url", "padded_to", "provider", "redirectUri", "cleaned", "after"],
        callbacks::outcome_and_rest,
    ),
    ("expires_in", &["value", "parameter"], responses::lifetime),
    ("providers", &["settings"], responses::provider_is_valid),
    ("redirect_uris", &["redirectUri", "page"], addresses::redirect_uri),
    ("return_urls", &["returnTo", "page"], addresses::return_url),
    ("scopes", &["provider", "ask", "granted", "needed"], scopes::asked_or_missing),
    ("www_authenticate", &["header"], responses::challenge),
];

pub(crate) fn cases() -> Vec<Trial> {
    let of_rows = FILES.into_iter().flat_map(|file| rows(file.0).iter().map(move |row| of_row(file, row)));
    of_rows.chain([case(&[], "vectors::readme_describes_every_file_and_member", readme_is_complete)]).collect()
}

fn of_row((file, members, outcome): File, row: &'static Json) -> Trial {
    let words = |json: &'static Json| json.as_array().into_iter().flatten().filter_map(Json::as_str);
    let requirements: Vec<&str> = words(&row["s"]).collect();
    let name = format!("vectors::{file}::{}", text_of(row, "name"));
    case(&requirements.clone(), &name, move || {
        for member in row.as_object().expect("an object").keys().map(String::as_str) {
            let is_known = ["name", "s", "expect", "expectOfExport"].contains(&member) || members.contains(&member);
            assert!(is_known, "unknown member {member}");
        }
        let found = outcome(row);
        if file == "providers" {
            return;
        }
        assert!(!requirements.is_empty(), "the row names no requirement");
        let expected = match file {
            "callbacks" => callbacks::expected(row),
            // The flow is that of the export, but for what the browser does.
            "authorization_responses" if expected_of_export(row).is_string() => expected_of_export(row).clone(),
            _ => expected(row).clone(),
        };
        if let Some(difference) = difference(row, &expected, &found) {
            panic!("{difference}");
        }
    })
}

/// Other clients read the rows by their README.
fn readme_is_complete() {
    assert_eq!(rows::FILES.map(|(file, _)| file), FILES.map(|(file, ..)| file));
    for (file, members, _) in FILES {
        readme_describes(file, members.iter().copied());
    }
}

/// That the README's section on a file has each of these words.
pub(crate) fn readme_describes<'a>(file: &str, words: impl Iterator<Item = &'a str>) {
    let readme = include_str!("../../vectors/README.md");
    let (_, rest) = readme.split_once(&format!("\n## {file}.json\n")).expect("a section for each file");
    let section = rest.split("\n## ").next().unwrap_or(rest);
    for word in words {
        assert!(section.contains(&format!("`{word}`")), "{file}: {word}");
    }
}
