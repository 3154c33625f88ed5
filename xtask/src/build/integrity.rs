//! The hash by which a page pins the script-tag file: `<script integrity="sha384-…">`.

use std::fs;
use std::path::Path;

use anyhow::Result;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use sha2::{Digest, Sha384};

use super::SCRIPT;

/// Writes `sri.json` and says the hash.
pub(super) fn write(dist: &Path) -> Result<()> {
    let hash = integrity(&fs::read(dist.join(SCRIPT))?);
    fs::write(dist.join("sri.json"), format!("{:#}\n", json!({ SCRIPT: hash })))?;
    println!("{SCRIPT}: integrity=\"{hash}\"");
    Ok(())
}

fn integrity(file: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(file)))
}

#[cfg(test)]
mod tests {
    /// The example of the Subresource Integrity specification.
    #[test]
    fn the_hash_is_that_of_the_specification() {
        let hash = super::integrity(b"alert('Hello, world.');");
        assert_eq!(hash, "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO");
    }
}
