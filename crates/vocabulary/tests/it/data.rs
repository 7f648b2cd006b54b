//! The content of the vocabulary.

use staffroom_vocabulary::{
    BASE, Concept, DIGEST, EXTERNAL_BASE, EvidenceLevel, ExternalScheme, Facet, Licence, Relation,
    Scheme, TechnologyType, VERSION,
};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn ids_are_unique_and_well_formed() {
    let mut seen = BTreeSet::new();
    for concept in Concept::all() {
        assert!(seen.insert(concept.iri().to_lowercase()), "{concept:?}");
        let path = format!("{}/{}", concept.scheme().slug(), concept.slug());
        assert_eq!(concept.path(), path);
        assert_eq!(concept.iri(), format!("{BASE}{path}"));
    }
}

#[test]
fn the_design_is_covered() {
    let sizes: Vec<(&str, usize)> = Scheme::all()
        .iter()
        .map(|scheme| (scheme.slug(), scheme.concepts().len()))
        .collect();
    let expected = [
        ("ev", 7),
        ("sd", 12),
        ("as", 4),
        ("in", 5),
        ("me", 9),
        ("tech", 102),
        ("ph", 12),
        ("su", 20),
        ("se", 15),
        ("pr", 22),
        ("co", 6),
        ("ts", 5),
        ("tr", 6),
        ("ho", 7),
        ("ik", 4),
        ("oc", 6),
        ("gs", 7),
        ("li", 9),
    ];
    assert_eq!(sizes, expected);
    let tech = TechnologyType::scheme();
    assert_eq!(tech.top_concepts().count(), 14);
    assert!(tech.top_concepts().all(|top| top.narrower().len() >= 5));
}

#[test]
fn ordinals_are_gap_free_and_only_in_ordered_schemes() {
    for scheme in Scheme::all() {
        for (position, concept) in scheme.concepts().iter().enumerate() {
            let expected = scheme
                .is_ordered()
                .then(|| u32::try_from(position).unwrap());
            assert_eq!(concept.ordinal(), expected, "{concept:?}");
        }
    }
}

#[test]
fn every_concept_has_english_and_a_marked_welsh_label() {
    for concept in Concept::all() {
        let label = concept.label("en");
        assert_eq!(label.language, "en");
        assert!(label.reviewed && !label.value.is_empty(), "{concept:?}");
        let definition = concept.definition("en");
        assert!(definition.value.ends_with('.'), "{concept:?}");
        assert_eq!(concept.label("cy").language, "cy", "{concept:?}");
        let unreviewed: Vec<_> = concept.unreviewed_languages().collect();
        assert_eq!(unreviewed.contains(&"cy"), !concept.label("cy").reviewed);
    }
}

#[test]
fn labels_are_unique_within_a_scheme() {
    for scheme in Scheme::all() {
        for language in ["en", "cy"] {
            let labels: BTreeSet<_> = scheme
                .concepts()
                .iter()
                .map(|concept| concept.label(language).value)
                .collect();
            assert_eq!(
                labels.len(),
                scheme.concepts().len(),
                "{scheme:?} {language}"
            );
        }
    }
}

#[test]
fn hashtags_are_unique_ignoring_case_and_not_only_digits() {
    let mut owners = BTreeMap::new();
    for concept in Concept::all() {
        let tag = concept.hashtag().strip_prefix('#').unwrap();
        assert!(tag.chars().all(|c| c.is_ascii_alphanumeric()), "{tag}");
        assert!(tag.chars().any(|c| !c.is_numeric()), "{tag}");
        let before = owners.insert(tag.to_lowercase(), concept);
        assert!(before.is_none(), "{tag}: {concept:?} and {before:?}");
    }
    for concept in Concept::all() {
        for synonym in concept.synonyms() {
            let owner = owners.get(&synonym.to_lowercase());
            assert!(owner.is_none_or(|owner| *owner == concept), "{synonym}");
        }
    }
}

