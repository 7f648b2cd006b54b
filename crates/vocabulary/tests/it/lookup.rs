//! Finding concepts.

use staffroom_vocabulary::{
    Assurance, Concept, CostBand, EvidenceLevel, Facet, Phase, Scheme, StaffTimeRunning,
    TechnologyType, named, search,
};
use std::cmp::Ordering;

fn paths(found: impl IntoIterator<Item = &'static Concept>) -> Vec<&'static str> {
    found.into_iter().map(Concept::path).collect()
}

#[test]
fn every_concept_is_found_by_iri_path_slug_and_hashtag() {
    for concept in Concept::all().iter().copied() {
        assert_eq!(Concept::from_iri(concept.iri()), Some(concept));
        assert_eq!(Concept::from_path(concept.path()), Some(concept));
        assert_eq!(concept.scheme().concept(concept.slug()), Some(concept));
        assert_eq!(Concept::from_hashtag(concept.hashtag()), Some(concept));
        let shouted = concept.hashtag().to_uppercase();
        assert_eq!(Concept::from_hashtag(&shouted), Some(concept));
        let bare = concept.hashtag().trim_start_matches('#');
        assert_eq!(Concept::from_hashtag(bare), Some(concept));
    }
}

#[test]
fn every_name_finds_its_concept() {
    for concept in Concept::all().iter().copied() {
        let names = concept
            .labels()
            .iter()
            .chain(concept.alt_labels())
            .map(|text| text.value)
            .chain(concept.synonyms().iter().copied());
        for name in names {
            assert!(named(name).any(|found| found == concept), "{name}");
        }
    }
}

#[test]
fn schemes_are_found() {
    for scheme in Scheme::all().iter().copied() {
        assert_eq!(Scheme::from_slug(scheme.slug()), Some(scheme));
        assert_eq!(Scheme::from_iri(scheme.iri()), Some(scheme));
        assert_eq!(Scheme::from_property(scheme.property()), Some(scheme));
    }
    assert!(Scheme::from_iri("https://w3id.org/staffroom/v/ev").is_some());
    assert!(Scheme::from_slug("").is_none());
}

#[test]
fn iris_are_exact() {
    assert!(Concept::from_iri("https://w3id.org/staffroom/v/ev/Tried").is_none());
    assert!(Concept::from_iri("http://w3id.org/staffroom/v/ev/tried").is_none());
    assert!(Concept::from_iri("https://w3id.org/staffroom/v/ev/tried/").is_none());
    assert!(Concept::from_iri("https://w3id.org/staffroom/v/ev/").is_none());
}

#[test]
fn synonyms_are_suggestions_and_hashtags_are_owned() {
    assert_eq!(paths(named("#IWB")), ["tech/interactive-display"]);
    assert_eq!(paths(named("SMARTBOARD")), ["tech/interactive-display"]);
    assert_eq!(paths(named("single sign on")), ["tech/identity-sso"]);
    assert!(Concept::from_hashtag("#IWB").is_none());
    // One word of two schemes gives both.
    assert_eq!(
        paths(named("attendance")),
        ["me/attendance", "pr/attendance"]
    );
    assert_eq!(paths(named("Llwyth gwaith")), ["pr/workload"]);
    assert_eq!(named("#").count(), 0);
}

#[test]
fn search_completes() {
    assert_eq!(
        paths(search("visu", 5)),
        ["tech/visualiser", "tech/block-coding"]
    );
    assert_eq!(search("#edtechai", 1)[0].path(), "tech/ai");
    assert_eq!(search("e", 4).len(), 4);
    assert!(search(" ", 4).is_empty());
    // A label comes before a synonym, a synonym before a later word.
    let found = paths(search("reading", 20));
    let position = |path| found.iter().position(|found| *found == path).unwrap();
    assert!(position("tech/reading-platforms") < position("pr/literacy"));
}

#[test]
fn labels_fall_back_to_english() {
    let tried = EvidenceLevel::Tried.concept();
    assert_eq!(tried.label("cy-GB").value, "Wedi rhoi cynnig arno");
    assert_eq!(tried.label("CY").language, "cy");
    assert_eq!(tried.label("de").language, "en");
    assert_eq!(tried.label("").value, "Tried");
    assert_eq!(tried.definition("cy").language, "en");
}

#[test]
fn only_ordered_schemes_compare() {
    let (idea, tried) = (
        EvidenceLevel::Idea.concept(),
        EvidenceLevel::Tried.concept(),
    );
    assert_eq!(idea.compare(tried), Some(Ordering::Less));
    assert_eq!(idea.compare(CostBand::Low.concept()), None);
    let (ks1, ks2) = (Phase::PrimaryKs1.concept(), Phase::PrimaryKs2.concept());
    assert_eq!(ks1.compare(ks2), None);
    assert!(CostBand::NoneExtra < CostBand::VeryLow);
    assert!(StaffTimeRunning::SavesTime < StaffTimeRunning::NoTime);
    assert!(Assurance::SelfDeclared < Assurance::Curator);
}

#[test]
fn enums_and_concepts_agree() {
    fn check<F: Facet>() {
        let concepts: Vec<_> = F::ALL.iter().map(|value| value.concept()).collect();
        assert_eq!(concepts, F::scheme().concepts());
        for value in F::ALL {
            assert_eq!(F::from_slug(value.slug()), Some(*value));
            assert_eq!(F::from_iri(value.iri()), Some(*value));
        }
    }
    check::<EvidenceLevel>();
    check::<TechnologyType>();
    check::<Phase>();
    check::<StaffTimeRunning>();
    assert_eq!(Phase::from_concept(EvidenceLevel::Idea.concept()), None);
    assert_eq!(EvidenceLevel::Tried.to_string(), "Tried");
}
