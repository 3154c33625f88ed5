//! nginx, for the tests of `www/server` and for the benchmarks. A path in the environment (`NGINX`) wins; else it is looked
//! for on PATH; else Debian's package is unpacked into the cache folder. It is not installed: that would start a server on
//! port 80.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::{apt, report};
use crate::process::ask;
use crate::workspace::{cache, on_path};

const NEEDED: &str = "install nginx, or set NGINX to its path";

/// The program.
pub(crate) fn nginx() -> Result<PathBuf> {
    let folder = cache()?.join("nginx");
    let look = || {
        let usual = on_path("nginx").into_iter().chain(["/usr/sbin/nginx".into(), folder.join("usr/sbin/nginx")]);
        let chosen = env::var_os("NGINX").map(PathBuf::from);
        chosen.into_iter().chain(usual).find(|path| ask(Command::new(path).arg("-v")).is_ok())
    };
    if let Some(nginx) = report::find("nginx", look) {
        return Ok(nginx);
    }
    apt::unpack("nginx", "nginx", &folder).context(NEEDED)?;
    look().context(NEEDED)
}
