//! The process that owns the server and outlives whoever asked for it, by a moment.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Result, bail};

use super::folder::{self, Account, Folder};
use super::server::Server;
use crate::interrupts::Interrupts;

/// Starts the server, prints its port, and stops it when the input ends.
pub(crate) fn main(arguments: &[String]) -> Result<ExitCode> {
    let [bin] = arguments else {
        bail!("this command is for the program itself")
    };
    // Only the end of the input counts; signals would come too early.
    let _ignored = Interrupts::listen()?;

    let account = Account::choose()?;
    folder::sweep(&account)?;
    let folder = Folder::create(&account)?;
    let mut server = Server::start(Path::new(bin), &folder, &account)?;
    // Nobody may be left to read it: then the input has ended as well.
    let mut output = io::stdout();
    drop(writeln!(output, "{}", server.port()).and_then(|()| output.flush()));

    let (sender, ended) = channel();
    std::thread::spawn(move || {
        drop(io::copy(&mut io::stdin().lock().by_ref(), &mut io::sink()));
        let _ = sender.send(());
    });
    while ended.recv_timeout(Duration::from_millis(500)) == Err(RecvTimeoutError::Timeout) {
        if !server.is_alive() {
            let log = std::fs::read_to_string(folder.path().join("log")).unwrap_or_default();
            bail!("the throw-away PostgreSQL ended too early:\n{log}");
        }
    }
    Ok(ExitCode::SUCCESS)
}
