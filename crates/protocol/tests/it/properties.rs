//! What holds for every document.

use proptest::prelude::*;
use staffroom_protocol::incoming::*;
use staffroom_protocol::outgoing::{self, Activity, Part, document};
use staffroom_protocol::{Addressees, Iri, read_everything};

use crate::samples::{actor, article, at, event, full_note, iri, question};

const NAMES: [&str; 46] = [
    "id",
    "type",
    "actor",
    "object",
    "to",
    "cc",
    "attributedTo",
    "content",
    "contentMap",
    "name",
    "nameMap",
    "summary",
    "url",
    "href",
    "tag",
    "attachment",
    "icon",
    "image",
    "replies",
    "first",
    "items",
    "orderedItems",
    "totalItems",
    "oneOf",
    "anyOf",
    "endTime",
    "closed",
    "location",
    "address",
    "startTime",
    "published",
    "publicKey",
    "assertionMethod",
    "endpoints",
    "sharedInbox",
    "interactionPolicy",
    "canReply",
    "automaticApproval",
    "focalPoint",
    "duration",
    "source",
    "mediaType",
    "links",
    "rel",
    "usage",
    "webfinger",
];
const TEXTS: [&str; 24] = [
    "Create",
    "Note",
    "Event",
    "Question",
    "Person",
    "OrderedCollection",
    "Mention",
    "Hashtag",
    "Emoji",
    "Link",
    "Document",
    "PropertyValue",
    "Place",
    "https://a.example/1",
    "https://b.example/u#k",
    "as:Public",
    "#x",
    ":x:",
    "PT1H",
    "2026-02-04T12:00:00Z",
    "a@b.example",
    "text/html",
    "self",
    "é\u{0}\u{202e}",
];

/// JSON whose names and texts often mean something.
fn likely_json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(&TEXTS[..]).prop_map(Value::from),
        prop::sample::select(&TEXTS[..]).prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 96, 10, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(prop::sample::select(&NAMES[..]), inner, 0..10).prop_map(
                |map| {
                    map.into_iter()
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect::<serde_json::Map<_, _>>()
                        .into()
                }
            ),
        ]
    })
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..256)) {
        read_everything(&bytes);
    }

    #[test]
    fn no_json_panics_in_any_view(value in likely_json()) {
        read_everything(value.to_string().as_bytes());
    }

    #[test]
    fn json_is_read_as_it_was_written(value in likely_json()) {
        let text = value.to_string();
        prop_assume!(!text.contains("\\u0000"));
        let read = staffroom_protocol::json::parse(text.as_bytes()).unwrap();
        // Not compared with the value itself: a float may lose its last bit in a text.
        let expected: serde_json::Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(serde_json::to_value(&read).unwrap(), expected);
    }

    #[test]
    fn no_text_panics_as_an_address(text in any::<String>(), tail in "[ -~]{0,40}") {
        let _ = Iri::parse(&text);
        if let Ok(iri) = Iri::parse(&format!("https://{tail}")) {
            let again = Iri::parse(iri.canonical()).unwrap();
            prop_assert!(again.same_origin(&iri));
            prop_assert_eq!(again.origin(), iri.origin());
            prop_assert_eq!(again, iri);
        }
    }

    #[test]
    fn a_note_says_the_same_when_it_is_read(
        html in "[^\u{0}]{1,80}",
        language in prop::option::of("[a-z]{2}(-[A-Z]{2})?"),
        public in any::<bool>(),
        people in prop::collection::btree_set(0_u32..1000, 0..5),
        seconds in 0_i64..1_000_000,
        sensitive in any::<bool>(),
    ) {
        let people: Vec<Iri> = people.iter().map(|n| iri(&format!("/ap/actors/{n}"))).collect();
        let mut note = full_note();
        note.content = outgoing::Content { html: html.clone(), language: language.clone() };
        note.to = Addressees { public, ids: people.clone() };
        note.published = at(seconds);
        note.sensitive = sensitive;
        let text = document(&note).to_json().unwrap();
        let read = parse(text.as_bytes()).unwrap().object().unwrap();
        prop_assert_eq!(read.content, Some(html));
        prop_assert_eq!(read.language, language);
        prop_assert_eq!(read.to, note.to);
        prop_assert_eq!(read.cc, note.cc);
        prop_assert_eq!(read.published, Some(note.published));
        prop_assert_eq!(read.sensitive, sensitive);
    }
}

