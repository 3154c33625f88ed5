//! The pages, as `cargo xtask bench` has built them: `apps.json` in their folder.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

/// This package, as its page is called.
pub(crate) const OURS: &str = "coolsms-oauth2";
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
}

/// What a file weighs.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) struct Bytes {
    pub(crate) raw: usize,
    pub(crate) gzip: usize,
    pub(crate) brotli: usize,
}

impl App {
    /// Where its script is, in the folder.
    pub(crate) fn script(&self) -> String {
        let flow = match self.flow {
            Flow::Implicit => "implicit",
            Flow::Code => "code",
        };
        format!("apps/{flow}/{}.js", self.name)
    }
}

/// All of them; of each flow ours, the floor, and somebody to compare with.
pub(crate) fn read(folder: &Path) -> Result<Vec<App>> {
    let file = folder.join("apps.json");
    let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    let apps: Vec<App> = serde_json::from_str(&text).with_context(|| file.display().to_string())?;
    for flow in [Flow::Implicit, Flow::Code] {
        let names: Vec<_> = apps.iter().filter(|app| app.flow == flow).map(|app| app.name.as_str()).collect();
        ensure!(names.contains(&OURS) && names.contains(&PLAIN) && names.len() > 2, "{flow:?} has only {names:?}");
    }
    Ok(apps)
}
