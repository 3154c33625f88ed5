//! Where things are.

use std::env;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{fs, io};

use anyhow::Context;

/// The repository this command was started in.
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace of the manifest that `cargo xtask` ran, or, without cargo, of the one xtask was compiled from.
    pub(crate) fn find() -> Self {
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        Self { root: manifest.parent().map_or_else(|| manifest.clone(), Path::to_path_buf) }
    }

    /// Another copy of the repository.
    pub(crate) const fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// A path in the repository.
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// The repository itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// For commands that are run in [`Self::root`].
    pub(crate) fn shell(&self) -> anyhow::Result<xshell::Shell> {
        let shell = xshell::Shell::new()?;
        shell.change_dir(&self.root);
        Ok(shell)
    }

    /// The finished package.
    pub(crate) fn dist(&self) -> PathBuf {
        self.path("pkg/dist")
    }

    /// What the package is made of, on its way to [`Self::dist`].
    pub(crate) fn parts(&self) -> PathBuf {
        self.path("target/pkg")
    }

    /// What the tools said, for when one of them fails.
    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.path("target/xtask").join(format!("{}.log", name.replace([' ', '/'], "-")))
    }
}

/// Where installed tools are kept between clones.
pub(crate) fn cache() -> anyhow::Result<PathBuf> {
    let base = env::var_os("XDG_CACHE_HOME")
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
        .or_else(|| Some(env::home_dir()?.join(".cache")))
        .ok_or_else(|| anyhow::anyhow!("no home folder: set XDG_CACHE_HOME to a folder for the tools"))?;
    Ok(base.join("coolsms-oauth2"))
}

/// The program of this name on PATH.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// Removes a folder with all that is in it, if it is there, and creates it anew.
pub(crate) fn empty(folder: &Path) -> anyhow::Result<()> {
    remove(folder)?;
    fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))
}

/// Removes a folder with all that is in it, if it is there.
pub(crate) fn remove(folder: &Path) -> anyhow::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Every file below a folder, at whatever depth, in order.
pub(crate) fn files_below(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// What is in a folder, in order.
pub(crate) fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<_>>>()?;
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
