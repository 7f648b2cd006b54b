//! Concepts of the vocabulary, and what hashtags may mean.

use serde::Serialize;
use staffroom_vocabulary::Concept as Known;
use utoipa::ToSchema;

/// A concept of the vocabulary.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Concept {
    /// What stands in records.
    iri: &'static str,
    /// The short form, which may be sent in its place: `tech/ai`.
    path: &'static str,
    /// The scheme: `tech`.
    scheme: &'static str,
    /// The member of records that takes concepts of this scheme.
    property: &'static str,
    /// Its name.
    label: &'static str,
    /// The language of the name.
    language: &'static str,
    /// Whether somebody who speaks that language has read the name; otherwise show it as a draft.
    reviewed: bool,
    /// What it means.
    definition: &'static str,
    /// Its own hashtag.
    hashtag: &'static str,
    /// Its place in an ordered scheme, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    ordinal: Option<u32>,
    /// The concept above it, by its path.
    #[serde(skip_serializing_if = "Option::is_none")]
    broader: Option<&'static str>,
}

/// What a hashtag may mean.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Suggestion {
    /// The hashtag, without `#`.
    pub(crate) tag: String,
    /// Concepts that it may mean; none, where nobody knows.
    pub(crate) concepts: Vec<Concept>,
}

impl Concept {
    /// In a language, as far as there are names in it.
    pub(crate) fn new(concept: &'static Known, language: &str) -> Self {
        let label = concept.label(language);
        Self {
            iri: concept.iri(),
            path: concept.path(),
            scheme: concept.scheme().slug(),
            property: concept.scheme().property(),
            label: label.value,
            language: label.language,
            reviewed: label.reviewed,
            definition: concept.definition(language).value,
            hashtag: concept.hashtag(),
            ordinal: concept.ordinal(),
            broader: concept.broader().map(Known::path),
        }
    }
}