#[test]
fn everything_of_a_note_comes_back() {
    let sent = full_note();
    let text = document(&sent).to_json().unwrap();
    let read = parse(text.as_bytes()).unwrap().object().unwrap();
    assert_eq!(read.id, sent.id);
    assert_eq!(read.attributed_to, [sent.attributed_to]);
    assert_eq!(read.summary, sent.summary);
    assert_eq!(read.in_reply_to, sent.in_reply_to);
    assert_eq!(read.context, sent.context);
    assert_eq!(read.updated, sent.updated);
    assert_eq!(read.url, Some(sent.url));
    assert_eq!(
        read.source.unwrap().content,
        "Who has tried *retrieval grids*?"
    );
    assert_eq!(read.tags.mentions.len(), 1);
    assert_eq!(read.tags.hashtags[0].name, "Year8");
    assert_eq!(read.tags.emoji[0].shortcode, "star");
    assert_eq!(read.attachments.len(), 2);
    assert_eq!(read.attachments[0].focal_point, Some((0.0, -0.5)));
    assert_eq!(read.attachments[1].duration.unwrap().as_millis(), 12_500);
    assert_eq!(read.links.len(), 1);
    assert_eq!((read.likes, read.shares), (Some(3), Some(1)));
    let quote = sent.quote.unwrap();
    assert_eq!(read.quotes.quote.as_ref(), Some(&quote.target));
    assert_eq!(read.quotes.legacy, Some(quote.target));
    assert_eq!(read.quotes.authorization, quote.authorization);
    assert!(read.tags.links[0].is_quote());
    let policy = read.interaction_policy.unwrap();
    assert!(policy.can_reply.unwrap().manual.public);
    assert_eq!(
        policy.can_quote.unwrap().automatic.ids,
        [iri("/ap/actors/1")]
    );
}

#[test]
fn polls_events_articles_and_actors_come_back() {
    let text = document(&question()).to_json().unwrap();
    let poll = parse(text.as_bytes())
        .unwrap()
        .object()
        .unwrap()
        .poll
        .unwrap();
    assert!(!poll.multiple && poll.options[0].votes == 4 && poll.voters_count == Some(4));
    assert_eq!(poll.end_time, Some(at(86_400)));

    let text = document(&event()).to_json().unwrap();
    let details = parse(text.as_bytes())
        .unwrap()
        .object()
        .unwrap()
        .event
        .unwrap();
    assert_eq!(details.status, EventStatus::Cancelled);
    assert_eq!(details.join_mode, Some(JoinMode::Restricted));
    assert_eq!(details.places.len(), 2);
    assert_eq!(
        details.places[0].address.as_deref(),
        Some("1 Oak Lane, Oakfield")
    );
    assert_eq!(
        (details.start_time, details.end_time),
        (Some(at(100_000)), Some(at(103_600)))
    );
    assert!(details.display_end_time);

    let text = document(&article()).to_json().unwrap();
    let read = parse(text.as_bytes()).unwrap();
    assert!(read.object().unwrap().preview.is_some());
    let record: serde_json::Value = read.root().get("practice").unwrap().read().unwrap();
    assert_eq!(record["version"], 3);

    let sent = actor();
    let text = document(&sent).to_json().unwrap();
    let read = parse(text.as_bytes()).unwrap().actor().unwrap();
    assert_eq!(read.inbox, Some(sent.inbox));
    assert_eq!(read.keys.len(), 2);
    assert_eq!(read.webfinger.unwrap().to_string(), sent.webfinger);
    assert_eq!(read.also_known_as, sent.also_known_as);
    assert_eq!(
        read.implements,
        ["https://datatracker.ietf.org/doc/html/rfc9421"]
    );
    assert_eq!(
        (read.discoverable, read.indexable),
        (Some(false), Some(false))
    );
}

#[test]
fn an_activity_comes_back_with_what_it_embeds() {
    let create = Activity::new(
        iri("/ap/activities/1"),
        ActivityKind::Create,
        iri("/ap/actors/1"),
        Part::Full(Box::new(full_note())),
    )
    .addressed(Addressees::everybody(), Addressees::default());
    let text = document(&create).for_proof().to_json().unwrap();
    let read = parse(text.as_bytes()).unwrap().into_activity().unwrap();
    assert_eq!(read.kind, ActivityKind::Create);
    assert!(read.to.public && read.cc.is_empty());
    assert_eq!(read.object_id(), Some(iri("/ap/objects/10")));
    assert!(IncomingObject::read(read.embedded().unwrap()).is_ok());
}
