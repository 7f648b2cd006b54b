//! Client programs that other people wrote: used as a person would, and with the tests that they bring
//! along.

mod entities;
mod people;
mod suites;

use std::io::{Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use serde_json::{Map, Value};
use staffroom_testkit::Backend;

use crate::harness::instance::Instance;

/// Everybody's.
const PASSWORD: &str = "four words in a row";

/// An instance of Amira, its owner, and Chris, without TLS. It runs.
async fn school() -> Instance {
    let mut instance = Instance::new(Backend::Sqlite);
    instance.create_user("amira", "owner", PASSWORD);
    instance.create_user("chris", "teacher", PASSWORD);
    instance.start().await;
    instance
}

/// The folder `tests/clients`.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("clients")
}

/// What `cargo xtask test` installs for Python: `target/clients`.
fn installed() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/clients");
    assert!(
        folder.join("installed").exists(),
        "the Python clients are missing; `cargo xtask test` installs them"
    );
    folder.canonicalize().unwrap()
}

/// A Python with the clients, for which these names lead to these addresses (both with a port), and no
/// others anywhere.
fn python<'a>(hosts: impl IntoIterator<Item = (&'a str, String)>) -> Command {
    let hosts: Map<String, Value> = hosts
        .into_iter()
        .map(|(name, address)| (name.to_owned(), address.into()))
        .collect();
    let mut command = Command::new(installed().join("python/bin/python"));
    command
        .env("STAFFROOM_HOSTS", Value::Object(hosts).to_string())
        .env("PYTHONPATH", folder())
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// Runs a program to its end, which has to come within this time, and gives what it said.
async fn run(what: &str, command: Command, within: Duration) -> (ExitStatus, String) {
    // A file takes whatever is said before the end, also where none comes.
    let mut says = tempfile::tempfile().unwrap();
    let ended = tokio::process::Command::from(command)
        .stdin(Stdio::null())
        .stdout(says.try_clone().unwrap())
        .stderr(says.try_clone().unwrap())
        .kill_on_drop(true)
        .status();
    let ended = tokio::time::timeout(within, ended).await;
    let mut said = Vec::new();
    says.rewind().unwrap();
    says.read_to_end(&mut said).unwrap();
    let said = String::from_utf8_lossy(&said).into_owned();
    let Ok(status) = ended else {
        panic!("{what} has not ended after {within:?}:\n{said}");
    };
    (status.unwrap(), said)
}
