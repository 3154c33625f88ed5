//! What a published file must not tell: the folders of the machine that built it, and where a panic would have happened.

use std::env;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::build::{self, WASM};
use crate::test::panics::source_files;
use crate::workspace::Workspace;

/// Where machines keep people's files.
const HOMES: [&str; 5] = ["/home/", "/root/", "/Users/", "\\Users\\", "/runner/"];

pub(super) fn check(workspace: &Workspace, folder: &Path) -> Result<()> {
    let mut traces: Vec<String> = HOMES.map(str::to_owned).to_vec();
    traces.push(workspace.root().to_string_lossy().into_owned());
    traces.extend(env::home_dir().map(|home| home.to_string_lossy().into_owned()));
    let mut found = in_folder(folder, &traces)?;
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

fn in_folder(folder: &Path, traces: &[String]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(in_folder(&path, traces)?);
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            found.extend(in_bytes(&fs::read(&path)?, traces).map(|trace| format!("{name} holds {trace}")));
        }
    }
    Ok(found)
}

fn in_bytes<'a>(bytes: &[u8], traces: &'a [String]) -> impl Iterator<Item = &'a String> {
    let holds = |trace: &&String| bytes.windows(trace.len()).any(|window| window == trace.as_bytes());
    traces.iter().filter(holds)
}

#[cfg(test)]
mod tests {
    use super::in_bytes;

    #[test]
    fn a_folder_is_found_anywhere_in_a_file() {
        let traces = ["/home/".to_owned(), "/build/here".to_owned()];
        assert_eq!(in_bytes(b"\0asm\xff/home/a/lib.rs", &traces).collect::<Vec<_>>(), ["/home/"]);
        assert_eq!(in_bytes(b"// /build/here/x", &traces).collect::<Vec<_>>(), ["/build/here"]);
        assert_eq!(in_bytes(b"/work", &traces).count(), 0);
    }
}
