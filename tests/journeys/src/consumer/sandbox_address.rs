//! Where the sandbox is: the apps name its usual address, which is replaced by that of the sandbox of the test.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// As README and apps write it.
const USUAL: &str = "http://127.0.0.1:8401";

/// Replaces it in all files below the folder, but for installed packages.
pub(super) fn replace(folder: &Path, address: &str) -> Result<()> {
    let count = replace_below(folder, address)?;
    ensure!(count > 0, "no file in {} names the sandbox, {USUAL}", folder.display());
    Ok(())
}

fn replace_below(folder: &Path, address: &str) -> Result<usize> {
    let mut count = 0;
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            if !path.ends_with("node_modules") {
                count += replace_below(&path, address)?;
            }
        } else if let Ok(text) = fs::read_to_string(&path)
            && text.contains(USUAL)
        {
            fs::write(&path, text.replace(USUAL, address))?;
            count += 1;
        }
    }
    Ok(count)
}
