//! The package's JavaScript: its entries, bundled by esbuild from `pkg/src` and the parts in `target/pkg`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Mode, SCRIPT};
use crate::process::checked;
use crate::setup::npm::Programs;
use crate::workspace::{self, Workspace};

/// The entries that a bundler or a browser imports, and what they share.
const MODULES: [&str; 3] = ["index.js", "shared.js", "wasm.js"];
const SCRIPT_GLOBAL: &str = "CoolsmsOAuth2";
/// Handwritten modules of the crate which entries import too. wasm-bindgen copies them, and both must mean one copy:
/// an `OAuthError` is one class, whoever throws it.
const SNIPPETS: [&str; 1] = ["error.js"];

/// Bundles every entry into `pkg/dist`.
pub(super) fn entries(workspace: &Workspace, npm: &Programs, mode: Mode) -> Result<()> {
    let aliases = aliases(&workspace.parts())?;
    let source = |file: &str| workspace.path("pkg/src").join(file);
    let dist = workspace.dist();

    let mut modules = esbuild(npm, mode);
    modules
        .args(["--format=esm", "--splitting", "--chunk-names=shared"])
        .args(&aliases)
        .arg(option("--outdir=", &dist));
    checked(modules.arg(source("index.js")).arg(source("wasm.js")))?;
    let written: Vec<_> =
        workspace::entries(&dist)?.iter().filter_map(|file| Some(file.file_name()?.to_owned())).collect();
    if written != MODULES {
        bail!("esbuild is expected to write {MODULES:?} and wrote {written:?}");
    }

    script(workspace, npm, mode, &dist, &[])?;
    // The same with the short waits of `waiting.quick.js`, for tests in which a wait has to run out.
    script(workspace, npm, mode, &workspace.parts().join("quick"), &["--conditions=quick"])
}

/// Bundles the file of a script tag into that folder.
fn script(workspace: &Workspace, npm: &Programs, mode: Mode, folder: &Path, options: &[&str]) -> Result<()> {
    let mut script = esbuild(npm, mode);
    script.args(["--format=iife", &format!("--global-name={SCRIPT_GLOBAL}")]).args(options);
    script.args(aliases(&workspace.parts())?).arg(option("--outfile=", &folder.join(SCRIPT)));
    checked(script.arg(workspace.path("pkg/src/script.js")))
}

/// Copies the type declarations, which are written by hand.
pub(super) fn types(workspace: &Workspace) -> Result<()> {
    for path in workspace::entries(&workspace.path("pkg/src"))? {
        let name = path.file_name().context("a file has a name")?;
        if name.to_string_lossy().ends_with(".d.ts") {
            fs::copy(&path, workspace.dist().join(name))?;
        }
    }
    Ok(())
}

/// The default entry as it arrives in an app's own bundle.
pub(super) fn as_a_consumer_would(workspace: &Workspace, npm: &Programs) -> Result<PathBuf> {
    let bundle = workspace.parts().join("default-entry.js");
    let mut esbuild = esbuild(npm, Mode::Release);
    esbuild.arg("--format=esm").arg(option("--outfile=", &bundle));
    checked(esbuild.arg(workspace.dist().join("index.js")))?;
    Ok(bundle)
}

fn esbuild(npm: &Programs, mode: Mode) -> Command {
    let mut esbuild = npm.command("esbuild");
    // Escaping what is not ASCII would double the wasm inside.
    esbuild.args(["--bundle", "--charset=utf8", "--target=es2022", "--log-level=warning"]);
    esbuild.arg(if mode == Mode::Release { "--minify" } else { "--sourcemap=inline" });
    esbuild
}

/// What the entries call `#glue`, `#bytes` and `#browser/…`.
fn aliases(parts: &Path) -> Result<Vec<OsString>> {
    let snippets = snippets(&parts.join("glue/snippets"))?;
    let mut aliases =
        vec![option("--alias:#glue=", &parts.join("glue/glue.js")), option("--alias:#bytes=", &parts.join("bytes.js"))];
    aliases.extend(
        SNIPPETS.map(|file| option(&format!("--alias:#browser/{file}="), &snippets.join("src/browser").join(file))),
    );
    Ok(aliases)
}

/// The folder of our own crate's snippets, whose name ends in a hash.
fn snippets(folder: &Path) -> Result<PathBuf> {
    let all = workspace::entries(folder).context("wasm-bindgen wrote no snippets")?;
    let is_ours =
        |path: &&PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("coolsms-oauth2-"));
    match all.iter().filter(is_ours).collect::<Vec<_>>()[..] {
        [ours] => Ok(ours.clone()),
        _ => bail!("one folder of snippets is expected: {all:?}"),
    }
}

fn option(name: &str, path: &Path) -> OsString {
    let mut option = OsString::from(name);
    option.push(path);
    option
}
