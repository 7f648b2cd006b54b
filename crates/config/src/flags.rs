//! Settings from the command line.

use crate::file::printable;
use crate::load::Given;
use crate::raw::Raw;
use crate::{ConfigError, Origin, Problem};

/// Settings from the command line; they win over every other source, and the last over the earlier.
#[derive(Debug, Clone, Default)]
pub struct Overrides(Vec<Override>);

#[derive(Clone)]
struct Override {
    flag: String,
    key: String,
    value: String,
}

/// Without the value, which may be a secret.
impl std::fmt::Debug for Override {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.flag, self.key)
    }
}

impl Overrides {
    /// None yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a flag of its own: `flag("--bind", "server.bind", "127.0.0.1:8080")`.
    pub fn flag(&mut self, flag: &str, key: &str, value: impl Into<String>) {
        self.0.push(Override {
            flag: flag.to_owned(),
            key: key.to_owned(),
            value: value.into(),
        });
    }

    /// Adds what follows `--set`: `section.key=value`. The name is judged later, with the rest.
    ///
    /// # Errors
    ///
    /// [`Problem::BadFlag`] without an equals sign.
    pub fn set(&mut self, text: &str) -> Result<(), ConfigError> {
        let (key, value) = text.split_once('=').ok_or(Problem::BadFlag)?;
        let key = key.trim();
        self.flag(&format!("--set {}", printable(key)), key, value);
        Ok(())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn given(&self) -> Vec<Given> {
        self.0
            .iter()
            .map(|item| Given {
                name: printable(&item.key),
                raw: Raw::Text(item.value.clone()),
                origin: Origin::Flag {
                    flag: item.flag.clone(),
                },
            })
            .collect()
    }
}
