//! What is said about schemes and concepts. SKOS, with a few terms of our own (`cop:`).

use super::node::{Node, Term, Value};
use crate::{Concept, ExternalScheme, Mapping, Relation, Scheme, Text, tables};
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

const fn skos(json: &'static str, turtle: &'static str) -> Term {
    Term { json, turtle }
}

const PREF_LABEL: Term = skos("prefLabel", "skos:prefLabel");
const ALT_LABEL: Term = skos("altLabel", "skos:altLabel");
const HIDDEN_LABEL: Term = skos("hiddenLabel", "skos:hiddenLabel");
const DEFINITION: Term = skos("definition", "skos:definition");
const NOTATION: Term = skos("notation", "skos:notation");
const IN_SCHEME: Term = skos("inScheme", "skos:inScheme");
const TOP_CONCEPT_OF: Term = skos("topConceptOf", "skos:topConceptOf");
const HAS_TOP_CONCEPT: Term = skos("hasTopConcept", "skos:hasTopConcept");
const BROADER: Term = skos("broader", "skos:broader");
const NARROWER: Term = skos("narrower", "skos:narrower");
const RELATED: Term = skos("related", "skos:related");
const MEMBER_LIST: Term = skos("memberList", "skos:memberList");
const TITLE: Term = skos("title", "dct:title");
const DESCRIPTION: Term = skos("description", "dct:description");
const IS_REPLACED_BY: Term = skos("isReplacedBy", "dct:isReplacedBy");
const DEPRECATED: Term = skos("deprecated", "owl:deprecated");
const VERSION_INFO: Term = skos("versionInfo", "owl:versionInfo");
const HASHTAG: Term = skos("cop:hashtag", "cop:hashtag");
const ORDINAL: Term = skos("cop:ordinal", "cop:ordinal");
const ORDER: Term = skos("cop:order", "cop:order");
const PROPERTY: Term = skos("cop:property", "cop:property");
const UNREVIEWED: Term = skos("cop:unreviewedTranslation", "cop:unreviewedTranslation");

/// The properties of mappings, in the order in which they are written.
const MAPPINGS: [(Relation, Term); 5] = [
    (Relation::Exact, skos("exactMatch", "skos:exactMatch")),
    (Relation::Close, skos("closeMatch", "skos:closeMatch")),
    (Relation::Narrow, skos("narrowMatch", "skos:narrowMatch")),
    (Relation::Broad, skos("broadMatch", "skos:broadMatch")),
    (Relation::Related, skos("relatedMatch", "skos:relatedMatch")),
];

/// The scheme, its order, and its concepts as a tree.
pub(super) fn scheme(scheme: &'static Scheme) -> Node {
    let order = Node::new(scheme.order_iri, "OrderedCollection").with(
        MEMBER_LIST,
        Value::Sequence(scheme.concepts.iter().map(|concept| concept.iri).collect()),
    );
    Node::new(scheme.iri, "ConceptScheme")
        .with(TITLE, by_language(scheme.labels))
        .with(PREF_LABEL, by_language(scheme.labels))
        .with(DESCRIPTION, by_language(scheme.definitions))
        .with(VERSION_INFO, Value::Text(tables::VERSION))
        .with(PROPERTY, Value::Text(scheme.property))
        .with(UNREVIEWED, unreviewed(scheme.labels))
        .with(ORDER, Value::Node(order))
        .with(
            HAS_TOP_CONCEPT,
            Value::Nodes(scheme.top_concepts().map(tree).collect()),
        )
}

/// The concept with its narrower concepts as references.
pub(super) fn concept(concept: &'static Concept) -> Node {
    about(concept, references(concept.narrower))
}

/// The concept with its narrower concepts written out.
fn tree(concept: &'static Concept) -> Node {
    let narrower = concept.narrower.iter().map(|narrower| tree(narrower));
    about(concept, Value::Nodes(narrower.collect()))
}

