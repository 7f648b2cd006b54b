//! Installing packages on Debian and its relatives, where that is possible without asking anybody.

use std::process::Command;

use anyhow::{Context, Result, bail};
use nix::unistd::geteuid;

use crate::interrupts::Interrupts;
use crate::process;

/// Whether packages can be installed.
pub(crate) fn is_possible() -> bool {
    root_prefix().is_some()
}

/// Installs packages, without what they only recommend.
pub(crate) fn install(packages: &[&str], interrupts: &mut Interrupts) -> Result<()> {
    let root =
        root_prefix().context("packages cannot be installed without asking for a password")?;
    let mut install = vec!["install", "-y", "--no-install-recommends"];
    install.extend(packages);
    for arguments in [["update"].as_slice(), &install] {
        let mut words = root
            .iter()
            .copied()
            .chain(["apt-get"])
            .chain(arguments.iter().copied());
        let mut command = Command::new(words.next().unwrap_or("apt-get"));
        command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
        let status = process::run(&mut command, interrupts)?;
        if !status.success() {
            bail!("apt-get {} failed: {status}", arguments.join(" "));
        }
    }
    Ok(())
}

/// What to put before a command so that root runs it; `None` if that is impossible without asking.
fn root_prefix() -> Option<&'static [&'static str]> {
    let works = |program: &str, arguments: &[&str]| {
        process::succeeds(Command::new(program).args(arguments))
    };
    if !works("apt-get", &["--version"]) {
        None
    } else if geteuid().is_root() {
        Some(&[])
    } else if works("sudo", &["-n", "true"]) {
        Some(&["sudo", "-n", "DEBIAN_FRONTEND=noninteractive"])
    } else {
        None
    }
}
