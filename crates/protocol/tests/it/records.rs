//! Typed records on their way: in, kept, and out again.

use proptest::prelude::*;
use serde_json::{Value, json};
use staffroom_domain::practice::limits;
use staffroom_domain::{RecordKind, RecordText, TypedRecord};
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{
    Contradiction, IncomingObject, RecordError, check_record, ledger_of, parse, record_of,
};
use staffroom_protocol::outgoing::{Post, PostKind, Record, document};

use crate::samples::{article, iri, note};

const PRACTICE: &str = "https://oakfield.example/ap/objects/1";
const OTHER: &str = "https://oakfield.example/ap/objects/2";

fn object(value: &Value) -> IncomingObject {
    parse(value.to_string().as_bytes())
        .unwrap()
        .object()
        .unwrap()
}

/// These members, and those.
fn with(mut members: Value, more: Value) -> Value {
    if let (Some(all), Value::Object(more)) = (members.as_object_mut(), more) {
        all.extend(more);
    }
    members
}

/// A Note in answer to a practice, with these members.
fn answer(members: Value) -> IncomingObject {
    let note = json!({
        "id": "https://leeds.example/ap/objects/9",
        "type": "Note",
        "inReplyTo": PRACTICE,
        "content": "<p>Tried.</p>",
    });
    object(&with(note, members))
}

fn outcome(members: Value) -> IncomingObject {
    let outcome = json!({
        "practice": PRACTICE,
        "outcome": "https://w3id.org/staffroom/v/oc/no-effect",
    });
    answer(json!({ "outcome": with(outcome, members) }))
}

/// The text of a record after it was sent once more.
fn passed_on(record: &TypedRecord) -> String {
    let post = Post {
        record: Some(Record(record.clone())),
        ..note()
    };
    let sent = document(&post).to_json().unwrap();
    assert!(sent.contains(record.text().as_str()), "{sent}");
    let read = parse(sent.as_bytes()).unwrap().object().unwrap();
    read.record.unwrap().text().as_str().to_owned()
}

#[test]
fn a_record_is_passed_on_byte_for_byte_with_what_we_do_not_know() {
    let bytes = br#"{
        "id": "https://oakfield.example/ap/objects/1", "type": "Article",
        "practice": {
            "version": 3,
            "technologyType": [ "https://w3id.org/staffroom/v/tech/ai", "https://elsewhere.example/v/\u00e9" ],
            "theirs": { "z": [1.0, 1e2, -0.0, 18446744073709551615, null], "a": "<&>\u2028" },
            "evidenceLevel": "https://w3id.org/staffroom/v/ev/legendary"
        } }"#;
    let record = parse(bytes).unwrap().object().unwrap().record.unwrap();
    let text = "{\"evidenceLevel\":\"https://w3id.org/staffroom/v/ev/legendary\",\
        \"technologyType\":[\"https://w3id.org/staffroom/v/tech/ai\",\"https://elsewhere.example/v/é\"],\
        \"theirs\":{\"a\":\"<&>\u{2028}\",\"z\":[1.0,100.0,-0.0,18446744073709551615,null]},\"version\":3}";
    assert_eq!(record.text().as_str(), text);
    assert_eq!(passed_on(&record), text);
    let practice = record.practice().unwrap();
    assert_eq!(
        practice.technology_type[1].iri(),
        "https://elsewhere.example/v/é"
    );
    assert_eq!(practice.level(), None);
}

#[test]
fn every_kind_of_record_has_its_term_in_the_context() {
    for kind in RecordKind::ALL {
        let value = json!({
            "practice": PRACTICE, "status": "running", "outcome": "x", "event": PRACTICE,
        });
        let post = Post {
            record: Some(Record(TypedRecord::read(kind, value).unwrap())),
            ..note()
        };
        let sent: Value = serde_json::to_value(document(&post)).unwrap();
        let name = kind.property();
        assert_eq!(sent["@context"][1]["cop"], "https://w3id.org/staffroom/ns#");
        assert_eq!(
            sent["@context"][1][name],
            json!({ "@id": format!("cop:{name}"), "@type": "@json" })
        );
        assert!(sent[name].is_object());
    }
}

