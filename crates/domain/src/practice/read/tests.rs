//! What is read, and what is not.

use proptest::prelude::*;
use serde_json::{Value, json};

use staffroom_vocabulary::{ConceptRef, EvidenceLevel};

use crate::practice::any;
use crate::practice::{
    AdoptionRecord, Citation, Material, OutcomeRecord, PracticeRecord, Problem, Version, limits,
};
use crate::record::RecordText;

fn told(problems: &[Problem]) -> Vec<(&str, &str)> {
    problems
        .iter()
        .map(|problem| (problem.field.as_str(), problem.code))
        .collect()
}

#[test]
fn what_has_the_wrong_form_is_as_if_absent() {
    let record = PracticeRecord::read(&json!({
        "version": "three",
        "evidenceLevel": ["https://w3id.org/staffroom/v/ev/tried"],
        "problem": "https://w3id.org/staffroom/v/pr/workload",
        "technologyType": [null, 7, {}, "", "https://elsewhere.example/v/x", "https://elsewhere.example/v/x"],
        "ages": "12",
        "materials": [{ "name": "no address" }, { "url": "javascript:alert(1)" }, { "url": "https://a.example/1" }],
        "citations": { "title": "A study", "kind": "tombola", "year": 2019.0 },
        "licence": null,
        "interestDeclared": true,
        "index": "everybody",
        "ledger": "https://user@a.example/",
        "tombola": 1,
    }))
    .unwrap();
    let expected = PracticeRecord {
        problem: vec![ConceptRef::from_iri(
            "https://w3id.org/staffroom/v/pr/workload",
        )],
        technology_type: vec![ConceptRef::from_iri("https://elsewhere.example/v/x")],
        materials: vec![Material {
            url: "https://a.example/1".to_owned(),
            ..Material::default()
        }],
        citations: vec![Citation {
            title: "A study".to_owned(),
            year: Some(2019),
            ..Citation::default()
        }],
        interest_declared: Some("Yes".to_owned()),
        ..PracticeRecord::default()
    };
    assert_eq!(record, expected);
    assert_eq!(PracticeRecord::read(&json!([])), None);
}

#[test]
fn what_is_more_or_longer_is_cut() {
    let many: Vec<String> = (0..10_000).map(|n| format!("x:{n}")).collect();
    let record = PracticeRecord::read(&json!({
        "technologyType": many,
        "steps": ["é".repeat(5_000)],
        "problem": ["x".repeat(513), "x".repeat(512)],
        "language": "x".repeat(129),
    }))
    .unwrap();
    assert_eq!(record.technology_type.len(), limits::CONCEPTS);
    assert_eq!(record.steps[0].chars().count(), limits::STEP);
    assert_eq!(record.problem.len(), 1);
    assert_eq!(record.language, None);
}

#[test]
fn short_names_of_concepts_are_only_for_authors_here() {
    let value = json!({ "evidenceLevel": "ev/tried", "licence": "cc-by-4.0" });
    let ours = PracticeRecord::parse(&value).unwrap();
    assert_eq!(ours.level(), Some(EvidenceLevel::Tried));
    assert_eq!(ours.licence.as_deref(), Some("CC-BY-4.0"));
    let theirs = PracticeRecord::read(&value).unwrap();
    assert_eq!(theirs.level(), None);
    assert_eq!(theirs.licence.as_deref(), Some("cc-by-4.0"));
}

#[test]
fn authors_here_are_told_of_everything_that_cannot_be_read() {
    let problems = PracticeRecord::parse(&json!({
        "version": 0,
        "problm": ["pr/workload"],
        "problem": [7],
        "ages": { "from": "eleven", "until": 12 },
        "materials": [{ "url": "https://a.example/1" }, { "name": "x" }, "https://a.example/2"],
        "citations": [{}],
        "approach": { "url": "https://a.example/", "retrieved": "yesterday" },
        "index": "everybody",
        "rationale": ["why"],
        "whoDelivers": " ",
        "subject": null,
    }))
    .unwrap_err();
    assert_eq!(
        told(&problems),
        [
            ("version", "wrong-form"),
            ("problem[0]", "wrong-form"),
            ("ages.from", "wrong-form"),
            ("ages.until", "unknown-member"),
            ("materials[1].url", "required"),
            ("materials[2]", "wrong-form"),
            ("rationale", "wrong-form"),
            ("citations[0].title", "required"),
            ("approach[0].retrieved", "wrong-form"),
            ("index", "wrong-form"),
            ("problm", "unknown-member"),
        ]
    );
    assert_eq!(
        told(&PracticeRecord::parse(&json!("x")).unwrap_err()),
        [("", "wrong-form")]
    );
}

