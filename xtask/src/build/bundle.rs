//! The package's JavaScript: its entries, bundled by esbuild from `pkg/src` and the parts in `target/pkg`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Mode, SCRIPT};
use crate::process::checked;
use crate::setup::npm_tools::NpmTools;
use crate::workspace::Workspace;

/// The entries that a bundler or a browser imports, and what they share.
const MODULES: [&str; 3] = ["index.js", "shared.js", "wasm.js"];
const SCRIPT_GLOBAL: &str = "CoolsmsOAuth2";
/// Handwritten modules of the crate which entries import too. wasm-bindgen copies them, and both must mean one copy:
/// an `OAuthError` is one class, whoever throws it.
const SNIPPETS: [&str; 1] = ["error.js"];

/// Bundles every entry into `pkg/dist`.
pub(super) fn entries(workspace: &Workspace, npm: &NpmTools, mode: Mode) -> Result<()> {
    let aliases = aliases(&workspace.parts())?;
    let source = |file: &str| workspace.path("pkg/src").join(file);
    let dist = workspace.dist();

    let mut modules = esbuild(npm, mode);
    modules
        .args(["--format=esm", "--splitting", "--chunk-names=shared"])
        .args(&aliases)
        .arg(option("--outdir=", &dist));
    checked(modules.arg(source("index.js")).arg(source("wasm.js")))?;
    let mut written: Vec<_> =
        fs::read_dir(&dist)?.collect::<Result<Vec<_>, _>>()?.iter().map(fs::DirEntry::file_name).collect();
    written.sort();
    if written != MODULES {
        bail!("esbuild is expected to write {MODULES:?} and wrote {written:?}");
    }

    let mut script = esbuild(npm, mode);
    script.args(["--format=iife", &format!("--global-name={SCRIPT_GLOBAL}")]).args(&aliases);
    checked(script.arg(option("--outfile=", &dist.join(SCRIPT))).arg(source("script.js")))
}

/// Copies the type declarations, which are written by hand.
pub(super) fn types(workspace: &Workspace) -> Result<()> {
    for entry in fs::read_dir(workspace.path("pkg/src"))? {
        let path = entry?.path();
        let name = path.file_name().context("a file has a name")?;
        if name.to_string_lossy().ends_with(".d.ts") {
            fs::copy(&path, workspace.dist().join(name))?;
        }
    }
    Ok(())
}

/// The default entry as it arrives in an app's own bundle.
pub(super) fn as_a_consumer_would(workspace: &Workspace, npm: &NpmTools) -> Result<PathBuf> {
    let bundle = workspace.parts().join("default-entry.js");
    let mut esbuild = esbuild(npm, Mode::Release);
    esbuild.arg("--format=esm").arg(option("--outfile=", &bundle));
    checked(esbuild.arg(workspace.dist().join("index.js")))?;
    Ok(bundle)
}

fn esbuild(npm: &NpmTools, mode: Mode) -> Command {
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
    let folders = fs::read_dir(folder).with_context(|| format!("wasm-bindgen wrote no {}", folder.display()))?;
    let names: Vec<_> = folders.collect::<Result<_, _>>()?;
    let ours = |entry: &&fs::DirEntry| entry.file_name().to_string_lossy().starts_with("coolsms-oauth2-");
    match names.iter().filter(ours).collect::<Vec<_>>()[..] {
        [ours] => Ok(ours.path()),
        _ => bail!("one folder of snippets is expected in {}: {names:?}", folder.display()),
    }
}

fn option(name: &str, path: &Path) -> OsString {
    let mut option = OsString::from(name);
    option.push(path);
    option
}
