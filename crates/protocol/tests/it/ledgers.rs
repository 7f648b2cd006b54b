//! Ledgers on their way: out, in, and what lies in between.

use serde_json::{Value, json};
use staffroom_domain::ledger::{LedgerSummary, Reason, Rejection};
use staffroom_domain::{RecordText, Timestamp};
use staffroom_protocol::incoming::{ActivityKind, IncomingLedger, parse, rejections_of};
use staffroom_protocol::outgoing::{
    Activity, Collection, CollectionPage, Ledger, Nothing, Part, Rejected, Summary, Terms, document,
};

use crate::samples::{at, iri};

fn summary() -> LedgerSummary {
    LedgerSummary {
        practice: iri("/ap/objects/10").as_str().to_owned(),
        as_of: at(0),
        organisations: 6,
        independent: 4,
        ..LedgerSummary::default()
    }
}

fn ledger() -> Ledger {
    let id = iri("/ap/objects/10/ledger");
    let first = iri("/ap/objects/10/ledger?page=1");
    Ledger {
        collection: Collection::paged(id, Some(7), Some(first)).owned_by(iri("/ap/actors/1")),
        rejected: iri("/ap/objects/10/ledger/rejected"),
        summary: Summary(RecordText::of(&summary()).unwrap()),
    }
}

fn read(value: &Value) -> IncomingLedger {
    parse(value.to_string().as_bytes())
        .unwrap()
        .into_ledger()
        .unwrap()
}

fn pretty<T: serde::Serialize + Terms>(value: &T) -> String {
    serde_json::to_string_pretty(&document(value)).unwrap()
}

#[test]
fn a_ledger_is_a_list_with_its_counts() {
    insta::assert_snapshot!(pretty(&ledger()));
}

#[test]
fn what_was_not_taken_into_it_is_listed_with_reasons() {
    let rejected = |path: &str, rejection_reason| Rejected {
        object: iri(path),
        rejection_reason,
    };
    let page = CollectionPage::ordered(
        iri("/ap/objects/10/ledger/rejected?page=1"),
        iri("/ap/objects/10/ledger/rejected"),
        vec![
            rejected("/ap/objects/31", Reason::OutOfScope),
            rejected("/ap/objects/32", Reason::Spam),
        ],
    );
    insta::assert_snapshot!(pretty(&page));
    let sent = document(&page).to_json().unwrap();
    let read = parse(sent.as_bytes()).unwrap().into_collection().unwrap();
    let expected = |path: &str, reason| Rejection {
        id: iri(path).as_str().to_owned(),
        reason,
    };
    assert_eq!(
        rejections_of(&read),
        [
            expected("/ap/objects/31", Reason::OutOfScope),
            expected("/ap/objects/32", Reason::Spam),
        ]
    );
}

#[test]
fn a_ledger_comes_back_byte_for_byte_in_its_counts() {
    let sent = ledger();
    let text = document(&sent).to_json().unwrap();
    assert!(text.contains(sent.summary.0.as_str()));
    let read = parse(text.as_bytes()).unwrap().into_ledger().unwrap();
    assert_eq!(read.summary, Some(sent.summary.0));
    assert_eq!(read.rejected, Some(sent.rejected));
    assert_eq!(read.collection.total_items, Some(7));
    assert_eq!(read.counts_of(&iri("/ap/objects/10")), Some(summary()));
    // The counts of one practice are not those of another.
    assert_eq!(read.counts_of(&iri("/ap/objects/11")), None);
}

#[test]
fn a_ledger_that_says_impossible_things_is_only_a_list() {
    let practice = iri("/ap/objects/10");
    let with = |member: Value| {
        read(&json!({
            "type": "OrderedCollection", "id": "https://oakfield.example/ap/objects/10/ledger",
            "totalItems": 7, "ledgerSummary": member,
        }))
    };
    let good =
        json!({ "practice": practice.as_str(), "asOf": "2026-06-30T08:00:00Z", "theirs": 1 });
    let known = with(good.clone());
    assert_eq!(
        known.counts_of(&practice).unwrap().as_of,
        Timestamp::from_secs(1_782_806_400)
    );
    assert!(known.summary.unwrap().as_str().contains(r#""theirs":1"#));
    for (name, lie) in [
        ("organisations", json!(0.5)),
        ("organisations", json!(-1)),
        ("outcomes", json!({ "worked": "many" })),
        ("asOf", json!("yesterday")),
        ("practice", json!("https://evil.example/1")),
    ] {
        let mut summary = good.clone();
        summary[name] = lie;
        let read = with(summary);
        assert_eq!(read.counts_of(&practice), None, "{name}");
        assert_eq!(read.collection.total_items, Some(7));
    }
    for none in [
        json!([]),
        json!("x"),
        json!({ "x": "y".repeat(RecordText::MAX) }),
    ] {
        assert_eq!(with(none).summary, None);
    }
}

#[test]
fn a_page_that_lies_about_totals_names_each_entry_once() {
    let page = read(&json!({
        "type": "OrderedCollectionPage",
        "totalItems": 9_000_000_000_000_u64,
        "orderedItems": [
            "https://leeds.example/1", "https://LEEDS.example/1", { "id": "https://leeds.example/1" },
            "https://leeds.example/2", 7, null, "leeds",
        ],
    }));
    let ids: Vec<String> = page.entries().iter().map(ToString::to_string).collect();
    assert_eq!(ids, ["https://leeds.example/1", "https://leeds.example/2"]);
    assert_eq!(page.collection.total_items, Some(1_000_000_000));
    assert_eq!(page.summary, None);
}

#[test]
fn rejections_of_others_are_read_as_far_as_they_go() {
    let list = read(&json!({
        "type": "OrderedCollection",
        "orderedItems": [
            { "type": "Reject", "object": { "id": "https://leeds.example/1" }, "rejectionReason": "displeasing" },
            { "type": "Reject", "object": "https://leeds.example/1", "rejectionReason": "spam" },
            { "type": "Reject", "object": "https://leeds.example/2" },
            { "type": "Reject", "rejectionReason": "spam" },
            { "type": "Accept", "object": "https://leeds.example/3" },
            "https://leeds.example/4",
        ],
    }));
    let read: Vec<(String, Reason)> = rejections_of(&list.collection)
        .into_iter()
        .map(|it| (it.id, it.reason))
        .collect();
    assert_eq!(
        read,
        [
            ("https://leeds.example/1".to_owned(), Reason::Other),
            ("https://leeds.example/2".to_owned(), Reason::Other),
        ]
    );
}

#[test]
fn a_rejection_says_why() {
    let reject = Activity::<Nothing> {
        rejection_reason: Some(Reason::NotIndependent),
        ..Activity::new(
            iri("/ap/activities/9"),
            ActivityKind::Reject,
            iri("/ap/actors/1"),
            Part::Id(iri("/ap/objects/31")),
        )
    };
    let sent = document(&reject).to_json().unwrap();
    assert!(
        sent.contains(r#""rejectionReason":"cop:rejectionReason""#),
        "{sent}"
    );
    let read = parse(sent.as_bytes()).unwrap().into_activity().unwrap();
    assert_eq!(read.rejection_reason, Some(Reason::NotIndependent));
    let without =
        parse(br#"{"id":"https://a.example/1","type":"Reject","actor":"https://a.example/2"}"#);
    assert_eq!(
        without.unwrap().into_activity().unwrap().rejection_reason,
        None
    );
}
