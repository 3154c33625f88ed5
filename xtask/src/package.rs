//! The package as npm packs it, and the version of crate and package, which is one.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use regex_lite::{Captures, Regex};

use crate::build;
use crate::process::{ask, command};
use crate::workspace::{Workspace, empty};

/// A file, and what stands there before a version and after it. Lock files follow by themselves.
const PLACES: [(&str, &str, &str); 5] = [
    ("Cargo.toml", "^version = \"", "\"$"),
    ("pkg/package.json", "^  \"version\": \"", "\",$"),
    // The file that `npm pack` writes, and the URL at a CDN.
    ("README.md", "coolsms-oauth2-", r"\.tgz"),
    ("README.md", "coolsms-oauth2@", "/dist/"),
    ("pkg/README.md", "coolsms-oauth2@", "/dist/"),
];

/// Every file in which the version stands.
pub(crate) const FILES: [&str; 4] = ["Cargo.toml", "pkg/package.json", "README.md", "pkg/README.md"];

/// Puts the licences where npm packs them: it takes nothing from outside the package's folder.
pub(crate) fn copy_licences(workspace: &Workspace) -> Result<()> {
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(workspace.path(licence), workspace.path("pkg").join(licence))
            .with_context(|| format!("copying {licence}"))?;
    }
    Ok(())
}

/// Builds the package, if need be, and packs it; returns the tarball.
pub(crate) fn pack(workspace: &Workspace) -> Result<PathBuf> {
    build::ensure(workspace)?;
    let folder = workspace.path("target/npm");
    fs::create_dir_all(&folder)?;
    let said = ask(&mut command!(workspace, "npm pack ./pkg --silent --ignore-scripts --pack-destination {folder}"))?;
    Ok(folder.join(said.lines().next_back().context("npm pack names its file")?))
}

/// Unpacks the tarball into a folder, as installing it would, in place of what is there.
pub(crate) fn unpack(workspace: &Workspace, tarball: &Path, into: &Path) -> Result<()> {
    empty(into)?;
    ask(&mut command!(workspace, "tar --strip-components=1 -xzf {tarball} -C {into}")).map(drop)
}

/// The version, which must be the same in every place.
pub(crate) fn version(workspace: &Workspace) -> Result<String> {
    let mut all = Vec::new();
    for (file, before, after) in PLACES {
        let found = versions(&text(workspace, file)?, before, after)?;
        if found.is_empty() {
            bail!("no version stands in {file}, between {before} and {after}");
        }
        all.extend(found.into_iter().map(|version| (file, version)));
    }
    let (_, one) = &all[0];
    if all.iter().any(|(_, version)| version != one) {
        let list: Vec<_> = all.iter().map(|(file, version)| format!("{file} says {version}")).collect();
        bail!("the versions differ: {}", list.join(", "));
    }
    Ok(one.clone())
}

/// Writes the version into every place.
pub(crate) fn set_version(workspace: &Workspace, version: &str) -> Result<()> {
    for (file, before, after) in PLACES {
        let text = text(workspace, file)?;
        let replaced = pattern(before, after)?
            .replace_all(&text, |found: &Captures<'_>| format!("{}{version}{}", &found[1], &found[3]))
            .into_owned();
        fs::write(workspace.path(file), replaced).with_context(|| format!("writing {file}"))?;
    }
    Ok(())
}

fn versions(text: &str, before: &str, after: &str) -> Result<Vec<String>> {
    Ok(pattern(before, after)?.captures_iter(text).map(|found| found[2].to_owned()).collect())
}

fn pattern(before: &str, after: &str) -> Result<Regex> {
    Ok(Regex::new(&format!(r"(?m)({before})(\d[0-9A-Za-z.+-]*?)({after})"))?)
}

fn text(workspace: &Workspace, file: &str) -> Result<String> {
    fs::read_to_string(workspace.path(file)).with_context(|| format!("reading {file}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_same_wherever_it_stands() {
        assert_eq!(version(&Workspace::find()).expect("one version"), env!("CARGO_PKG_VERSION"));
    }

    #[test]
    fn versions_of_dependencies_do_not_count() {
        let manifest = "[workspace.package]\nversion = \"0.1.0\"\n\n[dependencies]\nserde = { version = \"1\" }\n";
        let (_, before, after) = PLACES[0];
        assert_eq!(versions(manifest, before, after).expect("a pattern"), ["0.1.0"]);
    }
}
