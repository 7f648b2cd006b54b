//! A throw-away PostgreSQL for tests.
//!
//! The server belongs to a *guard*, a second process of this program that lives as long as its
//! input is open. However the first process ends (normally, by panic, Ctrl-C or SIGKILL), the
//! kernel closes that pipe, and the guard stops the server and removes its folder. What remains
//! when the guard itself is killed, the next guard sweeps away.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::interrupts::Interrupts;
use crate::process;

mod folder;
mod guard;
mod install;
mod server;

pub(crate) use guard::main as guard;
pub(crate) use install::find_or_install;

/// The hidden command that starts a guard.
pub(crate) const GUARD_COMMAND: &str = "postgres-guard";

/// Where tests find the address of the server. They make databases of their own in it.
pub(crate) const VARIABLE: &str = "STAFFROOM_TEST_POSTGRES";

/// A running server; gone when this is dropped.
pub(crate) struct Cluster {
    guard: Child,
    port: u16,
}

impl Cluster {
    /// Starts a server with the programs in the folder `bin`.
    pub(crate) fn start(bin: &Path) -> Result<Self> {
        let this_program = std::env::current_exe().context("cannot find this program")?;
        let mut guard = Command::new(this_program)
            .arg(GUARD_COMMAND)
            .arg(bin)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0) // the terminal's Ctrl-C is not for the guard
            .spawn()
            .context("cannot start the guard of PostgreSQL")?;
        let mut line = String::new();
        if let Some(output) = guard.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let Ok(port) = line.trim().parse() else {
            drop(guard.stdin.take());
            guard.wait()?;
            bail!("the throw-away PostgreSQL did not start (its message is above)");
        };
        Ok(Self { guard, port })
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        if let Err(error) = self.guard.wait() {
            eprintln!("warning: PostgreSQL may still be running: {error}");
        }
    }
}

/// `cargo xtask postgres`: runs a command beside the server, or waits to be interrupted.
pub(crate) fn command(
    words: &[String],
    may_install: bool,
    interrupts: &mut Interrupts,
) -> Result<ExitCode> {
    let bin = find_or_install(may_install, interrupts)?;
    let cluster = Cluster::start(&bin)?;
    println!("{VARIABLE}={}", cluster.url());
    let Some((program, arguments)) = words.split_first() else {
        println!("Ctrl-C stops it and removes its data.");
        loop {
            if let Some(code) = interrupts.exit_code() {
                return Ok(code);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    let mut child = Command::new(program);
    child
        .args(arguments)
        .env(VARIABLE, cluster.url())
        // For psql, pg_dump and their like.
        .env("PGHOST", "127.0.0.1")
        .env("PGPORT", cluster.port.to_string())
        .env("PGUSER", "postgres")
        .env("PGDATABASE", "postgres");
    let status = process::run_in_foreground(&mut child, interrupts)?;
    Ok(process::exit_code(status))
}
