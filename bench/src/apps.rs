//! The pages: `pages/bundle.mjs` builds them into a folder, and describes them there in `apps.json`.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use browser::in_repository;
use serde::{Deserialize, Serialize};

use crate::conditions::Cache;

/// This package, as its page is called.
pub(crate) const OURS: &str = "coolsms-oauth2";
/// The page that imports this package's entry `capture` first, and the rest when the user signs in.
pub(crate) const CAPTURE: &str = "capture";
/// This package as an earlier build left it, where one is given.
pub(crate) const BEFORE: &str = "before";
/// The page without a library: the floor.
pub(crate) const PLAIN: &str = "plain";

/// How the page signs in.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Flow {
    /// A token in the fragment.
    Implicit,
    /// A code in the query, exchanged with PKCE.
    Code,
}

impl Flow {
    /// As folders are called.
    const fn folder(self) -> &'static str {
        match self {
            Self::Implicit => "implicit",
            Self::Code => "code",
        }
    }

    /// As a person reads it.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Implicit => "implicit",
            Self::Code => "code + PKCE",
        }
    }
}

/// A page with a library.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct App {
    pub(crate) flow: Flow,
    pub(crate) name: String,
    /// Of the library; none without one.
    pub(crate) version: Option<String>,
    /// All of the library, bundled and minified; none without one.
    pub(crate) library: Option<Bytes>,
    /// What of it this app ships, with the app's own few lines.
    pub(crate) app: Bytes,
    /// What a page loads before it draws its text, when a visitor does not sign in.
    pub(crate) first: Bytes,
    /// What the app's file exports.
    pub(crate) functions: Vec<String>,
}

/// What a file weighs.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) struct Bytes {
    pub(crate) raw: usize,
    pub(crate) gzip: usize,
    pub(crate) brotli: usize,
}

impl App {
    /// Whether it has that function, which not every library allows.
    pub(crate) fn has(&self, function: &str) -> bool {
        self.functions.iter().any(|name| name == function)
    }

    /// The page's host name, which no other page has, behind a line of that round-trip time in milliseconds. Visits without the
    /// cache have a separate host: they replace the cached script, and with it the code that the browser has compiled.
    pub(crate) fn host(&self, round_trip: u32, cache: Cache) -> String {
        format!("{}-{}-{round_trip}-{cache}.test", self.flow.folder(), self.name)
    }

    /// The folder in which its scripts of a kind are.
    pub(crate) fn scripts(&self, kind: &str) -> String {
        format!("{kind}/{}/{}", self.flow.folder(), self.name)
    }
}

/// Builds the pages into the folder, with an earlier build of this package where one is given, and returns them.
///
/// # Errors
/// A script cannot be bundled; a flow lacks this package, the floor, or a library to compare with.
pub(crate) fn build(folder: &Path, before: Option<&Path>) -> Result<Vec<App>> {
    let mut bundle = Command::new("node");
    bundle.arg(in_repository("bench/pages/bundle.mjs"));
    if let Some(before) = before {
        bundle.arg("--before").arg(before.canonicalize().with_context(|| before.display().to_string())?);
    }
    ensure!(bundle.status().context("running node")?.success(), "the pages were not built");
    let file = folder.join("apps.json");
    let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    let apps: Vec<App> = serde_json::from_str(&text).with_context(|| file.display().to_string())?;
    for flow in [Flow::Implicit, Flow::Code] {
        let names: Vec<_> = apps.iter().filter(|app| app.flow == flow).map(|app| app.name.as_str()).collect();
        ensure!(names.contains(&OURS) && names.contains(&PLAIN) && names.len() > 2, "{flow:?} has only {names:?}");
    }
    Ok(apps)
}
