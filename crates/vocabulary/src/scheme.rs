//! A scheme: one facet with its concepts.

use crate::text::in_language;
use crate::{Concept, Text, lookup, tables};
use core::fmt;

/// A concept scheme (`skos:ConceptScheme`), such as the evidence level.
///
/// There is one static value for each; compare and hash by IRI.
pub struct Scheme {
    pub(crate) slug: &'static str,
    pub(crate) iri: &'static str,
    pub(crate) order_iri: &'static str,
    pub(crate) property: &'static str,
    pub(crate) ordered: bool,
    pub(crate) labels: &'static [Text],
    pub(crate) definitions: &'static [Text],
    pub(crate) concepts: &'static [&'static Concept],
}

impl Scheme {
    /// Every scheme, in the order in which people meet them.
    pub fn all() -> &'static [&'static Self] {
        tables::SCHEMES
    }

    /// The scheme `ev`, `tech`…
    pub fn from_slug(slug: &str) -> Option<&'static Self> {
        Self::all()
            .iter()
            .copied()
            .find(|scheme| scheme.slug == slug)
    }

    /// The scheme with this IRI; the slash at its end may be missing.
    pub fn from_iri(iri: &str) -> Option<&'static Self> {
        let slug = iri.strip_prefix(crate::BASE)?;
        Self::from_slug(slug.strip_suffix('/').unwrap_or(slug))
    }

    /// The scheme of a record's key: `evidenceLevel`, `technologyType`…
    pub fn from_property(property: &str) -> Option<&'static Self> {
        Self::all()
            .iter()
            .copied()
            .find(|scheme| scheme.property == property)
    }

    /// `ev`.
    pub fn slug(&self) -> &'static str {
        self.slug
    }

    /// `https://w3id.org/staffroom/v/ev/`, with the slash.
    pub fn iri(&self) -> &'static str {
        self.iri
    }

    /// The IRI of the `skos:OrderedCollection` of this scheme's concepts.
    ///
    /// A resource of its own, because SKOS S37 says that nothing is both a collection and a scheme.
    pub fn order_iri(&self) -> &'static str {
        self.order_iri
    }

    /// The key in records on the wire: `evidenceLevel`.
    pub fn property(&self) -> &'static str {
        self.property
    }

    /// Whether the concepts have ordinals, so that more and less mean something.
    pub fn is_ordered(&self) -> bool {
        self.ordered
    }

    /// The name in `language`, else in English.
    pub fn label(&self, language: &str) -> Text {
        in_language(self.labels, language)
    }

    /// The names in every language, English first.
    pub fn labels(&self) -> &'static [Text] {
        self.labels
    }

    /// What the scheme is for, in `language`, else in English.
    pub fn definition(&self, language: &str) -> Text {
        in_language(self.definitions, language)
    }

    /// The definitions in every language, English first.
    pub fn definitions(&self) -> &'static [Text] {
        self.definitions
    }

    /// Every concept, deprecated ones too, in the scheme's order; narrower ones follow their broader one.
    pub fn concepts(&self) -> &'static [&'static Concept] {
        self.concepts
    }

    /// The concepts that have no broader one.
    pub fn top_concepts(&self) -> impl Iterator<Item = &'static Concept> {
        self.concepts
            .iter()
            .copied()
            .filter(|concept| concept.is_top())
    }

    /// The concept with this slug, ignoring ASCII case.
    pub fn concept(&self, slug: &str) -> Option<&'static Concept> {
        lookup::in_scheme(self, slug)
    }
}

impl fmt::Debug for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scheme({})", self.slug)
    }
}

impl PartialEq for Scheme {
    fn eq(&self, other: &Self) -> bool {
        self.slug == other.slug
    }
}

impl Eq for Scheme {}

impl core::hash::Hash for Scheme {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.slug.hash(state);
    }
}
