//! Ids and links: what may be one, and when two are the same.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;
use url::{Host, Url};

use crate::limits;

/// Why a text is not an [`Iri`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IriError {
    /// Longer than [`limits::IRI`].
    #[error("the address is too long")]
    TooLong,
    /// Not an absolute URL, or with white space, control characters or backslashes in it.
    #[error("this is not an absolute URL")]
    Malformed,
    /// Neither `http` nor `https`.
    #[error("the scheme is neither https nor http")]
    Scheme,
    /// A user name or password stands before the host.
    #[error("the address has a user name in it")]
    UserInfo,
    /// The host is empty, or ends with a dot.
    #[error("the host is not usable")]
    Host,
}

/// An id or a link: an absolute `http` or `https` URL without user name, at most [`limits::IRI`] bytes.
///
/// Keeps the text as it was written, because others compare ids by text; equality, order and hash are those of
/// the canonical form (scheme and host in lower case, IDNA as `xn--`, no default port, dot segments removed).
/// A host that ends with a dot is refused. FEP-fe34.
#[derive(Clone)]
pub struct Iri {
    text: Box<str>,
    url: Url,
}

impl Iri {
    /// Reads an id or link.
    ///
    /// # Errors
    /// See [`IriError`].
    pub fn parse(text: &str) -> Result<Self, IriError> {
        if text.len() > limits::IRI {
            return Err(IriError::TooLong);
        }
        // The parser would drop tabs and line ends, and read a backslash as a slash.
        if text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || c == '\\')
        {
            return Err(IriError::Malformed);
        }
        if authority_of(text).is_some_and(|authority| authority.len() > LONGEST_AUTHORITY) {
            return Err(IriError::Host);
        }
        let url = Url::parse(text).map_err(|_| IriError::Malformed)?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(IriError::Scheme);
        }
        let authority = authority_of(text).ok_or(IriError::Malformed)?;
        if authority.contains('@') {
            return Err(IriError::UserInfo);
        }
        match url.host() {
            None => return Err(IriError::Host),
            Some(Host::Domain(domain)) if domain.is_empty() || domain.ends_with('.') => {
                return Err(IriError::Host);
            }
            Some(_) => {}
        }
        Ok(Self {
            text: text.into(),
            url,
        })
    }

    /// The text as it was written: what is sent back to its owner.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The canonical text: what is stored to look up by.
    pub fn canonical(&self) -> &str {
        self.url.as_str()
    }

    /// The parsed URL.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The host: a domain in lower case (IDNA as `xn--`), or an IP address (IPv6 in brackets).
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The scheme, host and port.
    pub fn origin(&self) -> Origin {
        Origin {
            https: self.url.scheme() == "https",
            host: self.host().to_owned(),
            port: self.url.port_or_known_default().unwrap_or_default(),
        }
    }

    /// Whether both have the same scheme, host and port.
    pub fn same_origin(&self, other: &Self) -> bool {
        self.url.scheme() == other.url.scheme()
            && self.url.host_str() == other.url.host_str()
            && self.url.port() == other.url.port()
    }

    /// The same address without its fragment: of a key's id, the document that it is in.
    #[must_use]
    pub fn without_fragment(&self) -> Self {
        let mut url = self.url.clone();
        url.set_fragment(None);
        let text = self.text.split('#').next().unwrap_or_default();
        Self {
            text: text.into(),
            url,
        }
    }
}

/// Longer than any domain with a port, also where its letters take several bytes; what is longer is not worth the work
/// that international names make.
const LONGEST_AUTHORITY: usize = 1_024;

/// What stands between `://` and the path. The parser would repair `https:/host`, `https:host` and `https:///host`; an
/// id says what it means, so that these have none.
fn authority_of(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("://")?;
    if !scheme.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    (!authority.is_empty()).then_some(authority)
}

/// Whether both have the same scheme, host and port; see [`Iri::same_origin`].
pub fn same_origin(a: &Iri, b: &Iri) -> bool {
    a.same_origin(b)
}