/// Checklist 43.
#[test]
fn of_ten_thousand_facets_only_so_many_are_read() {
    // Short ones, so that all have room in a record.
    let letter = |n: u32| char::from_digit(n % 36, 36).unwrap();
    let word = |n: u32| {
        [letter(n / 1_296), letter(n / 36), letter(n)]
            .iter()
            .collect()
    };
    let many: Vec<String> = (0..10_000).map(word).collect();
    let read =
        object(&json!({ "id": PRACTICE, "type": "Article", "practice": { "problem": many } }));
    let record = read.record.unwrap();
    let practice = record.practice().unwrap();
    assert_eq!(practice.problem.len(), limits::CONCEPTS);
    assert!(practice.facets().len() <= limits::FACETS);
    // All of them are passed on: others may read more.
    assert!(record.text().as_str().contains("7pr"));
    assert_eq!(passed_on(&record), record.text().as_str());
}

/// Checklist 43.
#[test]
fn what_is_too_large_or_too_deep_is_no_record_and_the_post_stays() {
    let of = |letters: usize| {
        object(&json!({
            "id": PRACTICE, "type": "Article", "name": "Audio feedback",
            "practice": { "x": "y".repeat(letters) },
        }))
    };
    // {"x":""} has eight bytes.
    assert!(of(RecordText::MAX - 8).record.is_some());
    let read = of(RecordText::MAX - 7);
    assert_eq!(read.record, None);
    assert_eq!(read.name.as_deref(), Some("Audio feedback"));

    let deep = format!("{{\"practice\":{}1{}}}", "[".repeat(40), "]".repeat(40));
    assert!(parse(deep.as_bytes()).is_err());
}