fn about(concept: &'static Concept, narrower: Value) -> Node {
    let top_concept_of = concept
        .is_top()
        .then(|| Node::reference(concept.scheme.iri));
    let mut node = Node::new(concept.iri, "Concept")
        .with(IN_SCHEME, Value::Node(Node::reference(concept.scheme.iri)))
        .with(TOP_CONCEPT_OF, optional(top_concept_of))
        .with(
            NOTATION,
            Value::Texts(concept.ordinal.iter().map(ToString::to_string).collect()),
        )
        .with(PREF_LABEL, by_language(concept.labels))
        .with(ALT_LABEL, list_by_language(concept.alt_labels))
        .with(
            HIDDEN_LABEL,
            Value::Texts(concept.synonyms.iter().map(ToString::to_string).collect()),
        )
        .with(DEFINITION, by_language(concept.definitions))
        .with(
            BROADER,
            optional(concept.broader.map(|broader| Node::reference(broader.iri))),
        )
        .with(NARROWER, narrower)
        .with(RELATED, references(concept.related));
    for (relation, term) in MAPPINGS {
        node = node.with(term, targets(concept.mappings, relation));
    }
    node = node.with(HASHTAG, Value::Text(concept.hashtag));
    if let Some(ordinal) = concept.ordinal {
        node = node.with(ORDINAL, Value::Number(ordinal));
    }
    node = node.with(UNREVIEWED, unreviewed(concept.labels));
    if concept.deprecated {
        node = node.with(DEPRECATED, Value::True);
    }
    node.with(IS_REPLACED_BY, references(concept.replaced_by))
}

/// A scheme of others, with the concepts that have our IRIs.
pub(super) fn external(scheme: &'static ExternalScheme) -> Node {
    let concepts = scheme.concepts.iter().map(|concept| {
        let scheme = || Value::Node(Node::reference(concept.scheme.iri));
        Node::new(concept.iri, "Concept")
            .with(IN_SCHEME, scheme())
            .with(TOP_CONCEPT_OF, scheme())
            .with(NOTATION, Value::Texts(vec![concept.slug.to_string()]))
            .with(PREF_LABEL, Value::ByLanguage(vec![("en", concept.label)]))
    });
    Node::new(scheme.iri, "ConceptScheme")
        .with(TITLE, Value::ByLanguage(vec![("en", scheme.label)]))
        .with(PREF_LABEL, Value::ByLanguage(vec![("en", scheme.label)]))
        .with(HAS_TOP_CONCEPT, Value::Nodes(concepts.collect()))
}

fn optional(node: Option<Node>) -> Value {
    match node {
        Some(node) => Value::Node(node),
        None => Value::Nodes(Vec::new()),
    }
}

fn references(concepts: &[&'static Concept]) -> Value {
    Value::Nodes(
        concepts
            .iter()
            .map(|concept| Node::reference(concept.iri))
            .collect(),
    )
}

fn targets(mappings: &[Mapping], relation: Relation) -> Value {
    Value::Nodes(
        mappings
            .iter()
            .filter(|mapping| mapping.relation == relation)
            .map(|mapping| Node::reference(mapping.target.iri))
            .collect(),
    )
}

fn by_language(texts: &'static [Text]) -> Value {
    Value::ByLanguage(
        texts
            .iter()
            .map(|text| (text.language, text.value))
            .collect(),
    )
}

fn list_by_language(texts: &'static [Text]) -> Value {
    let mut grouped: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    for text in texts {
        match grouped
            .iter_mut()
            .find(|(language, _)| *language == text.language)
        {
            Some((_, values)) => values.push(text.value),
            None => grouped.push((text.language, vec![text.value])),
        }
    }
    Value::ListByLanguage(grouped)
}

fn unreviewed(texts: &'static [Text]) -> Value {
    Value::Texts(
        texts
            .iter()
            .filter(|text| !text.reviewed)
            .map(|text| text.language.to_string())
            .collect(),
    )
}
