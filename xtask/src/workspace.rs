//! Where things are.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::SystemTime;
use std::{env, fs, io};

use anyhow::{Context, Result};

/// The workspace of the manifest that `cargo xtask` ran, or, without cargo, of the one xtask was compiled from.
static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    manifest.parent().map_or_else(|| manifest.clone(), Path::to_path_buf)
});

/// The repository this command was started in.
pub(crate) fn root() -> &'static Path {
    &ROOT
}

/// A path in the repository.
pub(crate) fn path(relative: impl AsRef<Path>) -> PathBuf {
    ROOT.join(relative)
}

/// Where installed tools are kept between clones.
pub(crate) fn cache() -> Result<PathBuf> {
    let chosen = env::var_os("XDG_CACHE_HOME").filter(|path| !path.is_empty()).map(PathBuf::from);
    let base = chosen.or_else(|| Some(env::home_dir()?.join(".cache")));
    Ok(base.context("no home folder: set XDG_CACHE_HOME to a folder for the tools")?.join("coolsms-oauth2"))
}

/// The program of this name on PATH.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// Removes a folder with all that is in it, if it is there, and creates it anew.
pub(crate) fn empty(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("removing {}", folder.display()));
        }
        _ => {}
    }
    fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))
}

/// What is in a folder, in order.
pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// When a file, or the newest file anywhere in a folder, was last written.
pub(crate) fn newest(path: &Path) -> io::Result<SystemTime> {
    let metadata = fs::metadata(path)?;
    let mut newest = metadata.modified()?;
    if metadata.is_dir() {
        for entry in fs::read_dir(path)? {
            newest = newest.max(self::newest(&entry?.path())?);
        }
    }
    Ok(newest)
}