#[test]
fn no_object_has_two_records_and_nothing_else_is_one() {
    let error = |value: Value| {
        let document = parse(value.to_string().as_bytes()).unwrap();
        record_of(document.root()).unwrap_err()
    };
    assert_eq!(
        error(json!({ "practice": {}, "event": {} })),
        RecordError::Several
    );
    for value in [json!([]), json!("practice"), json!(true), json!([{}])] {
        assert!(matches!(
            error(json!({ "practice": value })),
            RecordError::NoRecord(_)
        ));
    }
    for outcome in [json!({}), json!({ "practice": "oakfield", "outcome": "x" })] {
        assert!(matches!(
            error(json!({ "outcome": outcome })),
            RecordError::NoRecord(_)
        ));
    }
    let none = parse(br#"{"practice":null,"practices":{}}"#).unwrap();
    assert_eq!(record_of(none.root()), Ok(None));
}

#[test]
fn a_record_belongs_to_the_object_that_carries_it() {
    let check = |carrier: &IncomingObject| check_record(carrier.record.as_ref().unwrap(), carrier);
    assert_eq!(check(&outcome(json!({}))), Ok(()));
    // The same address, written otherwise.
    let same = "HTTPS://OAKFIELD.example:443/ap/objects/1";
    assert_eq!(check(&outcome(json!({ "practice": same }))), Ok(()));
    assert_eq!(
        check(&outcome(json!({ "practice": OTHER }))),
        Err(Contradiction::About)
    );
    // An answer to the adoption that it ends.
    assert_eq!(
        check(&outcome(json!({ "practice": OTHER, "adoption": PRACTICE }))),
        Ok(())
    );
    let own = "https://leeds.example/ap/objects/9";
    assert_eq!(check(&outcome(json!({ "id": own }))), Ok(()));
    for id in [
        json!(OTHER),
        json!("nine"),
        json!([own]),
        json!({ "id": own }),
    ] {
        assert_eq!(check(&outcome(json!({ "id": id }))), Err(Contradiction::Id));
    }

    let adoption = |practice: &str| {
        answer(json!({ "adoption": { "practice": practice, "status": "running" } }))
    };
    assert_eq!(check(&adoption(PRACTICE)), Ok(()));
    assert_eq!(check(&adoption(OTHER)), Err(Contradiction::About));
    let alone = object(&json!({
        "id": own, "type": "Note", "adoption": { "practice": PRACTICE, "status": "running" },
    }));
    assert_eq!(check(&alone), Err(Contradiction::About));

    for (kind, type_name, fits) in [
        (RecordKind::Practice, "Article", true),
        (RecordKind::Practice, "Note", false),
        (RecordKind::Practice, "Event", false),
        (RecordKind::Event, "Event", true),
        (RecordKind::Event, "Article", false),
        (RecordKind::EventNote, "Note", true),
        (RecordKind::EventNote, "Question", false),
    ] {
        let record = json!({ "event": PRACTICE });
        let carrier = object(&json!({
            "id": own, "type": type_name, "inReplyTo": PRACTICE, kind.property(): record,
        }));
        let expected = if fits {
            Ok(())
        } else {
            Err(Contradiction::Type)
        };
        assert_eq!(check(&carrier), expected, "{kind:?} in {type_name}");
    }
}

#[test]
fn a_note_is_about_the_event_that_it_answers_or_about_a_talk_of_it() {
    let check = |note: Value| {
        let carrier = answer(json!({ "eventNote": note }));
        check_record(carrier.record.as_ref().unwrap(), &carrier)
    };
    assert_eq!(check(json!({ "event": PRACTICE })), Ok(()));
    assert_eq!(check(json!({ "event": OTHER })), Err(Contradiction::About));
    assert_eq!(check(json!({ "event": OTHER, "slot": 2 })), Ok(()));
    assert!(answer(json!({ "eventNote": {} })).record.is_none());
}

#[test]
fn nobody_else_keeps_the_ledger_of_a_practice() {
    let ledger = |address: &str| {
        let record = TypedRecord::read(RecordKind::Practice, json!({ "ledger": address }));
        let practice = record.unwrap().practice().unwrap();
        ledger_of(&practice, &Iri::parse(PRACTICE).unwrap())
    };
    let own = format!("{PRACTICE}/ledger");
    assert_eq!(ledger(&own), Some(Iri::parse(&own).unwrap()));
    for address in [
        "https://evil.example/ledger",
        "http://oakfield.example/ledger",
        "ledger",
    ] {
        assert_eq!(ledger(address), None, "{address}");
    }
}

#[test]
fn an_article_carries_its_record() {
    let sent = document(&article()).to_json().unwrap();
    let read = parse(sent.as_bytes()).unwrap().object().unwrap();
    assert!(matches!(article().kind, PostKind::Article));
    let record = read.record.clone().unwrap();
    assert_eq!(record.practice().unwrap().version.get(), 3);
    assert_eq!(check_record(&record, &read), Ok(()));
    assert_eq!(read.id, iri("/ap/objects/10"));
}

/// Any JSON, under names that records have.
fn likely() -> impl Strategy<Value = Value> {
    const NAMES: [&str; 12] = [
        "practice",
        "outcome",
        "status",
        "problem",
        "version",
        "materials",
        "url",
        "ages",
        "from",
        "id",
        "theirs",
        "é",
    ];
    const TEXTS: [&str; 4] = [
        PRACTICE,
        "running",
        "https://w3id.org/staffroom/v/oc/worked",
        "\u{0}x",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(&TEXTS[..]).prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 8, |inner| {
        let name = prop::sample::select(&NAMES[..]);
        let members = prop::collection::btree_map(name, inner.clone(), 0..8);
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(Value::from),
            members.prop_map(|map| {
                let members = map
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value));
                Value::Object(members.collect())
            }),
        ]
    })
}

proptest! {
    #[test]
    fn no_record_panics_and_each_is_passed_on_as_it_is(
        value in likely(),
        kind in prop::sample::select(&RecordKind::ALL[..]),
    ) {
        let carrier = answer(json!({ kind.property(): value }));
        if let Some(record) = &carrier.record {
            let _ = check_record(record, &carrier);
            let _ = (record.practice(), record.adoption(), record.outcome());
            prop_assert_eq!(passed_on(record), record.text().as_str());
        }
    }
}
