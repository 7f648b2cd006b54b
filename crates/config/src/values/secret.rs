//! Values that must never appear in a log, a listing or a message.

use std::fmt;

use super::Value;
use crate::Raw;

/// What is shown in place of a secret.
pub(crate) const MASK: &str = "********";

/// A secret text. `Debug` and `Display` show a mask; [`Secret::expose`] is the one way to the text.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. The name is long enough to be noticed in a review.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(********)")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl Value for Secret {
    const SECRET: bool = true;

    fn expected() -> String {
        "a text".to_owned()
    }

    fn from_raw(raw: &Raw) -> Result<Self, String> {
        raw.text().map(Self::new)
    }

    fn show(&self) -> String {
        crate::raw::quote(MASK)
    }
}
