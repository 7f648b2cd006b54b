//! The browser that the black-box tests drive: Chromium as Debian has it, with a font to write in.

use std::process::Command;

use anyhow::{Result, bail};

use crate::interrupts::Interrupts;
use crate::{apt, process};

/// What it calls itself where it is installed; the tests look for the same names.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
const PACKAGES: [&str; 2] = ["chromium", "fonts-dejavu-core"];

/// Installs it where it is missing.
pub(crate) fn install(may_install: bool, interrupts: &mut Interrupts) -> Result<()> {
    let is_there = |name: &&str| process::succeeds(Command::new(name).arg("--version"));
    if NAMES.iter().any(is_there) {
        return Ok(());
    }
    if !may_install || !apt::is_possible() {
        bail!("Chromium is missing; install it, or run this as root on Debian or Ubuntu");
    }
    apt::install(&PACKAGES, interrupts)
}
