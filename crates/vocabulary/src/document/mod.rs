//! The documents that are published: JSON-LD and Turtle from one graph, and CSV. Everything is deterministic.

mod context;
mod csv;
mod graph;
mod json_ld;
mod node;
mod turtle;

pub use context::context_json;

use crate::{Concept, ExternalScheme, Scheme};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write};
use node::Node;

/// A document about the vocabulary, ready to be written as JSON-LD or as Turtle: the same triples in both.
///
/// Bytes depend only on the version of the crate, so [`DIGEST`](crate::DIGEST) with the name of the document makes an
/// entity tag.
pub struct Document {
    nodes: Vec<Node>,
    /// Whether there is one main resource, which then is the JSON document itself.
    single: bool,
}

impl Document {
    /// A scheme with its order and all its concepts, narrower ones inside their broader ones.
    pub fn of_scheme(scheme: &'static Scheme) -> Self {
        Self {
            nodes: alloc::vec![graph::scheme(scheme)],
            single: true,
        }
    }

    /// One concept, with references to others.
    pub fn of_concept(concept: &'static Concept) -> Self {
        Self {
            nodes: alloc::vec![graph::concept(concept)],
            single: true,
        }
    }

    /// The IRIs that we give to a scheme of others; `None` where its owner publishes its own.
    pub fn of_external(scheme: &'static ExternalScheme) -> Option<Self> {
        scheme.has_our_iris().then(|| Self {
            nodes: alloc::vec![graph::external(scheme)],
            single: true,
        })
    }

    /// Every scheme, and the schemes of others that have our IRIs.
    pub fn of_vocabulary() -> Self {
        let external = ExternalScheme::all()
            .iter()
            .filter(|scheme| scheme.has_our_iris());
        Self {
            nodes: Scheme::all()
                .iter()
                .map(|scheme| graph::scheme(scheme))
                .chain(external.map(|scheme| graph::external(scheme)))
                .collect(),
            single: false,
        }
    }

    /// Writes JSON-LD (`application/ld+json`), which refers to the context by IRI.
    pub fn write_json_ld(&self, out: &mut impl Write) -> fmt::Result {
        json_ld::write(out, &self.nodes, self.single)
    }

    /// Writes Turtle (`text/turtle`).
    pub fn write_turtle(&self, out: &mut impl Write) -> fmt::Result {
        turtle::write(out, &self.nodes)
    }

    /// See [`write_json_ld`](Self::write_json_ld).
    pub fn to_json_ld(&self) -> String {
        text(|out| self.write_json_ld(out))
    }

    /// See [`write_turtle`](Self::write_turtle).
    pub fn to_turtle(&self) -> String {
        text(|out| self.write_turtle(out))
    }
}

impl Scheme {
    /// Writes the concepts as CSV (`text/csv`, RFC 4180, UTF-8, with a header line).
    pub fn write_csv(&self, out: &mut impl Write) -> fmt::Result {
        csv::write(out, self)
    }

    /// See [`write_csv`](Self::write_csv).
    pub fn to_csv(&self) -> String {
        text(|out| self.write_csv(out))
    }
}

fn text(write: impl FnOnce(&mut String) -> fmt::Result) -> String {
    let mut out = String::new();
    // Writing to a `String` cannot fail, and the writers make no errors of their own.
    let written = write(&mut out);
    debug_assert!(written.is_ok(), "a String takes everything");
    out
}

#[cfg(test)]
mod tests {
    use super::Document;
    use crate::{Concept, EvidenceLevel, Facet};

    static RETIRED: Concept = Concept {
        scheme: &crate::tables::S_EV,
        slug: "hunch",
        path: "ev/hunch",
        iri: "https://w3id.org/staffroom/v/ev/hunch",
        labels: &[crate::Text {
            language: "en",
            value: "Hunch",
            reviewed: true,
        }],
        definitions: &[],
        alt_labels: &[],
        synonyms: &[],
        hashtag: "#Hunch",
        ordinal: None,
        broader: None,
        narrower: &[],
        related: &[],
        mappings: &[],
        deprecated: true,
        replaced_by: &[&crate::tables::C_EV_IDEA],
    };

    // The vocabulary has no deprecated concept yet, so the tests of the real data cannot show this.
    #[test]
    fn a_deprecated_concept_says_what_replaces_it() {
        let document = Document::of_concept(&RETIRED);
        let json: serde_json::Value = serde_json::from_str(&document.to_json_ld()).unwrap();
        let idea = EvidenceLevel::Idea.iri();
        assert_eq!(json["deprecated"], true);
        assert_eq!(json["isReplacedBy"][0]["id"], idea);
        assert!(json.get("cop:unreviewedTranslation").is_none());
        assert!(document.to_turtle().ends_with(
            "    owl:deprecated true ;\n    \
             dct:isReplacedBy <https://w3id.org/staffroom/v/ev/idea> .\n"
        ));
    }
}
