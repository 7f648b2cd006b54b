//! The schemes of others, as far as our mappings point to them.

use crate::tables;
use core::fmt;

/// Somebody else's scheme.
pub struct ExternalScheme {
    pub(crate) slug: &'static str,
    pub(crate) iri: &'static str,
    pub(crate) label: &'static str,
    pub(crate) ours: bool,
    pub(crate) concepts: &'static [&'static ExternalConcept],
}

/// A concept of somebody else's scheme.
pub struct ExternalConcept {
    pub(crate) scheme: &'static ExternalScheme,
    pub(crate) slug: &'static str,
    pub(crate) iri: &'static str,
    pub(crate) label: &'static str,
}

/// How a concept corresponds to one of somebody else's.
#[derive(Clone, Copy, Debug)]
pub struct Mapping {
    pub(crate) relation: Relation,
    pub(crate) target: &'static ExternalConcept,
}

/// The kind of a [`Mapping`], seen from our concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The same (`skos:exactMatch`).
    Exact,
    /// Nearly the same (`skos:closeMatch`).
    Close,
    /// The target is narrower (`skos:narrowMatch`).
    Narrow,
    /// The target is broader (`skos:broadMatch`).
    Broad,
    /// Connected in some other way (`skos:relatedMatch`).
    Related,
}

impl ExternalScheme {
    /// Every scheme that a mapping points to.
    pub fn all() -> &'static [&'static Self] {
        tables::EXTERNAL
    }

    /// The scheme `nesta`, `isced`…
    pub fn from_slug(slug: &str) -> Option<&'static Self> {
        Self::all()
            .iter()
            .copied()
            .find(|scheme| scheme.slug == slug)
    }

    /// `nesta`.
    pub fn slug(&self) -> &'static str {
        self.slug
    }

    /// What the IRIs of its concepts begin with.
    pub fn iri(&self) -> &'static str {
        self.iri
    }

    /// Its name, in English.
    pub fn label(&self) -> &'static str {
        self.label
    }

    /// True if its owner publishes no IRIs, so that we publish some under [`EXTERNAL_BASE`](crate::EXTERNAL_BASE).
    pub fn has_our_iris(&self) -> bool {
        self.ours
    }

    /// Those of its concepts that mappings may point to.
    pub fn concepts(&self) -> &'static [&'static ExternalConcept] {
        self.concepts
    }
}

impl ExternalConcept {
    /// The scheme that it belongs to.
    pub fn scheme(&self) -> &'static ExternalScheme {
        self.scheme
    }

    /// Its id in that scheme.
    pub fn slug(&self) -> &'static str {
        self.slug
    }

    /// Its IRI: the owner's where there is one.
    pub fn iri(&self) -> &'static str {
        self.iri
    }

    /// Its name, in English.
    pub fn label(&self) -> &'static str {
        self.label
    }
}

impl Mapping {
    /// How the two correspond.
    pub fn relation(&self) -> Relation {
        self.relation
    }

    /// The concept of the other scheme.
    pub fn target(&self) -> &'static ExternalConcept {
        self.target
    }
}

impl fmt::Debug for ExternalScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExternalScheme({})", self.slug)
    }
}

impl fmt::Debug for ExternalConcept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExternalConcept({}/{})", self.scheme.slug, self.slug)
    }
}
