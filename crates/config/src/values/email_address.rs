//! Mail addresses.

use std::fmt;

use url::Host;

use super::Value;
use crate::Raw;
use crate::raw::quote;

/// A mail address without a display name: `office@school.example`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address. Only its shape is checked; whether mail arrives is for mail to tell.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words; may be empty.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.contains(['<', '>', ' ', ',', ';']) {
            return Err("one address only, without a name".to_owned());
        }
        let (local, domain) = text.rsplit_once('@').ok_or("it has no \"@\"")?;
        let is_plain = |c: char| !c.is_control() && !c.is_whitespace() && !"@\"()[]:\\".contains(c);
        if local.is_empty() || !local.chars().all(is_plain) || domain.contains('[') {
            return Err(String::new());
        }
        let host = Host::parse(domain).map_err(|error| error.to_string())?;
        Ok(Self(format!("{local}@{host}")))
    }

    /// The sender of automatic mail at a host.
    pub(crate) fn noreply(host: &str) -> Self {
        Self(format!("noreply@{host}"))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Value for EmailAddress {
    fn expected() -> String {
        "a mail address, such as \"office@school.example\"".to_owned()
    }

    fn from_raw(raw: &Raw) -> Result<Self, String> {
        Self::parse(raw.text()?)
    }

    fn show(&self) -> String {
        quote(&self.0)
    }
}
