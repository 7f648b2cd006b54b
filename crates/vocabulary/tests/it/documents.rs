//! The published documents, read by parsers that are not ours.

#![expect(
    clippy::unwrap_used,
    reason = "these helpers are called by tests only, and a failure is a failed test"
)]

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::dataset::CanonicalizationAlgorithm;
use oxrdf::vocab::rdf;
use oxrdf::{Graph, GraphName, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, TermRef, Triple};
use oxttl::TurtleParser;
use staffroom_vocabulary::{
    CONTEXT_IRI, Concept, Document, ExternalScheme, NAMESPACE, Scheme, context_json,
};
use std::collections::BTreeSet;

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";

fn from_json_ld(document: &str) -> Graph {
    let quads = JsonLdParser::new()
        .for_slice(document)
        .with_load_document_callback(|url, _| {
            if url == CONTEXT_IRI {
                Ok(JsonLdRemoteDocument {
                    document: context_json().as_bytes().to_vec(),
                    document_url: url.to_owned(),
                })
            } else {
                Err(format!("no document may be loaded but the context: {url}").into())
            }
        });
    quads
        .map(|quad| {
            let quad = quad.unwrap();
            assert_eq!(quad.graph_name, GraphName::DefaultGraph);
            Triple::from(quad)
        })
        .collect()
}

fn from_turtle(document: &str) -> Graph {
    TurtleParser::new()
        .for_slice(document)
        .map(Result::unwrap)
        .collect()
}

/// Both forms, which must say the same; the graph that they say.
fn both(document: &Document) -> Graph {
    let json = from_json_ld(&document.to_json_ld());
    let turtle = from_turtle(&document.to_turtle());
    let [mut left, mut right] = [json.clone(), turtle];
    left.canonicalize(CanonicalizationAlgorithm::Unstable);
    right.canonicalize(CanonicalizationAlgorithm::Unstable);
    let lines = |graph: &Graph| -> BTreeSet<String> {
        graph.iter().map(|triple| triple.to_string()).collect()
    };
    assert_eq!(lines(&left), lines(&right));
    assert!(!left.is_empty());
    json
}

fn skos(name: &str) -> NamedNode {
    NamedNode::new(format!("{SKOS}{name}")).unwrap()
}

fn instances<'a>(graph: &'a Graph, class: &str) -> BTreeSet<&'a str> {
    graph
        .subjects_for_predicate_object(rdf::TYPE, &skos(class))
        .map(|subject| match subject {
            NamedOrBlankNodeRef::NamedNode(node) => node.as_str(),
            NamedOrBlankNodeRef::BlankNode(_) => panic!("a {class} without an IRI"),
        })
        .collect()
}

/// The members of an `rdf:List`.
fn sequence(graph: &Graph, head: TermRef<'_>) -> Vec<String> {
    let mut members = Vec::new();
    let mut rest = head.into_owned();
    while let oxrdf::Term::BlankNode(cell) = &rest {
        match graph.object_for_subject_predicate(cell, rdf::FIRST) {
            Some(TermRef::NamedNode(node)) => members.push(node.as_str().to_owned()),
            other => panic!("a member that is no concept: {other:?}"),
        }
        rest = graph
            .object_for_subject_predicate(cell, rdf::REST)
            .unwrap()
            .into_owned();
    }
    assert_eq!(rest, oxrdf::Term::from(rdf::NIL.into_owned()));
    members
}

#[test]
fn every_concept_says_the_same_in_json_ld_and_turtle() {
    for concept in Concept::all() {
        let graph = both(&Document::of_concept(concept));
        assert_eq!(instances(&graph, "Concept"), [concept.iri()].into());
    }
}

#[test]
fn every_scheme_says_the_same_in_json_ld_and_turtle() {
    for scheme in Scheme::all() {
        let graph = both(&Document::of_scheme(scheme));
        let expected: BTreeSet<_> = scheme.concepts().iter().map(|c| c.iri()).collect();
        assert_eq!(instances(&graph, "Concept"), expected);
        assert_eq!(instances(&graph, "ConceptScheme"), [scheme.iri()].into());
    }
}

