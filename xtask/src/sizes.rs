//! How big the package is, for those who download it.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

/// What the default entry may weigh in an app, in bytes after brotli: the wasm inside, minified.
const BUDGET: usize = 29_000;

/// What it is to weigh in the end; `docs/size.md` says how far that is, and what was tried.
const GOAL: usize = 16_000;

/// The bytes of a file as it is, after `gzip -9`, and after brotli at its best.
struct Sizes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Sizes {
    fn of(bytes: &[u8]) -> Result<Self> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(bytes)?;
        Ok(Self { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli: brotli(bytes)? })
    }
}

/// How many bytes are left after brotli at its best.
pub(crate) fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut compressed = Vec::new();
    let best =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &best)?;
    Ok(compressed.len())
}

/// Prints the table; fails when the default entry is over its budget. The budget is that of a module built along with its
/// standard library; without the sources for that, the size is told and not judged.
pub(crate) fn print_and_check(dist: &Path, default_entry: &Path, is_judged: bool) -> Result<()> {
    let mut files: Vec<_> =
        fs::read_dir(dist)?.collect::<Result<Vec<_>, _>>()?.iter().map(fs::DirEntry::path).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "js" || extension == "wasm"));
    files.sort();

    println!("\n{:<40}{:>9}{:>9}{:>9}", "bytes", "raw", "gzip -9", "brotli");
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        print_row(&name, &Sizes::of(&fs::read(file)?)?);
    }
    let entry = Sizes::of(&fs::read(default_entry)?)?;
    print_row("default entry, bundled and minified", &entry);
    if !is_judged {
        println!("default entry: {} bytes (brotli), not judged: Rust's own sources are missing", entry.brotli);
        return Ok(());
    }
    if entry.brotli > BUDGET {
        bail!("the default entry is {} bytes over its budget of {BUDGET} (brotli)", entry.brotli - BUDGET);
    }
    println!("default entry: {} of its budget of {BUDGET} bytes (brotli); the goal is {GOAL}", entry.brotli);
    Ok(())
}

fn print_row(name: &str, sizes: &Sizes) {
    println!("{name:<40}{:>9}{:>9}{:>9}", sizes.raw, sizes.gzip, sizes.brotli);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_is_small_once_compressed() {
        let sizes = Sizes::of(&[b'a'; 10_000]).expect("compressing in memory");
        assert_eq!(sizes.raw, 10_000);
        assert!(sizes.brotli < sizes.gzip && sizes.gzip < 100);
    }
}
