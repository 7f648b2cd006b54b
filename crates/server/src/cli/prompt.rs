//! Questions on the terminal.

use std::io::{self, IsTerminal as _, Read as _};

use anyhow::Context as _;
use dialoguer::Password;

/// Whether somebody can answer.
pub(super) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a new password twice, without showing it.
pub(super) fn new_password() -> anyhow::Result<String> {
    Ok(Password::new()
        .with_prompt("Password")
        .with_confirmation("The same again", "They differ; once more, please")
        .interact()?)
}

/// The first line of standard input.
pub(super) fn password_from_stdin() -> anyhow::Result<String> {
    let mut text = String::new();
    io::stdin()
        .take(4_096)
        .read_to_string(&mut text)
        .context("the password could not be read from standard input")?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
