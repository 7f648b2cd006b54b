//! A concept: one choice of a scheme.

use crate::text::in_language;
use crate::{Mapping, Scheme, Text, lookup, tables};
use core::cmp::Ordering;
use core::fmt;

/// A concept (`skos:Concept`), such as `ev/tried`.
///
/// There is one static value for each; compare and hash by IRI.
pub struct Concept {
    pub(crate) scheme: &'static Scheme,
    pub(crate) slug: &'static str,
    pub(crate) path: &'static str,
    pub(crate) iri: &'static str,
    pub(crate) labels: &'static [Text],
    pub(crate) definitions: &'static [Text],
    pub(crate) alt_labels: &'static [Text],
    pub(crate) synonyms: &'static [&'static str],
    pub(crate) hashtag: &'static str,
    pub(crate) ordinal: Option<u32>,
    pub(crate) broader: Option<&'static Concept>,
    pub(crate) narrower: &'static [&'static Concept],
    pub(crate) related: &'static [&'static Concept],
    pub(crate) mappings: &'static [Mapping],
    pub(crate) deprecated: bool,
    pub(crate) replaced_by: &'static [&'static Concept],
}

impl Concept {
    /// Every concept of every scheme, deprecated ones too.
    pub fn all() -> &'static [&'static Self] {
        tables::CONCEPTS
    }

    /// The concept with exactly this IRI.
    pub fn from_iri(iri: &str) -> Option<&'static Self> {
        Self::from_path(iri.strip_prefix(crate::BASE)?).filter(|concept| concept.iri == iri)
    }

    /// The concept of a path such as `ev/tried`, ignoring case.
    pub fn from_path(path: &str) -> Option<&'static Self> {
        lookup::by_path(path)
    }

    /// The concept that owns this hashtag, with or without `#`, ignoring case.
    ///
    /// Synonyms do not count: see [`named`](crate::named) for suggestions, which a person must accept.
    pub fn from_hashtag(hashtag: &str) -> Option<&'static Self> {
        lookup::by_hashtag(hashtag)
    }

    /// The scheme that it belongs to.
    pub fn scheme(&self) -> &'static Scheme {
        self.scheme
    }

    /// `tried`.
    pub fn slug(&self) -> &'static str {
        self.slug
    }

    /// `ev/tried`.
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// `https://w3id.org/staffroom/v/ev/tried`.
    pub fn iri(&self) -> &'static str {
        self.iri
    }

    /// The name in `language`, else in English.
    pub fn label(&self, language: &str) -> Text {
        in_language(self.labels, language)
    }

    /// The names in every language, English first.
    pub fn labels(&self) -> &'static [Text] {
        self.labels
    }

    /// What it means, in `language`, else in English.
    pub fn definition(&self, language: &str) -> Text {
        in_language(self.definitions, language)
    }

    /// The definitions in every language, English first.
    pub fn definitions(&self) -> &'static [Text] {
        self.definitions
    }

    /// Other names that may be shown, in several languages.
    pub fn alt_labels(&self) -> &'static [Text] {
        self.alt_labels
    }

    /// Hashtags (without `#`) and slang that people use for it; only for matching.
    pub fn synonyms(&self) -> &'static [&'static str] {
        self.synonyms
    }

    /// Its own hashtag, with `#`: `#EvidenceTried`.
    pub fn hashtag(&self) -> &'static str {
        self.hashtag
    }

    /// The place in an ordered scheme, from 0.
    pub fn ordinal(&self) -> Option<u32> {
        self.ordinal
    }

    /// The concept above it in its scheme.
    pub fn broader(&self) -> Option<&'static Self> {
        self.broader
    }

    /// The concepts below it in its scheme.
    pub fn narrower(&self) -> &'static [&'static Self] {
        self.narrower
    }

    /// Concepts of any scheme that it is worth looking at too.
    pub fn related(&self) -> &'static [&'static Self] {
        self.related
    }

    /// What it corresponds to in the schemes of others.
    pub fn mappings(&self) -> &'static [Mapping] {
        self.mappings
    }

    /// Whether it is kept only for what was said before.
    pub fn is_deprecated(&self) -> bool {
        self.deprecated
    }

    /// What to use in place of a deprecated concept.
    pub fn replaced_by(&self) -> &'static [&'static Self] {
        self.replaced_by
    }

    /// Whether it has no broader concept.
    pub fn is_top(&self) -> bool {
        self.broader.is_none()
    }

    /// Less, equal or greater, if both belong to the same ordered scheme.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        if self.scheme == other.scheme {
            Some(self.ordinal?.cmp(&other.ordinal?))
        } else {
            None
        }
    }

    /// The languages of labels that no speaker has reviewed.
    pub fn unreviewed_languages(&self) -> impl Iterator<Item = &'static str> {
        self.labels
            .iter()
            .filter(|text| !text.reviewed)
            .map(|text| text.language)
    }
}

impl fmt::Debug for Concept {
    // By hand, because concepts point to each other in circles.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Concept({})", self.path)
    }
}

impl PartialEq for Concept {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl Eq for Concept {}

impl core::hash::Hash for Concept {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.path.hash(state);
    }
}
