//! That every row of `vectors` is one that `vectors/README.md` describes: another client reads them by it.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use support::rows::{files, rows};

/// The members that rows of each file may have, beside those that all have.
const MEMBERS: [(&str, &[&str]); 9] = [
    ("api_origins", &["apiOrigins", "target"]),
    ("authorization_responses", &["url", "provider", "padded_to"]),
    ("callbacks", &["pending", "url", "padded_to", "provider", "redirectUri", "cleaned", "after"]),
    ("expires_in", &["value", "parameter"]),
    ("providers", &["settings"]),
    ("redirect_uris", &["redirectUri", "page"]),
    ("return_urls", &["returnTo", "page"]),
    ("scopes", &["provider", "ask", "granted", "needed"]),
    ("www_authenticate", &["header"]),
];

#[test]
fn every_row_has_the_members_of_its_file_and_no_others() {
    assert!(files().eq(MEMBERS.iter().map(|(file, _)| *file)));
    for (file, own) in MEMBERS {
        for row in rows(file) {
            let members = row.as_object().expect("a row is an object");
            for name in members.keys() {
                let is_common = ["name", "s", "expect", "expectOfExport"].contains(&name.as_str());
                assert!(is_common || own.contains(&name.as_str()), "{file}: {name} in {row}");
            }
            assert!(file == "providers" || members.contains_key("expect"), "{file}: {row}");
        }
    }
}

#[test]
fn every_row_names_lines_of_the_requirements() {
    let security = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/SECURITY.md")).expect("SECURITY.md");
    for file in files().filter(|file| *file != "providers") {
        for row in rows(file) {
            let lines = row["s"].as_array().expect("a list of lines");
            assert!(!lines.is_empty(), "{file}: {row}");
            for line in lines {
                let cell = format!("| {} |", line.as_str().expect("S and a number"));
                assert!(security.contains(&cell), "{file}: no line {line}: {row}");
            }
        }
    }
}

#[test]
fn the_readme_describes_every_file_and_every_member() {
    let readme = include_str!("vectors/README.md");
    for (file, own) in MEMBERS {
        let (_, rest) = readme.split_once(&format!("\n## {file}.json\n")).expect("a section for each file");
        let section = rest.split("\n## ").next().unwrap_or(rest);
        for name in own {
            assert!(section.contains(&format!("`{name}`")), "{file}: {name}");
        }
    }
}
