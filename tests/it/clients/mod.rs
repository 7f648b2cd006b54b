//! Client programs that other people wrote: used as a person would, and with the tests that they bring
//! along.

mod entities;
mod people;
mod suites;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Map, Value};

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
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null());
    command
}

/// What a program said, whatever became of it.
fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}
