//! E-mail addresses.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::fold;

/// An address that mail can be sent to: `local@domain`, without display name or comments.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Text that is not a plain e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("\"{0}\" is not an e-mail address; it should look like name@school.example")]
pub struct InvalidEmail(pub String);

impl EmailAddress {
    /// Checks the shape: one `@` with something printable before it and a domain after it, 254
    /// bytes at most (RFC 5321, 4.5.3.1). Whether somebody reads it, only a mail can tell.
    pub fn parse(text: &str) -> Result<Self, InvalidEmail> {
        let text = text.trim();
        let refuse = || InvalidEmail(crate::text::truncate(text, 80).to_owned());
        let (local, domain) = text.rsplit_once('@').ok_or_else(refuse)?;
        let local_ok = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local
                .chars()
                .all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
        let domain_ok = domain.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
        if local_ok && domain_ok && text.len() <= 254 {
            Ok(Self(text.to_owned()))
        } else {
            Err(refuse())
        }
    }

    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is compared: providers that tell capitals apart are a theory.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for EmailAddress {
    type Err = InvalidEmail;

    fn from_str(text: &str) -> Result<Self, InvalidEmail> {
        Self::parse(text)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = InvalidEmail;

    fn try_from(text: String) -> Result<Self, InvalidEmail> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_addresses_pass_and_everything_else_is_refused() {
        for good in [
            "a@b",
            "amira.k+tm@leeds.example",
            "ŵyn@ysgol.cymru",
            " x@y.z ",
        ] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b",
            "a@",
            "a@b@c d",
            "Amira <a@b>",
            "a@b\r\nBcc: x@y",
            "a b@c",
            ".a@b",
            "a..b@c",
            "a@-b",
            "a@b..c",
            "a@b,c@d",
        ] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad:?}");
        }
        assert!(EmailAddress::parse(&format!("{}@b", "a".repeat(65))).is_err());
    }

    proptest! {
        #[test]
        fn nothing_that_passes_can_break_a_header(text in ".{0,60}") {
            if let Ok(address) = EmailAddress::parse(&text) {
                prop_assert!(!address.as_str().contains(['\r', '\n', ' ', '<', '>', ',', '\0']));
            }
        }
    }
}
