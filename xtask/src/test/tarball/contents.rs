//! What is in the tarball: exactly these files, none of them larger than it may be.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

/// Each file, and how many bytes it may have as it is. What is downloaded is judged after compression, by
/// `cargo xtask build`; these tell what slips in, or grows without a reason.
const FILES: [(&str, u64); 12] = [
    ("LICENSE-APACHE", 11_000),
    ("LICENSE-MIT", 1_100),
    ("README.md", 8_000),
    ("dist/coolsms-oauth2.js", 83_000),
    ("dist/coolsms-oauth2.wasm", 47_500),
    ("dist/index.d.ts", 25_500),
    ("dist/index.js", 59_500),
    ("dist/shared.js", 24_000),
    ("dist/sri.json", 110),
    ("dist/wasm.d.ts", 800),
    ("dist/wasm.js", 1_100),
    ("package.json", 1_000),
];

pub(super) fn check(folder: &Path) -> Result<()> {
    let mut found = BTreeMap::new();
    list(folder, folder, &mut found)?;
    let problems = problems(&found);
    if !problems.is_empty() {
        bail!("{}", problems.join("; "));
    }
    for (file, size) in found {
        println!("{size:>9}  {file}");
    }
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

fn list(root: &Path, folder: &Path, found: &mut BTreeMap<String, u64>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(root, &path, found)?;
        } else {
            found.insert(path.strip_prefix(root)?.to_string_lossy().into_owned(), fs::metadata(&path)?.len());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn as_it_should_be() -> BTreeMap<String, u64> {
        FILES.iter().map(|(file, budget)| ((*file).to_owned(), *budget)).collect()
    }

    #[test]
    fn the_files_of_the_list_are_right() {
        assert!(problems(&as_it_should_be()).is_empty());
    }

    #[test]
    fn a_file_too_many_too_few_or_too_large_is_told() {
        let mut found = as_it_should_be();
        found.remove("LICENSE-MIT");
        found.insert("dist/index.js.map".to_owned(), 1);
        *found.entry("README.md".to_owned()).or_default() += 1;
        let problems = problems(&found);
        assert_eq!(problems.len(), 3, "{problems:?}");
    }
}
