//! What every type of setting can do.

use crate::Raw;

/// A type that a setting can have.
pub trait Value: Sized {
    /// Whether a wrong value must not be repeated in a message.
    const SECRET: bool = false;

    /// What is allowed, in words that follow "must be".
    fn expected() -> String;

    /// The same for a setting with bounds, which are given as TOML.
    fn expected_between(min: &str, max: &str) -> String {
        format!("{}, from {min} to {max}", Self::expected())
    }

    /// Reads the value.
    ///
    /// # Errors
    ///
    /// What is wrong with it, as far as [`Value::expected`] does not say it already; may be empty.
    fn from_raw(raw: &Raw) -> Result<Self, String>;

    /// The value for people, as TOML, with secrets masked.
    fn show(&self) -> String;
}
