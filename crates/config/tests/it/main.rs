//! What the public interface promises.

#![expect(
    clippy::expect_used,
    reason = "helpers of tests, which the lint does not recognise"
)]

mod example;
mod messages;
mod precedence;
mod secrets;
mod values;

use staffroom_config::{ConfigError, Loaded, Sources, parse};

/// Loads a file alone.
fn from_file(text: &str) -> Result<Loaded, ConfigError> {
    parse(&Sources::new().with_file("staffroom.toml", text))
}

/// The message about a file with mistakes.
fn message(text: &str) -> String {
    from_file(text).expect_err("mistakes").to_string()
}
