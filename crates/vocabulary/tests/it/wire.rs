//! Concepts in JSON.

use staffroom_vocabulary::{ConceptRef, EvidenceLevel, Facet, Outcome};

#[test]
fn known_and_unknown_references_round_trip_as_strings() {
    let json = r#"["https://w3id.org/staffroom/v/ev/tried","https://elsewhere.example/x","","not an iri"]"#;
    let read: Vec<ConceptRef> = serde_json::from_str(json).unwrap();
    assert!(read[0].known().is_some());
    assert!(
        read[1..]
            .iter()
            .all(|reference| reference.known().is_none())
    );
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    assert_eq!(read[1].label("en"), "https://elsewhere.example/x");
}

#[test]
fn references_give_typed_values_of_their_own_scheme() {
    let reference = ConceptRef::from_iri(EvidenceLevel::Tried.iri());
    assert_eq!(reference.facet(), Some(EvidenceLevel::Tried));
    assert_eq!(reference.facet::<Outcome>(), None);
    assert_eq!(reference, ConceptRef::from(EvidenceLevel::Tried));
    // By IRI, even if somebody builds the unknown variant by hand.
    let by_hand = ConceptRef::Unknown(EvidenceLevel::Tried.iri().to_owned());
    assert_eq!(reference, by_hand);
}

#[test]
fn typed_values_read_only_their_own_scheme() {
    let json = serde_json::to_string(&EvidenceLevel::Compared).unwrap();
    assert_eq!(json, r#""https://w3id.org/staffroom/v/ev/compared""#);
    let read: EvidenceLevel = serde_json::from_str(&json).unwrap();
    assert_eq!(read, EvidenceLevel::Compared);
    let error = serde_json::from_str::<Outcome>(&json).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("is no concept of https://w3id.org/staffroom/v/oc/")
    );
    assert!(serde_json::from_str::<ConceptRef>("3").is_err());
}
