//! Arbitrary input never panics, and what is found is what was asked for.

use proptest::prelude::*;
use staffroom_vocabulary::{
    BASE, Concept, ConceptRef, EvidenceLevel, ExternalScheme, Facet, Scheme, TechnologyType, named,
    search,
};

fn any_concept() -> impl Strategy<Value = &'static Concept> {
    proptest::sample::select(Concept::all())
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in any::<String>(), limit in 0_usize..50) {
        let _ = Concept::from_path(&text);
        let _ = Concept::from_hashtag(&text);
        let _ = Scheme::from_slug(&text);
        let _ = Scheme::from_iri(&text);
        let _ = Scheme::from_property(&text);
        let _ = ExternalScheme::from_slug(&text);
        let _ = TechnologyType::from_slug(&text);
        let _ = EvidenceLevel::from_iri(&text);
        let _ = named(&text).count();
        prop_assert!(search(&text, limit).len() <= limit);
        let tried = EvidenceLevel::Tried.concept();
        prop_assert!(!tried.label(&text).value.is_empty());
    }

    #[test]
    fn arbitrary_iris_are_kept(tail in any::<String>(), ours in any::<bool>()) {
        let iri = if ours { format!("{BASE}{tail}") } else { tail };
        let reference = ConceptRef::from_iri(iri.clone());
        prop_assert_eq!(reference.iri(), iri.as_str());
        let json = serde_json::to_string(&reference).unwrap();
        prop_assert_eq!(&json, &serde_json::to_string(&iri).unwrap());
        prop_assert_eq!(serde_json::from_str::<ConceptRef>(&json).unwrap(), reference);
    }

    #[test]
    fn arbitrary_json_never_panics(text in any::<String>()) {
        let _ = serde_json::from_str::<ConceptRef>(&text);
        let _ = serde_json::from_str::<EvidenceLevel>(&text);
    }

    #[test]
    fn concepts_round_trip_through_every_form(concept in any_concept(), upper in any::<bool>()) {
        let case = |text: &str| if upper { text.to_uppercase() } else { text.to_lowercase() };
        prop_assert_eq!(Concept::from_path(&case(concept.path())), Some(concept));
        prop_assert_eq!(Concept::from_hashtag(&case(concept.hashtag())), Some(concept));
        let reference = ConceptRef::from_iri(concept.iri());
        let json = serde_json::to_string(&reference).unwrap();
        let read: ConceptRef = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(read.known(), Some(concept));
    }

    #[test]
    fn what_is_typed_of_a_label_finds_it(concept in any_concept(), length in 1_usize..12) {
        let begun: String = concept.label("en").value.chars().take(length).collect();
        prop_assert!(search(&begun, usize::MAX).contains(&concept));
    }
}