#[test]
fn an_adoption_needs_a_practice_and_a_status_and_an_outcome_a_practice_and_a_result() {
    let nothing = json!({});
    assert_eq!(
        told(&AdoptionRecord::parse(&nothing).unwrap_err()),
        [("practice", "required"), ("status", "required")]
    );
    assert_eq!(
        told(&OutcomeRecord::parse(&nothing).unwrap_err()),
        [("practice", "required"), ("outcome", "required")]
    );
    let practice = "https://oakfield.example/1";
    for (value, is_one) in [
        (json!({ "practice": practice, "status": "running" }), true),
        (
            json!({ "practice": practice, "status": "running", "practiceVersion": 2 }),
            true,
        ),
        (
            json!({ "practice": practice, "status": "running", "practiceVersion": 0 }),
            false,
        ),
        (
            json!({ "practice": practice, "status": "running", "practiceVersion": 4_294_967_296_u64 }),
            false,
        ),
        (json!({ "practice": practice, "status": "tombola" }), false),
        (
            json!({ "practice": "oakfield", "status": "running" }),
            false,
        ),
    ] {
        assert_eq!(AdoptionRecord::read(&value).is_some(), is_one, "{value}");
    }
    let value = json!({ "practice": practice, "outcome": "https://elsewhere.example/v/x" });
    let outcome = OutcomeRecord::read(&value).unwrap();
    assert_eq!(outcome.result(), None);
    assert_eq!(outcome.practice_version, Version::FIRST);
    assert_eq!(OutcomeRecord::read(&json!({ "practice": practice })), None);
}

#[test]
fn nothing_invisible_is_taken_from_authors_here() {
    let record = PracticeRecord::parse(&json!({ "rationale": "\u{0}a\u{7}\nb " })).unwrap();
    assert_eq!(record.rationale.as_deref(), Some("a\nb"));
}

/// JSON with names that mean something, and anything as values.
fn likely() -> impl Strategy<Value = Value> {
    const NAMES: [&str; 22] = [
        "version",
        "practiceVersion",
        "practice",
        "status",
        "outcome",
        "evidenceLevel",
        "problem",
        "ages",
        "from",
        "materials",
        "url",
        "citations",
        "title",
        "year",
        "approach",
        "months",
        "retrieved",
        "product",
        "name",
        "index",
        "adaptation",
        "what",
    ];
    const TEXTS: [&str; 9] = [
        "https://w3id.org/staffroom/v/ev/tried",
        "ev/tried",
        "https://a.example/1",
        "running",
        "2026-11-27",
        "hub:a.example",
        "all",
        "é\u{202e}\u{0}",
        " ",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(&TEXTS[..]).prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 64, 10, |inner| {
        let members =
            prop::collection::btree_map(prop::sample::select(&NAMES[..]), inner.clone(), 0..12);
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(Value::from),
            members.prop_map(|map| {
                Value::Object(
                    map.into_iter()
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect(),
                )
            }),
        ]
    })
}

/// What is written is read again, by all three ways; and once more after the way through the canonical text.
macro_rules! comes_back {
    ($record:expr, $type:ty) => {{
        let record: $type = $record;
        let text = RecordText::of(&record).unwrap();
        let value = text.value();
        prop_assert_eq!(<$type>::parse(&value), Ok(record.clone()));
        prop_assert_eq!(<$type>::read(&value), Some(record.clone()));
        prop_assert_eq!(
            serde_json::from_value::<$type>(value).unwrap(),
            record.clone()
        );
    }};
}

proptest! {
    #[test]
    fn every_practice_comes_back(record in any::practice()) {
        comes_back!(record, PracticeRecord);
    }

    #[test]
    fn every_adoption_comes_back(record in any::adoption()) {
        comes_back!(record, AdoptionRecord);
    }

    #[test]
    fn every_outcome_comes_back(record in any::outcome()) {
        comes_back!(record, OutcomeRecord);
    }

    #[test]
    fn no_json_panics_and_what_is_read_is_written_and_read_as_the_same(value in likely()) {
        let _ = (PracticeRecord::parse(&value), AdoptionRecord::parse(&value), OutcomeRecord::parse(&value));
        if let Some(record) = PracticeRecord::read(&value) {
            let again = serde_json::to_value(&record).unwrap();
            prop_assert_eq!(PracticeRecord::read(&again), Some(record));
        }
        if let Some(record) = OutcomeRecord::read(&value) {
            let again = serde_json::to_value(&record).unwrap();
            prop_assert_eq!(OutcomeRecord::read(&again), Some(record));
        }
        let _ = AdoptionRecord::read(&value);
    }
}
