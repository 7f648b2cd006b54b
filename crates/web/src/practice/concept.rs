//! Concepts with their names, and where one finds practices that have them.

use staffroom_service::links;
use staffroom_vocabulary::{Concept, ConceptRef, Text};

use crate::words::Words;

/// Something with a name, perhaps in another language than the page, that perhaps leads on.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) href: Option<String>,
    pub(crate) name: String,
    /// The language of the name, where it is not that of the page.
    pub(crate) lang: Option<String>,
}

impl Named {
    /// A name that leads nowhere.
    pub(crate) fn plain(name: impl Into<String>) -> Self {
        Self {
            href: None,
            name: name.into(),
            lang: None,
        }
    }

    /// A text of the vocabulary.
    pub(crate) fn text(words: Words, text: Text) -> Self {
        Self {
            href: None,
            name: text.value.to_owned(),
            lang: (text.language != words.code()).then(|| text.language.to_owned()),
        }
    }

    /// A concept: leads to practices that have it. One that is not known here leads to where it is.
    pub(crate) fn concept(words: Words, concept: &ConceptRef) -> Self {
        match concept.known() {
            Some(known) => Self {
                href: Some(concept_search(known)),
                ..Self::text(words, known.label(words.code()))
            },
            None => Self {
                href: links::web(concept.iri()).map(str::to_owned),
                ..Self::plain(concept.iri())
            },
        }
    }

    /// Several, in their order.
    pub(crate) fn concepts(words: Words, concepts: &[ConceptRef]) -> Vec<Self> {
        concepts
            .iter()
            .map(|concept| Self::concept(words, concept))
            .collect()
    }
}

/// The practices that have a concept.
pub(crate) fn concept_search(concept: &Concept) -> String {
    format!(
        "/practices?{}={}",
        concept.scheme().property(),
        concept.path()
    )
}
