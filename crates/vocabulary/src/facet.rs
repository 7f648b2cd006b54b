//! One enum for each scheme, made by the build script, and what they share.

use crate::{Concept, ConceptRef, Scheme, tables};
use core::fmt;
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

/// A typed value of one scheme. The enums are `non_exhaustive`: schemes grow.
///
/// In JSON a value is the concept's IRI, and reading an unknown IRI fails; use [`ConceptRef`] for what others send.
/// The enums of ordered schemes are `Ord`, in the order of the ordinals.
pub trait Facet: Copy + Eq + fmt::Debug + Sized + 'static {
    /// Every value, in the scheme's order.
    const ALL: &'static [Self];

    /// The scheme.
    fn scheme() -> &'static Scheme;

    /// The concept of this value.
    fn concept(self) -> &'static Concept;

    /// The value of a concept, if it belongs to the scheme.
    fn from_concept(concept: &Concept) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|value| value.concept() == concept)
    }

    /// The value with this slug, ignoring case.
    fn from_slug(slug: &str) -> Option<Self> {
        Self::scheme().concept(slug).and_then(Self::from_concept)
    }

    /// The value with this IRI.
    fn from_iri(iri: &str) -> Option<Self> {
        Concept::from_iri(iri).and_then(Self::from_concept)
    }

    /// The slug: `tried`.
    fn slug(self) -> &'static str {
        self.concept().slug()
    }

    /// The IRI.
    fn iri(self) -> &'static str {
        self.concept().iri()
    }
}

// The traits that a blanket implementation may not give, because they are not ours.
macro_rules! facet_traits {
    ($facet:ty) => {
        /// The English label.
        impl fmt::Display for $facet {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.concept().label("en").value)
            }
        }

        impl From<$facet> for &'static Concept {
            fn from(value: $facet) -> Self {
                value.concept()
            }
        }

        impl From<$facet> for ConceptRef {
            fn from(value: $facet) -> Self {
                Self::Known(value.concept())
            }
        }

        impl Serialize for $facet {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.iri())
            }
        }

        impl<'de> Deserialize<'de> for $facet {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                read(deserializer)
            }
        }
    };
}

fn read<'de, F: Facet, D: Deserializer<'de>>(deserializer: D) -> Result<F, D::Error> {
    let reference = ConceptRef::deserialize(deserializer)?;
    reference.facet().ok_or_else(|| {
        D::Error::custom(format_args!(
            "'{reference}' is no concept of {}",
            F::scheme().iri()
        ))
    })
}

include!(concat!(env!("OUT_DIR"), "/facets.rs"));
