//! Handles: `user@host`.

use std::fmt;

use thiserror::Error;

use crate::iri::Iri;

/// Why a text is not a [`Handle`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum HandleError {
    /// There is not exactly one name and one host.
    #[error("a handle has the form user@host")]
    Form,
    /// The name is empty, longer than 256 bytes, or has white space, control characters or any of `@ / ? # : < >` in it.
    #[error("the name before the @ is not usable")]
    Name,
    /// The host is no domain or address that a URL could have.
    #[error("the host after the @ is not usable")]
    Host,
}

/// A name at a host, as WebFinger's `acct:` URIs say it (RFC 7565).
///
/// The name keeps its case; the host is canonical (lower case, IDNA as `xn--`), with a port where it is not 443.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle {
    name: String,
    host: String,
}

impl Handle {
    /// Reads `user@host`, `@user@host` or `acct:user@host`.
    ///
    /// # Errors
    /// See [`HandleError`].
    pub fn parse(text: &str) -> Result<Self, HandleError> {
        let text = match text.get(..5) {
            Some(scheme) if scheme.eq_ignore_ascii_case("acct:") => {
                text.get(5..).unwrap_or_default()
            }
            _ => text,
        };
        let text = text.strip_prefix('@').unwrap_or(text);
        let (name, host) = text.split_once('@').ok_or(HandleError::Form)?;
        if host.contains('@') {
            return Err(HandleError::Form);
        }
        Self::new(name, host)
    }

    /// Puts a name and a host together.
    ///
    /// # Errors
    /// [`HandleError::Name`], [`HandleError::Host`].
    pub fn new(name: &str, host: &str) -> Result<Self, HandleError> {
        let usable = |c: char| {
            !c.is_whitespace()
                && !c.is_control()
                && !matches!(c, '@' | '/' | '?' | '#' | ':' | '<' | '>')
        };
        if name.is_empty() || name.len() > 256 || !name.chars().all(usable) {
            return Err(HandleError::Name);
        }
        if host.is_empty() || host.contains(['/', '?', '#', '@', '%']) {
            return Err(HandleError::Host);
        }
        let iri = Iri::parse(&format!("https://{host}/")).map_err(|_| HandleError::Host)?;
        let host = match iri.url().port() {
            None => iri.host().to_owned(),
            Some(port) => format!("{}:{port}", iri.host()),
        };
        Ok(Self {
            name: name.to_owned(),
            host,
        })
    }

    /// What stands before the `@`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What stands after the `@`.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// `acct:user@host`.
    pub fn to_acct(&self) -> String {
        format!("acct:{self}")
    }

    /// Whether both mean the same account: names without regard to the case of ASCII letters, hosts equal.
    pub fn same_account(&self, other: &Self) -> bool {
        self.host == other.host && self.name.eq_ignore_ascii_case(&other.name)
    }
}

/// `user@host`.
impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.name, self.host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_three_forms_are_one_handle() {
        let handle = Handle::parse("alice@school.example").unwrap();
        for text in [
            "@alice@school.example",
            "acct:alice@school.example",
            "acct:alice@SCHOOL.example",
            "ACCT:@alice@school.example:443",
        ] {
            assert_eq!(Handle::parse(text), Ok(handle.clone()), "{text}");
        }
        assert_eq!(handle.to_acct(), "acct:alice@school.example");
        assert!(handle.same_account(&Handle::parse("Alice@school.example").unwrap()));
    }

    #[test]
    fn what_is_no_handle_is_refused() {
        for (text, error) in [
            ("alice", HandleError::Form),
            ("a@b@school.example", HandleError::Form),
            ("@school.example", HandleError::Form),
            ("acct:@school.example", HandleError::Form),
            ("a b@school.example", HandleError::Name),
            ("a@school.example/x", HandleError::Host),
            ("a@school.example.", HandleError::Host),
            ("a@", HandleError::Host),
            ("https://school.example/@a@b", HandleError::Form),
            ("https://a@school.example", HandleError::Name),
        ] {
            assert_eq!(Handle::parse(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_is_read_is_written_the_same(text in any::<String>()) {
            if let Ok(handle) = Handle::parse(&text) {
                prop_assert_eq!(Handle::parse(&handle.to_acct()), Ok(handle));
            }
        }
    }
}
