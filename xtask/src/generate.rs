//! `cargo xtask generate`: files that are made from the code and kept in the repository, so that
//! people can read them without building anything.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::process;
use crate::workspace::Workspace;

/// A generated file and the arguments with which the server prints it.
const FILES: [(&str, &[&str]); 1] = [("config/staffroom.toml", &["config", "example"])];

pub(crate) fn run(workspace: &Workspace, check_only: bool) -> Result<ExitCode> {
    let mut stale = 0;
    for (name, arguments) in FILES {
        let mut command = workspace.cargo();
        command.args([
            "run",
            "--quiet",
            "--locked",
            "-p",
            "staffroom-server",
            "--bin",
            "staffroom",
        ]);
        let wanted = process::output(command.arg("--").args(arguments))?;
        let path = workspace.root().join(name);
        if fs::read_to_string(&path).is_ok_and(|present| present == wanted) {
            println!("{name} is up to date");
        } else if check_only {
            println!("{name}:1: differs from what the code says; run `cargo xtask generate`");
            stale += 1;
        } else {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&path, wanted).with_context(|| format!("cannot write {name}"))?;
            println!("{name} written");
        }
    }
    Ok(if stale == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
