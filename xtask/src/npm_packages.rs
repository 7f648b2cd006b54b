//! The packages of the peer that other people wrote, and of clients, which the black-box tests run: from
//! the npm registry, exactly those of the lock files, without their scripts.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::interrupts::Interrupts;
use crate::process;

/// Where there are packages.
const FOLDERS: [&str; 3] = ["tests/peer", "tests/clients", "tests/browser"];

/// Installs what is missing; does nothing where what is there belongs to the lock file.
pub(crate) fn install(root: &Path, may_install: bool, interrupts: &mut Interrupts) -> Result<()> {
    for folder in FOLDERS {
        install_in(root, folder, may_install, interrupts)?;
    }
    Ok(())
}

fn install_in(
    root: &Path,
    name: &str,
    may_install: bool,
    interrupts: &mut Interrupts,
) -> Result<()> {
    let folder = root.join(name);
    let lock = fs::read(folder.join("package-lock.json"))?;
    let mark = folder.join("node_modules/.installed-lock");
    if fs::read(&mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    if !may_install {
        bail!(
            "the packages of {name} are missing or old; run `npm ci --ignore-scripts` there, or leave out --no-install"
        );
    }
    let mut command = Command::new("npm");
    command
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&folder);
    let status = process::run(&mut command, interrupts)?;
    if !status.success() {
        bail!(
            "npm could not install the packages of {name} ({status}); is Node with npm installed?"
        );
    }
    fs::write(mark, lock)?;
    Ok(())
}
