//! A concept as another server names it.

use crate::{Concept, Facet};
use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

/// A concept by IRI, known to this version of the vocabulary or not.
///
/// Other servers may have a newer vocabulary or one of their own; what we do not know is kept and passed on as it came.
/// In JSON it is the IRI, a string.
#[derive(Clone, Debug)]
pub enum ConceptRef {
    /// One of ours.
    Known(&'static Concept),
    /// Any other string, unchanged.
    Unknown(String),
}

impl ConceptRef {
    /// Recognises our IRIs and keeps all others. Never fails: an IRI of others is not ours to judge.
    pub fn from_iri(iri: impl Into<String> + AsRef<str>) -> Self {
        match Concept::from_iri(iri.as_ref()) {
            Some(concept) => Self::Known(concept),
            None => Self::Unknown(iri.into()),
        }
    }

    /// The IRI, as it came.
    pub fn iri(&self) -> &str {
        match self {
            Self::Known(concept) => concept.iri(),
            Self::Unknown(iri) => iri,
        }
    }

    /// The concept, if we know it.
    pub fn known(&self) -> Option<&'static Concept> {
        match self {
            Self::Known(concept) => Some(concept),
            Self::Unknown(_) => None,
        }
    }

    /// The typed value, if it is a known concept of that scheme.
    pub fn facet<F: Facet>(&self) -> Option<F> {
        self.known().and_then(F::from_concept)
    }

    /// What to show: the label in `language`, else in English; the IRI if we do not know it.
    pub fn label(&self, language: &str) -> &str {
        match self {
            Self::Known(concept) => concept.label(language).value,
            Self::Unknown(iri) => iri,
        }
    }
}

impl From<&'static Concept> for ConceptRef {
    fn from(concept: &'static Concept) -> Self {
        Self::Known(concept)
    }
}

/// By IRI, however it was made.
impl PartialEq for ConceptRef {
    fn eq(&self, other: &Self) -> bool {
        self.iri() == other.iri()
    }
}

impl Eq for ConceptRef {}

impl core::hash::Hash for ConceptRef {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.iri().hash(state);
    }
}

impl fmt::Display for ConceptRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.iri())
    }
}

impl Serialize for ConceptRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.iri())
    }
}

impl<'de> Deserialize<'de> for ConceptRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(IriVisitor)
    }
}

struct IriVisitor;

impl Visitor<'_> for IriVisitor {
    type Value = ConceptRef;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the IRI of a concept")
    }

    fn visit_str<E: Error>(self, iri: &str) -> Result<ConceptRef, E> {
        Ok(match Concept::from_iri(iri) {
            Some(concept) => ConceptRef::Known(concept),
            None => ConceptRef::Unknown(iri.to_owned()),
        })
    }

    fn visit_string<E: Error>(self, iri: String) -> Result<ConceptRef, E> {
        Ok(ConceptRef::from_iri(iri))
    }
}