#[test]
fn every_external_scheme_says_the_same_in_json_ld_and_turtle() {
    for scheme in ExternalScheme::all() {
        match Document::of_external(scheme) {
            Some(document) => {
                let graph = both(&document);
                assert_eq!(instances(&graph, "Concept").len(), scheme.concepts().len());
            }
            None => assert!(!scheme.has_our_iris()),
        }
    }
}

#[test]
fn the_whole_is_the_union_of_its_schemes() {
    let mut whole = both(&Document::of_vocabulary());
    let ours = Scheme::all().iter().map(|s| Document::of_scheme(s));
    let external = ExternalScheme::all()
        .iter()
        .filter_map(|scheme| Document::of_external(scheme));
    let mut union: Graph = ours
        .chain(external)
        .flat_map(|document| {
            let graph = from_json_ld(&document.to_json_ld());
            graph
                .iter()
                .map(oxrdf::TripleRef::into_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    whole.canonicalize(CanonicalizationAlgorithm::Unstable);
    union.canonicalize(CanonicalizationAlgorithm::Unstable);
    assert_eq!(whole, union);
}

#[test]
fn a_scheme_contains_the_documents_of_its_concepts() {
    for scheme in Scheme::all() {
        let whole = from_json_ld(&Document::of_scheme(scheme).to_json_ld());
        for concept in scheme.concepts() {
            let part = from_turtle(&Document::of_concept(concept).to_turtle());
            for triple in &part {
                assert!(whole.contains(triple), "{triple}");
            }
        }
    }
}

#[test]
fn the_order_is_a_list_of_all_concepts() {
    for scheme in Scheme::all() {
        let graph = from_json_ld(&Document::of_scheme(scheme).to_json_ld());
        let order = NamedNodeRef::new(scheme.order_iri()).unwrap();
        let head = graph
            .object_for_subject_predicate(order, &skos("memberList"))
            .unwrap();
        let expected: Vec<_> = scheme.concepts().iter().map(|c| c.iri()).collect();
        assert_eq!(sequence(&graph, head), expected);
    }
}

/// SKOS S9 and S37: concepts, schemes and collections are three different things.
#[test]
fn classes_are_disjoint() {
    let graph = from_turtle(&Document::of_vocabulary().to_turtle());
    let concepts = instances(&graph, "Concept");
    let schemes = instances(&graph, "ConceptScheme");
    let collections = instances(&graph, "OrderedCollection");
    assert_eq!(collections.len(), Scheme::all().len());
    assert!(concepts.is_disjoint(&schemes));
    assert!(concepts.is_disjoint(&collections));
    assert!(schemes.is_disjoint(&collections));
}

/// SKOS S13 and S14: one preferred label a language, and no label of two kinds.
#[test]
fn labels_are_consistent() {
    let graph = from_turtle(&Document::of_vocabulary().to_turtle());
    for iri in instances(&graph, "Concept") {
        let subject = NamedNodeRef::new(iri).unwrap();
        let labels = |kind: &str| -> Vec<String> {
            graph
                .objects_for_subject_predicate(subject, &skos(kind))
                .map(|label| label.to_string())
                .collect()
        };
        let (preferred, other, hidden) = (
            labels("prefLabel"),
            labels("altLabel"),
            labels("hiddenLabel"),
        );
        let languages: BTreeSet<_> = preferred
            .iter()
            .map(|label| label.rsplit('@').next().unwrap())
            .collect();
        assert_eq!(languages.len(), preferred.len(), "{iri}");
        let all: Vec<_> = preferred.iter().chain(&other).chain(&hidden).collect();
        assert_eq!(
            all.iter().collect::<BTreeSet<_>>().len(),
            all.len(),
            "{iri}"
        );
    }
}

/// A key that the context forgot would become a term of SKOS that does not exist.
#[test]
fn only_known_properties_are_used() {
    let expected = [
        "http://purl.org/dc/terms/description",
        "http://purl.org/dc/terms/title",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#first",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
        "http://www.w3.org/2002/07/owl#versionInfo",
    ]
    .into_iter()
    .map(str::to_owned);
    let ours = [
        "hashtag",
        "order",
        "ordinal",
        "property",
        "unreviewedTranslation",
    ];
    let of_skos = [
        "altLabel",
        "broadMatch",
        "broader",
        "closeMatch",
        "definition",
        "exactMatch",
        "hasTopConcept",
        "hiddenLabel",
        "inScheme",
        "memberList",
        "narrowMatch",
        "narrower",
        "notation",
        "prefLabel",
        "related",
        "relatedMatch",
        "topConceptOf",
    ];
    let expected: BTreeSet<String> = expected
        .chain(ours.map(|name| format!("{NAMESPACE}{name}")))
        .chain(of_skos.map(|name| format!("{SKOS}{name}")))
        .collect();
    let graph = from_json_ld(&Document::of_vocabulary().to_json_ld());
    let found: BTreeSet<String> = graph
        .iter()
        .map(|triple| triple.predicate.as_str().to_owned())
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn unreviewed_welsh_is_said() {
    let graph = from_json_ld(&Document::of_vocabulary().to_json_ld());
    let marker = NamedNode::new(format!("{NAMESPACE}unreviewedTranslation")).unwrap();
    for concept in Concept::all() {
        let subject = NamedNodeRef::new(concept.iri()).unwrap();
        let found = graph
            .objects_for_subject_predicate(subject, &marker)
            .count();
        assert_eq!(found, concept.unreviewed_languages().count());
    }
}

/// What simple JSON clients rely on without any JSON-LD.
#[test]
fn json_has_the_promised_shape() {
    let tried = Concept::from_path("ev/tried").unwrap();
    let text = Document::of_concept(tried).to_json_ld();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["@context"], CONTEXT_IRI);
    assert_eq!(json["id"], tried.iri());
    assert_eq!(json["type"], "Concept");
    assert_eq!(json["inScheme"]["id"], "https://w3id.org/staffroom/v/ev/");
    assert_eq!(json["notation"][0], "2");
    assert_eq!(json["prefLabel"]["en"], "Tried");
    assert_eq!(
        json["relatedMatch"][0]["id"],
        "https://w3id.org/staffroom/x/nesta/1"
    );
    assert_eq!(json["cop:hashtag"], "#EvidenceTried");
    assert_eq!(json["cop:ordinal"], 2);
    assert_eq!(json["cop:unreviewedTranslation"][0], "cy");
}

#[test]
fn csv_reads_back() {
    for scheme in Scheme::all() {
        let text = scheme.to_csv();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().unwrap().clone();
        let column = |name: &str| header.iter().position(|found| found == name).unwrap();
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), scheme.concepts().len());
        for (row, concept) in rows.iter().zip(scheme.concepts()) {
            assert_eq!(&row[column("iri")], concept.iri());
            assert_eq!(&row[column("hashtag")], concept.hashtag());
            assert_eq!(&row[column("label_en")], concept.label("en").value);
            assert_eq!(&row[column("label_cy")], concept.label("cy").value);
            assert_eq!(
                &row[column("definition_en")],
                concept.definition("en").value
            );
            let reviewed = concept.label("cy").reviewed.to_string();
            assert_eq!(&row[column("label_cy_reviewed")], reviewed);
        }
    }
}

#[test]
fn documents_are_the_same_every_time() {
    let first = Document::of_vocabulary();
    let second = Document::of_vocabulary();
    assert_eq!(first.to_json_ld(), second.to_json_ld());
    assert_eq!(first.to_turtle(), second.to_turtle());
    assert!(!first.to_turtle().contains('\r') && !first.to_json_ld().contains('\r'));
}
