//! The tarball that npm would publish: what is in it, what must not be, and how tools that know other resolvers see it.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::panics::source_files;
use super::verdict::{Checks, Verdict};
use crate::build::{self, WASM};
use crate::package;
use crate::process::{command, stream};
use crate::setup::Report;
use crate::setup::npm::{self, Packages};
use crate::workspace::{Workspace, files_below};

/// Each file, and how many bytes it may have as it is. What is downloaded is judged after compression, by
/// `cargo xtask build`; these tell what slips in, or grows without a reason.
const FILES: [(&str, u64); 17] = [
    ("LICENSE-APACHE", 11_000),
    ("LICENSE-MIT", 1_100),
    ("README.md", 8_000),
    ("dist/coolsms-oauth2.js", 83_000),
    ("dist/coolsms-oauth2.wasm", 47_500),
    ("dist/index.js", 59_500),
    ("dist/shared.js", 24_000),
    ("dist/sri.json", 110),
    ("dist/types/client.d.ts", 500),
    ("dist/types/entries/api.d.ts", 4_000),
    ("dist/types/entries/index.d.ts", 500),
    ("dist/types/entries/wasm.d.ts", 500),
    ("dist/types/error.d.ts", 6_500),
    ("dist/types/module/fetched.d.ts", 800),
    ("dist/types/types.d.ts", 18_000),
    ("dist/wasm.js", 1_100),
    ("package.json", 1_300),
];
/// Where machines keep people's files.
const HOMES: [&str; 5] = ["/home/", "/root/", "/Users/", "\\Users\\", "/runner/"];

/// Packs the package and looks at it; every check runs, whatever the one before found.
pub(crate) fn check(workspace: &Workspace) -> Result<Verdict> {
    npm::find_or_install(Packages::Tools, workspace, &Report::quiet())?;
    let (tarball, folder) = (package::pack(workspace)?, workspace.path("target/npm/unpacked"));
    package::unpack(workspace, &tarball, &folder)?;
    let files = files_below(&folder)?;

    let mut checks = Checks::new("");
    checks.add("one version", package::version(workspace).map(drop));
    checks.add("files and their sizes", sizes(&folder, &files));
    checks.add("no traces of this machine", traces(workspace, &folder, &files));
    // Nothing that publint says is ignored.
    let mut publint = command!(workspace, "xtask/node_modules/.bin/publint run --strict --pack=false {folder}");
    checks.add("publint", lint(&mut publint));
    // `esm-only` leaves out two ways of resolving: that of TypeScript before 4.7 (`node10`), which knows no `exports`, so
    // that it finds the default entry by `main` and `types` (`tests/types` compiles with it) and `coolsms-oauth2/wasm` not
    // at all; and `require` from CommonJS, since the package is an ES module. The WebAssembly file has no types.
    let options = ["--profile", "esm-only", "--no-emoji", "--no-color"];
    let untyped = ["--exclude-entrypoints", "./coolsms-oauth2.wasm", "./coolsms-oauth2.js"];
    let mut attw = command!(workspace, "xtask/node_modules/.bin/attw {tarball} {options...} {untyped...}");
    checks.add("are the types wrong", lint(&mut attw));
    Ok(checks.verdict())
}

fn lint(linter: &mut Command) -> Result<()> {
    if !stream("", linter)?.success {
        bail!("it found what is said above");
    }
    Ok(())
}

fn sizes(folder: &Path, files: &[PathBuf]) -> Result<()> {
    let mut found = BTreeMap::new();
    for file in files {
        let name = file.strip_prefix(folder)?.to_string_lossy().into_owned();
        found.insert(name, fs::metadata(file)?.len());
    }
    let problems = problems(&found);
    if !problems.is_empty() {
        bail!("{}", problems.join("; "));
    }
    found.iter().for_each(|(file, size)| println!("{size:>9}  {file}"));
    Ok(())
}

fn problems(found: &BTreeMap<String, u64>) -> Vec<String> {
    let missing =
        FILES.iter().filter(|(file, _)| !found.contains_key(*file)).map(|(file, _)| format!("{file} is missing"));
    let wrong = found.iter().filter_map(|(file, size)| match FILES.iter().find(|(known, _)| known == file) {
        None => Some(format!("{file} does not belong there")),
        Some((_, budget)) if size > budget => Some(format!("{file} has {size} bytes, of {budget} that it may have")),
        Some(_) => None,
    });
    missing.chain(wrong).collect()
}

/// A published file must not name the folders of the machine that built it, nor where a panic would have happened.
fn traces(workspace: &Workspace, folder: &Path, files: &[PathBuf]) -> Result<()> {
    let mut traces: Vec<String> = HOMES.map(str::to_owned).to_vec();
    traces.push(workspace.root().to_string_lossy().into_owned());
    traces.extend(env::home_dir().map(|home| home.to_string_lossy().into_owned()));
    let mut found = Vec::new();
    for file in files {
        let bytes = fs::read(file)?;
        found.extend(in_bytes(&bytes, &traces).map(|trace| format!("{} holds {trace}", file.display())));
    }
    let sources = source_files(&fs::read(folder.join("dist").join(WASM))?);
    if build::builds_library(workspace)? {
        found.extend(sources.into_iter().map(|file| format!("{WASM} names {file}")));
    } else {
        println!("not the module to publish: the standard library came as it is, and names {} files", sources.len());
    }
    if !found.is_empty() {
        bail!("{}", found.join("; "));
    }
    Ok(())
}

fn in_bytes<'a>(bytes: &[u8], traces: &'a [String]) -> impl Iterator<Item = &'a String> {
    let holds = |trace: &&String| bytes.windows(trace.len()).any(|window| window == trace.as_bytes());
    traces.iter().filter(holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_too_many_too_few_or_too_large_is_told() {
        let mut found: BTreeMap<String, u64> = FILES.iter().map(|(file, most)| ((*file).to_owned(), *most)).collect();
        assert!(problems(&found).is_empty());
        found.remove("LICENSE-MIT");
        found.insert("dist/index.js.map".to_owned(), 1);
        *found.entry("README.md".to_owned()).or_default() += 1;
        assert_eq!(problems(&found).len(), 3);
    }

    #[test]
    fn a_folder_is_found_anywhere_in_a_file() {
        let traces = ["/home/".to_owned(), "/build/here".to_owned()];
        assert_eq!(in_bytes(b"\0asm\xff/home/a/lib.rs", &traces).collect::<Vec<_>>(), ["/home/"]);
        assert_eq!(in_bytes(b"/work", &traces).count(), 0);
    }
}
