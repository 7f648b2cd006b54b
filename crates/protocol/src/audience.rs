//! To whom something is addressed.

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use crate::iri::Iri;

/// The collection that stands for everybody.
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// Whether this names everybody: the full address, `as:Public` or `Public` (ActivityPub, section 5.6).
pub fn is_public(id: &str) -> bool {
    matches!(id, PUBLIC | "as:Public" | "Public")
}

/// One of `to`, `cc` or `audience`: everybody, and the actors and collections that are named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addressees {
    /// Whether everybody is among them.
    pub public: bool,
    /// Actors and collections, in the order in which they were written.
    pub ids: Vec<Iri>,
}

impl Addressees {
    /// Everybody, and nobody by name.
    pub fn everybody() -> Self {
        Self {
            public: true,
            ids: Vec::new(),
        }
    }

    /// These, without everybody.
    pub fn only(ids: impl IntoIterator<Item = Iri>) -> Self {
        Self {
            public: false,
            ids: ids.into_iter().collect(),
        }
    }

    /// Whether nobody is addressed.
    pub fn is_empty(&self) -> bool {
        !self.public && self.ids.is_empty()
    }

    /// Whether this actor or collection is named.
    pub fn names(&self, id: &Iri) -> bool {
        self.ids.contains(id)
    }
}

/// An array, everybody first.
impl Serialize for Addressees {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.ids.len() + usize::from(self.public)))?;
        if self.public {
            seq.serialize_element(PUBLIC)?;
        }
        for id in &self.ids {
            seq.serialize_element(id)?;
        }
        seq.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_three_names() {
        assert!(is_public(PUBLIC) && is_public("as:Public") && is_public("Public"));
        assert!(!is_public("public"));
        assert!(!is_public("https://www.w3.org/ns/activitystreams#public"));
        assert!(!is_public("https://evil.example/#Public"));
    }

    #[test]
    fn everybody_is_written_first() {
        let id = Iri::parse("https://a.example/1").unwrap();
        let all = Addressees {
            public: true,
            ids: vec![id],
        };
        assert_eq!(
            serde_json::to_string(&all).unwrap(),
            r#"["https://www.w3.org/ns/activitystreams#Public","https://a.example/1"]"#
        );
    }
}
