//! The server process itself: `initdb`, start, stop. Nothing in it survives, so nothing is flushed.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};

use super::folder::{Account, Folder};
use crate::process;

/// Whoever may connect to this machine's loopback address is a superuser in it, for minutes.
const INITDB: [&str; 7] = [
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",
    "--no-instructions",
    "--pgdata",
];

const SETTINGS: [&str; 7] = [
    "listen_addresses=127.0.0.1",
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=200",
    // In the folder, where it is removed with the rest.
    "dynamic_shared_memory_type=mmap",
    "max_wal_size=256MB",
];

const START_TIME: Duration = Duration::from_mins(1);
const STOP_TIME: Duration = Duration::from_secs(5);

/// A running server; stopped when dropped.
pub(super) struct Server {
    child: Child,
    port: u16,
}

impl Server {
    pub(super) fn start(bin: &Path, folder: &Folder, account: &Account) -> Result<Self> {
        initialise(bin, folder, account)?;
        // Between finding a free port and using it, another program may take it.
        let mut last = None;
        for _ in 0..5 {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
                .local_addr()?
                .port();
            match Self::start_on(port, bin, folder, account) {
                Ok(server) => return Ok(server),
                Err(error) => last = Some(error),
            }
        }
        Err(last.unwrap_or_else(|| anyhow::anyhow!("no attempt was made")))
    }

    fn start_on(port: u16, bin: &Path, folder: &Folder, account: &Account) -> Result<Self> {
        let log = folder.path().join("log");
        let mut command = program(bin, "postgres", folder, account);
        command
            .arg("-D")
            .arg(folder.path().join("data"))
            .arg("-p")
            .arg(port.to_string());
        command.arg("-c").arg(format!(
            "unix_socket_directories={}",
            folder.path().display()
        ));
        for setting in SETTINGS {
            command.arg("-c").arg(setting);
        }
        let output = File::create(&log)?;
        command
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output);
        let child = command.spawn().context("cannot run postgres")?;

        let mut server = Self { child, port };
        let start = Instant::now();
        while !is_ready(folder) {
            if !server.is_alive() || start.elapsed() > START_TIME {
                bail!("postgres did not get ready:\n{}", fs::read_to_string(&log)?);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    pub(super) fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGQUIT is the "immediate shutdown": its data will not be needed again.
        if self.is_alive()
            && let Ok(pid) = process::pid_of(&self.child)
        {
            let _ = kill(pid, Signal::SIGQUIT);
        }
        let start = Instant::now();
        while self.is_alive() && start.elapsed() < STOP_TIME {
            std::thread::sleep(Duration::from_millis(10));
        }
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn initialise(bin: &Path, folder: &Folder, account: &Account) -> Result<()> {
    let mut command = program(bin, "initdb", folder, account);
    command
        .args(INITDB)
        .arg(folder.path().join("data"))
        .stdin(Stdio::null());
    let output = command.output().context("cannot run initdb")?;
    if !output.status.success() {
        bail!(
            "initdb failed:\n{}",
            String::from_utf8_lossy(&output.stderr).trim_end()
        );
    }
    Ok(())
}

fn program(bin: &Path, name: &str, folder: &Folder, account: &Account) -> Command {
    let mut command = Command::new(bin.join(name));
    command.current_dir(folder.path()).env("LC_ALL", "C");
    account.apply(&mut command);
    command
}

/// The server writes its state into the eighth line of `postmaster.pid`.
fn is_ready(folder: &Folder) -> bool {
    let text = fs::read_to_string(folder.path().join("data/postmaster.pid")).unwrap_or_default();
    text.lines()
        .nth(7)
        .is_some_and(|state| state.trim() == "ready")
}
