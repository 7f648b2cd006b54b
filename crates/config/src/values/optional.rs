//! Settings that may be empty.

use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::path::PathBuf;

use super::{AccountDomain, DatabaseUrl, EmailAddress, FederationMode, Secret, Value};
use crate::Raw;

/// For each type: the empty text is `None`.
///
/// Not one implementation for every `Option<T>`, because [`SocketAddr`] is switched off with a word.
macro_rules! empty_is_none {
    ($($inner:ty),*) => {$(
        impl Value for Option<$inner> {
            const SECRET: bool = <$inner as Value>::SECRET;

            fn expected() -> String {
                format!("{}, or empty", <$inner>::expected())
            }

            fn from_raw(raw: &Raw) -> Result<Self, String> {
                match raw {
                    Raw::Text(text) if text.trim().is_empty() => Ok(None),
                    raw => <$inner>::from_raw(raw).map(Some),
                }
            }

            fn show(&self) -> String {
                self.as_ref().map_or_else(|| "\"\"".to_owned(), Value::show)
            }
        }
    )*};
}

empty_is_none!(
    AccountDomain,
    DatabaseUrl,
    EmailAddress,
    FederationMode,
    PathBuf,
    Secret,
    String
);

/// For each type: the word `auto` is `None`.
macro_rules! auto_is_none {
    ($($inner:ty),*) => {$(
        impl Value for Option<$inner> {
            fn expected() -> String {
                format!("{}, or \"auto\"", <$inner>::expected())
            }

            fn from_raw(raw: &Raw) -> Result<Self, String> {
                match raw {
                    Raw::Text(text) if text.trim() == "auto" => Ok(None),
                    raw => <$inner>::from_raw(raw).map(Some),
                }
            }

            fn show(&self) -> String {
                self.as_ref().map_or_else(|| "\"auto\"".to_owned(), Value::show)
            }
        }
    )*};
}

auto_is_none!(bool, NonZeroU16);

/// An address to listen on that can be switched off.
impl Value for Option<SocketAddr> {
    fn expected() -> String {
        format!("{}, or \"off\"", SocketAddr::expected())
    }

    fn from_raw(raw: &Raw) -> Result<Self, String> {
        match raw {
            Raw::Text(text) if text.trim() == "off" => Ok(None),
            Raw::Bool(false) => Err("write \"off\"".to_owned()),
            raw => SocketAddr::from_raw(raw).map(Some),
        }
    }

    fn show(&self) -> String {
        self.as_ref()
            .map_or_else(|| "\"off\"".to_owned(), Value::show)
    }
}
