//! Debian packages, where there is apt and the right to use it.

use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use super::Report;
use crate::process;
use crate::workspace::{Workspace, on_path};

const LIMIT: Duration = Duration::from_secs(15 * 60);

/// Installs packages; refreshes the package lists only when the first try shows that they are missing or too old.
pub(crate) fn install(what: &str, packages: &[&str], workspace: &Workspace, report: &Report) -> Result<()> {
    let by_hand = || format!("To go on, run this as root:\n  apt-get update && apt-get install {}", packages.join(" "));
    if on_path("apt-get").is_none() {
        bail!(
            "{what}: missing, and there is no apt-get here to install it.\nTo go on, install by the means of your system \
             what Debian calls: {}",
            packages.join(" ")
        );
    }
    let Some(privilege) = Privilege::find() else {
        bail!("{what}: missing, and neither are we root nor does `sudo` work without a password.\n{}", by_hand());
    };
    let apt = |name: &str, arguments: &[&str]| {
        let mut command = privilege.command("env");
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]).args(arguments);
        process::run_logged(&mut command, &workspace.log(name), LIMIT)
    };
    let install = [&["install", "-y"], packages].concat();
    let installed = report.act(what, format_args!("apt-get install {}", packages.join(" ")), || {
        apt("apt-get-install", &install).or_else(|_| {
            apt("apt-get-update", &["update"])?;
            apt("apt-get-install", &install)
        })
    });
    installed.map_err(|error| error.context(format!("{what}: could not be installed.\n{}\nWhat went wrong", by_hand())))
}

/// How to run a command as root without asking anyone.
#[derive(Clone, Copy)]
pub(crate) enum Privilege {
    Root,
    Sudo,
}

impl Privilege {
    pub(crate) fn find() -> Option<Self> {
        if nix::unistd::geteuid().is_root() {
            return Some(Self::Root);
        }
        process::ask(Command::new("sudo").args(["-n", "true"])).is_ok().then_some(Self::Sudo)
    }

    pub(crate) fn command(self, program: &str) -> Command {
        match self {
            Self::Root => Command::new(program),
            Self::Sudo => {
                let mut command = Command::new("sudo");
                command.args(["-n", program]);
                command
            }
        }
    }
}
