//! The Python clients that the black-box tests run, and the source distributions whose own tests they run:
//! from the package index, exactly those of the lists in `tests/clients`, by their hashes.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::interrupts::Interrupts;
use crate::{apt, process};

/// Everything that decides what is installed.
const LISTS: [&str; 3] = ["build-requirements.txt", "requirements.txt", "suites.txt"];

/// Fills `target/clients`: `python` is a virtual environment, `suites` has a folder for each source
/// distribution. Does nothing where what is there belongs to the lists.
pub(crate) fn install(root: &Path, may_install: bool, interrupts: &mut Interrupts) -> Result<()> {
    let lists = root.join("tests/clients");
    let mut wanted = String::new();
    for list in LISTS {
        wanted += &fs::read_to_string(lists.join(list))?;
    }
    let folder = root.join("target/clients");
    let mark = folder.join("installed");
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if !may_install {
        bail!("the Python packages of tests/clients are missing or old; leave out --no-install");
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    environment(&folder, interrupts)?;
    let mut pip = Pip {
        lists: &lists,
        folder: &folder,
        interrupts,
    };
    // What the others are built with comes first, and they are built with nothing else.
    pip.run(&["install", "--require-hashes"], LISTS[0])?;
    pip.run(
        &["install", "--require-hashes", "--no-build-isolation"],
        LISTS[1],
    )?;
    let download = [
        "download",
        "--require-hashes",
        "--no-build-isolation",
        "--no-deps",
        "--no-binary",
        ":all:",
        "--dest",
        "sources",
    ];
    pip.run(&download, LISTS[2])?;
    unpack(&folder, interrupts)?;
    fs::write(mark, wanted)?;
    Ok(())
}

/// Makes the virtual environment; installs what Debian keeps apart for that.
fn environment(folder: &Path, interrupts: &mut Interrupts) -> Result<()> {
    let python = find()?;
    let mut make = Command::new(python);
    make.args(["-m", "venv", "python"]).current_dir(folder);
    if process::run(&mut make, interrupts)?.success() {
        return Ok(());
    }
    if !apt::is_possible() {
        bail!("{python} makes no virtual environment; install the package python3-venv");
    }
    println!("Installing python3-venv, which the tests with Python clients need.");
    apt::install(&["python3-venv"], interrupts)?;
    let status = process::run(make.arg("--clear"), interrupts)?;
    if !status.success() {
        bail!("{python} makes no virtual environment ({status})");
    }
    Ok(())
}

/// The Python that the lists were made for, or another new one.
fn find() -> Result<&'static str> {
    let new_enough = "import sys; sys.exit(sys.version_info < (3, 11))";
    let is_there = |python: &&str| process::succeeds(Command::new(python).args(["-c", new_enough]));
    ["python3.11", "python3"]
        .into_iter()
        .find(is_there)
        .context("the tests with Python clients need Python 3.11 or newer (python3 on the PATH)")
}

struct Pip<'a> {
    lists: &'a Path,
    folder: &'a Path,
    interrupts: &'a mut Interrupts,
}

impl Pip<'_> {
    fn run(&mut self, arguments: &[&str], list: &str) -> Result<()> {
        let mut command = Command::new(self.folder.join("python/bin/python"));
        command
            .args(["-m", "pip", "--quiet", "--disable-pip-version-check"])
            .args(arguments)
            .arg("--requirement")
            .arg(self.lists.join(list))
            .current_dir(self.folder);
        let status = process::run(&mut command, self.interrupts)?;
        if !status.success() {
            bail!("pip could not get what tests/clients/{list} names ({status})");
        }
        Ok(())
    }
}

/// Unpacks each source distribution below `suites`.
fn unpack(folder: &Path, interrupts: &mut Interrupts) -> Result<()> {
    fs::create_dir(folder.join("suites"))?;
    for entry in fs::read_dir(folder.join("sources"))? {
        let mut command = Command::new("tar");
        command
            .args(["--extract", "--gzip", "--directory", "suites", "--file"])
            .arg(entry?.path())
            .current_dir(folder);
        let status = process::run(&mut command, interrupts)?;
        if !status.success() {
            bail!("a source distribution of tests/clients/suites.txt could not be unpacked");
        }
    }
    Ok(())
}
