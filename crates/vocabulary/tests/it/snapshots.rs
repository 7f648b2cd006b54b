//! The evidence level in each format, for people to read in a review.

use staffroom_vocabulary::{Concept, Document, EvidenceLevel, Facet, context_json};

#[test]
fn scheme_as_json_ld() {
    insta::assert_snapshot!(Document::of_scheme(EvidenceLevel::scheme()).to_json_ld());
}

#[test]
fn scheme_as_turtle() {
    insta::assert_snapshot!(Document::of_scheme(EvidenceLevel::scheme()).to_turtle());
}

#[test]
fn scheme_as_csv() {
    insta::assert_snapshot!(EvidenceLevel::scheme().to_csv().replace("\r\n", "\n"));
}

#[test]
fn concept_as_json_ld() {
    let concept = Concept::from_path("tech/interactive-display").unwrap();
    insta::assert_snapshot!(Document::of_concept(concept).to_json_ld());
}

#[test]
fn context() {
    insta::assert_snapshot!(context_json());
}
