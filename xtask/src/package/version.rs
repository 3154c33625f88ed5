//! The version of crate and package, which is one, and every place where it stands.

use std::fs;

use anyhow::{Context, Result, bail};
use regex_lite::{Captures, Regex};
use semver::Version;

use crate::workspace::Workspace;

/// A file, and what stands there before a version and after it.
struct Place {
    file: &'static str,
    before: &'static str,
    after: &'static str,
}

/// Lock files follow by themselves.
const PLACES: [Place; 5] = [
    Place { file: "Cargo.toml", before: "^version = \"", after: "\"$" },
    Place { file: "pkg/package.json", before: "^  \"version\": \"", after: "\",$" },
    // The file that `npm pack` writes, and the address at a CDN.
    Place { file: "README.md", before: "coolsms-oauth2-", after: r"\.tgz" },
    Place { file: "README.md", before: "coolsms-oauth2@", after: "/dist/" },
    Place { file: "pkg/README.md", before: "coolsms-oauth2@", after: "/dist/" },
];

/// Every file in which the version stands.
pub(crate) const FILES: [&str; 4] = ["Cargo.toml", "pkg/package.json", "README.md", "pkg/README.md"];

impl Place {
    fn pattern(&self) -> Result<Regex> {
        Ok(Regex::new(&format!(r"(?m)({})(\d[0-9A-Za-z.+-]*?)({})", self.before, self.after))?)
    }

    fn versions(&self, text: &str) -> Result<Vec<String>> {
        let found: Vec<_> = self.pattern()?.captures_iter(text).map(|found| found[2].to_owned()).collect();
        if found.is_empty() {
            bail!("no version stands in {}, between {} and {}", self.file, self.before, self.after);
        }
        Ok(found)
    }
}

/// The version, which must be the same in every place.
pub(crate) fn read(workspace: &Workspace) -> Result<Version> {
    let mut all: Vec<(&str, String)> = Vec::new();
    for place in &PLACES {
        let text = text_of(workspace, place)?;
        all.extend(place.versions(&text)?.into_iter().map(|version| (place.file, version)));
    }
    let (_, one) = &all[0];
    if all.iter().any(|(_, version)| version != one) {
        let list: Vec<_> = all.iter().map(|(file, version)| format!("{file} says {version}")).collect();
        bail!("the versions differ: {}", list.join(", "));
    }
    Version::parse(one).with_context(|| format!("{one} is no version"))
}

/// Writes the version into every place.
pub(crate) fn write(workspace: &Workspace, version: &Version) -> Result<()> {
    for place in &PLACES {
        let text = text_of(workspace, place)?;
        let replaced = place
            .pattern()?
            .replace_all(&text, |found: &Captures<'_>| format!("{}{version}{}", &found[1], &found[3]))
            .into_owned();
        fs::write(workspace.path(place.file), replaced).with_context(|| format!("writing {}", place.file))?;
    }
    Ok(())
}

fn text_of(workspace: &Workspace, place: &Place) -> Result<String> {
    fs::read_to_string(workspace.path(place.file)).with_context(|| format!("reading {}", place.file))
}

#[cfg(test)]
mod tests {
    use super::PLACES;
    use crate::workspace::Workspace;

    #[test]
    fn the_version_is_the_same_wherever_it_stands() {
        let version = super::read(&Workspace::find()).expect("one version");
        assert_eq!(version.to_string(), env!("CARGO_PKG_VERSION"));
    }

    #[test]
    fn versions_of_dependencies_are_none_of_ours() {
        let manifest = "[workspace.package]\nversion = \"0.1.0\"\n\n[dependencies]\nserde = { version = \"1\" }\n";
        assert_eq!(PLACES[0].versions(manifest).expect("one version"), ["0.1.0"]);
    }

    #[test]
    fn a_file_without_a_version_is_an_error() {
        assert!(PLACES[1].versions("{}").is_err());
    }
}
