//! The recipes of the package's README, as files: what people paste is what is built.
//!
//! A block of code is a file where its first line is a comment that holds nothing but the file's name.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use regex_lite::Regex;

use crate::workspace::Workspace;

/// What the README must have.
const FILES: [&str; 5] = ["client.js", "account.js", "Account.jsx", "Account.vue", "Account.svelte"];
/// The components are to be this long at most.
const LINES: usize = 10;

/// Writes each file into the folder.
pub(super) fn write(workspace: &Workspace, folder: &Path) -> Result<()> {
    let recipes = extract(&fs::read_to_string(workspace.path("pkg/README.md"))?);
    let names: Vec<_> = recipes.iter().map(|(name, _)| name.as_str()).collect();
    ensure!(names == FILES, "pkg/README.md has the recipes {names:?} instead of {FILES:?}");
    for (name, code) in recipes {
        let lines = code.lines().count() - 1;
        ensure!(!name.starts_with("Account") || lines <= LINES, "{name} in pkg/README.md has {lines} lines");
        fs::write(folder.join(name), code)?;
    }
    Ok(())
}

/// Names and texts, in the order of the README.
fn extract(readme: &str) -> Vec<(String, String)> {
    let block = Regex::new(r"(?s)\n```\w+\n((?://|<!--) ([\w.-]+)(?: -->)?\n.*?)```\n");
    let block = block.expect("a regular expression of our own");
    block.captures_iter(readme).map(|block| (block[2].to_owned(), block[1].to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::extract;

    #[test]
    fn blocks_that_name_a_file_are_taken_word_for_word() {
        let readme = "a\n```sh\nnpm\n```\nb\n```js\n// a.js\nlet a; // b.js\n```\n\n```vue\n<!-- B.vue -->\n<p>\n```\n";
        let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        assert_eq!(
            extract(readme),
            [file("a.js", "// a.js\nlet a; // b.js\n"), file("B.vue", "<!-- B.vue -->\n<p>\n")]
        );
    }
}