#[test]
fn a_synonym_means_one_concept_of_a_scheme() {
    for scheme in Scheme::all() {
        let mut owners = BTreeMap::new();
        for concept in scheme.concepts() {
            for synonym in concept.synonyms() {
                let before = owners.insert(synonym.to_lowercase(), concept);
                assert!(before.is_none(), "{synonym}: {concept:?} and {before:?}");
            }
        }
    }
}

#[test]
fn relations_agree_with_each_other() {
    for concept in Concept::all() {
        for narrower in concept.narrower() {
            assert_eq!(narrower.broader(), Some(*concept));
            assert_eq!(narrower.scheme(), concept.scheme());
        }
        if let Some(broader) = concept.broader() {
            assert!(broader.narrower().contains(concept));
            assert!(broader.is_top(), "two levels only: {concept:?}");
        }
        for related in concept.related() {
            assert!(related.related().contains(concept), "{concept:?}");
            // SKOS S27: what is related is neither broader nor narrower.
            assert_ne!(related.broader(), Some(*concept));
            assert_ne!(concept.broader(), Some(*related));
        }
    }
}

#[test]
fn narrower_concepts_follow_their_broader_one() {
    for scheme in Scheme::all()
        .iter()
        .filter(|scheme| scheme.slug() == "tech")
    {
        let tree: Vec<_> = scheme
            .top_concepts()
            .flat_map(|top| [top].into_iter().chain(top.narrower().iter().copied()))
            .collect();
        assert_eq!(tree, scheme.concepts());
    }
}

#[test]
fn every_mapping_target_exists_once() {
    let targets: BTreeSet<&str> = ExternalScheme::all()
        .iter()
        .flat_map(|scheme| scheme.concepts())
        .map(|concept| concept.iri())
        .collect();
    for concept in Concept::all() {
        let mut seen = BTreeSet::new();
        for mapping in concept.mappings() {
            assert!(targets.contains(mapping.target().iri()), "{concept:?}");
            assert!(seen.insert(mapping.target().iri()), "{concept:?}");
        }
    }
    for scheme in ExternalScheme::all() {
        assert!(!scheme.label().is_empty() && !scheme.concepts().is_empty());
        assert_eq!(
            scheme.has_our_iris(),
            scheme.iri().starts_with(EXTERNAL_BASE)
        );
    }
}

/// The table of the design, cell by cell for one row.
#[test]
fn mappings_of_measured() {
    let found: Vec<(Relation, String)> = EvidenceLevel::Measured
        .concept()
        .mappings()
        .iter()
        .map(|mapping| {
            let target = mapping.target();
            let id = format!("{}/{}", target.scheme().slug(), target.slug());
            (mapping.relation(), id)
        })
        .collect();
    let expected = [
        (Relation::Close, "nesta/2"),
        (Relation::Close, "sms/1"),
        (Relation::Narrow, "essa/3"),
        (Relation::Narrow, "sms/2"),
        (Relation::Narrow, "5es/efficacy-silver"),
        (Relation::Related, "wwc/does-not-meet"),
    ];
    assert_eq!(
        found,
        expected.map(|(relation, id)| (relation, id.to_owned()))
    );
}

#[test]
fn deprecated_concepts_say_what_replaces_them_only_if_deprecated() {
    for concept in Concept::all() {
        assert!(concept.is_deprecated() || concept.replaced_by().is_empty());
        assert!(
            concept
                .replaced_by()
                .iter()
                .all(|other| !other.is_deprecated())
        );
    }
}

#[test]
fn licences_know_what_they_allow() {
    assert_eq!(Licence::default().slug(), "CC-BY-4.0");
    assert!(Licence::CcBySa40.allows_adaptation());
    assert!(!Licence::CcByNd40.allows_adaptation() && !Licence::CcByNd40.is_offered());
    assert!(Licence::AllRightsReserved.is_offered());
}

#[test]
fn version_and_digest_have_their_form() {
    assert_eq!(VERSION.split('.').count(), 3);
    assert!(DIGEST.len() == 32 && DIGEST.chars().all(|c| c.is_ascii_hexdigit()));
}
