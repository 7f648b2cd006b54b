//! Who may list a practice in an index.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Who may list a practice: `all`, `none`, or `hub:DOMAIN`. Without one, what holds for everything of its author.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Index {
    /// Every index.
    All,
    /// No index.
    None,
    /// The hub of this domain, in lower case, and no other.
    Hub(String),
}

/// Text that says nothing about indexes.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("\"{0}\" is neither \"all\", \"none\" nor \"hub:\" with the domain of a hub")]
pub struct InvalidIndex(pub String);

impl Index {
    /// Reads `all`, `none` or `hub:DOMAIN`.
    pub fn parse(text: &str) -> Result<Self, InvalidIndex> {
        match text {
            "all" => Ok(Self::All),
            "none" => Ok(Self::None),
            _ => text
                .strip_prefix("hub:")
                .filter(|domain| is_domain(domain))
                .map(|domain| Self::Hub(domain.to_ascii_lowercase()))
                .ok_or_else(|| InvalidIndex(crate::text::truncate(text, 80).to_owned())),
        }
    }
}

/// A host with letters of ASCII (`xn--` for others), and a port where there is one.
fn is_domain(text: &str) -> bool {
    let (host, port) = text
        .split_once(':')
        .map_or((text, None), |(host, port)| (host, Some(port)));
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    host.len() <= 253
        && host.split('.').all(label)
        && port.is_none_or(|port| port.len() <= 5 && port.parse::<u16>().is_ok())
}

impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::None => f.write_str("none"),
            Self::Hub(domain) => write!(f, "hub:{domain}"),
        }
    }
}

impl TryFrom<String> for Index {
    type Error = InvalidIndex;

    fn try_from(text: String) -> Result<Self, InvalidIndex> {
        Self::parse(&text)
    }
}

impl From<Index> for String {
    fn from(index: Index) -> Self {
        index.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_all_none_or_a_hub() {
        assert_eq!(Index::parse("all"), Ok(Index::All));
        assert_eq!(Index::parse("none"), Ok(Index::None));
        let hub = Index::parse("hub:Hub.example").unwrap();
        assert_eq!(hub, Index::Hub("hub.example".to_owned()));
        assert_eq!(hub.to_string(), "hub:hub.example");
        assert!(Index::parse("hub:localhost:8080").is_ok());
        for bad in [
            "",
            "hub:",
            "All",
            "hub:a b",
            "hub:-a",
            "hub:a..b",
            "hub:a:99999",
            "hub:a/b",
        ] {
            assert!(Index::parse(bad).is_err(), "{bad}");
        }
    }
}
