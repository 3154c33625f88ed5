//! Whether the rooms that may not panic can: a panic that the compiler could not rule out leaves the path of its source
//! file in the module, for its message. The published module aborts without a message, so that it is also built with
//! them.

use std::fs;

use anyhow::{Result, bail};

use crate::build::{self, WASM};
use crate::workspace::Workspace;

/// `CONTRIBUTING.md`, "Rooms and their rules".
const ROOMS: [&str; 2] = ["src/protocol/", "src/client/"];

/// Looks into the published module, and into the one with messages.
pub(super) fn check(workspace: &Workspace) -> Result<()> {
    let published = fs::read(workspace.dist().join(WASM))?;
    let telling = build::module_with_messages(workspace)?;
    for module in [&published, &telling] {
        let found: Vec<String> = ROOMS.into_iter().flat_map(|room| files(module, room)).collect();
        if !found.is_empty() {
            bail!("a panic can be reached in {}: the module holds what it would say", found.join(", "));
        }
    }
    // The standard library's own leave theirs. Without any, the messages were left out here too.
    if files(&telling, "library/").is_empty() {
        bail!("the module names no source file at all: whether a panic can be reached does not show in it");
    }
    println!("no panic can be reached in {}", ROOMS.join(" and "));
    Ok(())
}

/// Every Rust file that the module names.
pub(super) fn source_files(module: &[u8]) -> Vec<String> {
    files(module, "src/")
}

/// The Rust files whose path in the module begins, somewhere, with this.
fn files(module: &[u8], room: &str) -> Vec<String> {
    let is_of_path = |byte: &u8| byte.is_ascii_alphanumeric() || b"/_-.".contains(byte);
    let starts = module.windows(room.len()).enumerate().filter(|(_, window)| *window == room.as_bytes());
    let paths = starts.filter_map(|(start, _)| {
        let path: Vec<u8> = module[start..].iter().copied().take_while(|byte| is_of_path(byte)).collect();
        let path = String::from_utf8(path).ok()?;
        // Nothing parts one text from the next.
        path.split_once(".rs").map(|(path, _)| format!("{path}.rs"))
    });
    let mut paths: Vec<String> = paths.collect();
    paths.sort();
    paths.dedup();
    paths
}

#[cfg(test)]
mod tests {
    use super::files;

    #[test]
    fn a_path_is_found_wherever_it_stands_in_the_module() {
        let module = b"\0asm\x01is out of boundssrc/protocol/form.rssrc/protocol/scope.rs\0\xffsrc/protocol/form.rs\0";
        assert_eq!(files(module, "src/protocol/"), ["src/protocol/form.rs", "src/protocol/scope.rs"]);
        assert!(files(module, "src/client/").is_empty());
    }

    #[test]
    fn a_path_on_some_machine_is_one_too() {
        assert_eq!(files(b"/home/a/src/client/call.rs", "src/client/"), ["src/client/call.rs"]);
    }

    #[test]
    fn words_that_are_no_path_are_none() {
        assert!(files(b"src/protocol/ is a room; lib.rs", "src/protocol/").is_empty());
    }
}