impl PartialEq for Iri {
    fn eq(&self, other: &Self) -> bool {
        self.url == other.url
    }
}
impl Eq for Iri {}
impl PartialOrd for Iri {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Iri {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.url.cmp(&other.url)
    }
}
impl Hash for Iri {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.url.hash(state);
    }
}
impl fmt::Display for Iri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
impl fmt::Debug for Iri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.text)
    }
}
impl std::str::FromStr for Iri {
    type Err = IriError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
/// As it was written.
impl Serialize for Iri {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
impl<'de> Deserialize<'de> for Iri {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// Who speaks for an id (FEP-fe34): its scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    https: bool,
    host: String,
    port: u16,
}

impl Origin {
    /// Whether the scheme is `https`.
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// The host, as [`Iri::host`].
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port, also where it is the scheme's own.
    pub fn port(&self) -> u16 {
        self.port
    }
}

/// `https://host`, with the port where it is not the scheme's own.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, usual) = if self.https {
            ("https", 443)
        } else {
            ("http", 80)
        };
        write!(f, "{scheme}://{}", self.host)?;
        if self.port == usual {
            return Ok(());
        }
        write!(f, ":{}", self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iri(text: &str) -> Iri {
        Iri::parse(text).unwrap()
    }

    #[test]
    fn spellings_of_one_address_are_equal_and_keep_their_text() {
        let plain = iri("https://school.example/users/a");
        for other in [
            "https://SCHOOL.example/users/a",
            "https://school.example:443/users/a",
            "HTTPS://school.example/users/./a",
            "https://%73chool.example/users/a",
        ] {
            assert_eq!(iri(other), plain, "{other}");
            assert!(iri(other).same_origin(&plain), "{other}");
            assert_eq!(iri(other).as_str(), other);
        }
        assert_eq!(
            iri("https://école.example/"),
            iri("https://xn--cole-9oa.example")
        );
    }

    #[test]
    fn another_port_scheme_or_host_is_another_origin() {
        let plain = iri("https://school.example/users/a");
        for other in [
            "https://school.example:8443/users/a",
            "http://school.example/users/a",
            "https://school.example.org/users/a",
            "https://sub.school.example/users/a",
            "http://school.example:443/users/a",
        ] {
            assert!(!same_origin(&iri(other), &plain), "{other}");
            assert_ne!(iri(other).origin(), plain.origin(), "{other}");
        }
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for (text, error) in [
            ("https://user@school.example/a", IriError::UserInfo),
            ("https://:@school.example/a", IriError::UserInfo),
            ("https://@school.example/a", IriError::UserInfo),
            ("https://school.example./a", IriError::Host),
            ("https://school.example.:443/a", IriError::Host),
            ("https:school.example/a", IriError::Malformed),
            ("https:///school.example/a", IriError::Malformed),
            (
                "https:evil.example?a=http://school.example/",
                IriError::Malformed,
            ),
            (
                "https:/u@evil.example/http://school.example/",
                IriError::Malformed,
            ),
            ("https:\\\\school.example\\a", IriError::Malformed),
            ("https://school.example/a\tb", IriError::Malformed),
            (" https://school.example/a", IriError::Malformed),
            ("https://school.example/a\u{0}", IriError::Malformed),
            ("/users/a", IriError::Malformed),
            ("as:Public", IriError::Scheme),
            ("javascript:alert(1)", IriError::Scheme),
            ("ftp://school.example/", IriError::Scheme),
            ("", IriError::Malformed),
        ] {
            assert_eq!(Iri::parse(text), Err(error), "{text:?}");
        }
        let long = format!("https://school.example/{}", "a".repeat(limits::IRI));
        assert_eq!(Iri::parse(&long), Err(IriError::TooLong));
    }

    #[test]
    fn the_document_of_a_key_is_its_id_without_fragment() {
        let key = iri("https://school.example/users/a#main-key");
        assert_eq!(
            key.without_fragment(),
            iri("https://school.example/users/a")
        );
        assert_eq!(
            key.without_fragment().as_str(),
            "https://school.example/users/a"
        );
    }

    #[test]
    fn an_origin_writes_its_port_only_where_unusual() {
        assert_eq!(
            iri("https://a.example/x").origin().to_string(),
            "https://a.example"
        );
        assert_eq!(
            iri("http://a.example:8080/x").origin().to_string(),
            "http://a.example:8080"
        );
    }
}
