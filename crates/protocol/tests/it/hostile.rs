//! Shapes of attacks: none gets a meaning that it should not have, none panics.

use staffroom_protocol::incoming::*;
use staffroom_protocol::json::JsonError;
use staffroom_protocol::{Iri, IriError, limits};

fn activity(text: &str) -> Result<IncomingActivity, ParseError> {
    parse(text.as_bytes())?.into_activity()
}

fn iri(text: &str) -> Iri {
    Iri::parse(text).unwrap()
}

#[test]
fn what_is_no_activity_is_refused_with_its_reason() {
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let deep_object = format!(r#"{{"id":"https://a.example/1","type":"Create","object":{deep}}}"#);
    for (text, error) in [
        ("", ParseError::Json(JsonError::Malformed)),
        ("{", ParseError::Json(JsonError::Malformed)),
        (deep.as_str(), ParseError::Json(JsonError::TooDeep)),
        (deep_object.as_str(), ParseError::Json(JsonError::TooDeep)),
        ("[]", ParseError::NotAnObject),
        ("\"x\"", ParseError::NotAnObject),
        ("null", ParseError::NotAnObject),
        (
            r#"{"id":"https://a.example/1","id":"https://b.example/1","type":"Like","actor":"https://a.example/u"}"#,
            ParseError::Json(JsonError::DuplicateName),
        ),
        (
            r#"{"id":"https://a.example/1","type":null,"actor":"https://a.example/u"}"#,
            ParseError::NoType,
        ),
        (
            r#"{"id":"https://a.example/1","actor":"https://a.example/u"}"#,
            ParseError::NoType,
        ),
        (
            r#"{"id":"https://a.example/1","type":{},"actor":"https://a.example/u"}"#,
            ParseError::NoType,
        ),
        (
            r#"{"type":"Like","actor":"https://a.example/u"}"#,
            ParseError::NoId,
        ),
        (
            r#"{"id":null,"type":"Like","actor":"https://a.example/u"}"#,
            ParseError::NoId,
        ),
        (
            r#"{"id":["https://a.example/1"],"type":"Like","actor":"https://a.example/u"}"#,
            ParseError::NoId,
        ),
        (
            r#"{"id":"urn:1","type":"Like","actor":"https://a.example/u"}"#,
            ParseError::BadId(IriError::Scheme),
        ),
        (
            r#"{"id":"https://x@a.example/1","type":"Like","actor":"https://a.example/u"}"#,
            ParseError::BadId(IriError::UserInfo),
        ),
        (
            r#"{"id":"https://a.example/1","type":"Like"}"#,
            ParseError::NoActor,
        ),
        (
            r#"{"id":"https://a.example/1","type":"Like","actor":{"type":"Person"}}"#,
            ParseError::NoActor,
        ),
        (
            r#"{"id":"https://a.example/1","type":"Like","actor":["https://a.example/u","https://b.example/u"]}"#,
            ParseError::NoActor,
        ),
        (
            r#"{"@id":"https://a.example/1","@type":"Like","as:actor":"https://a.example/u"}"#,
            ParseError::NoType,
        ),
    ] {
        assert_eq!(
            activity(text).unwrap_err(),
            error,
            "{}",
            text.get(..80).unwrap_or(text)
        );
    }
    let large = format!(r#"{{"id":"{}"}}"#, "x".repeat(limits::BODY));
    assert!(activity(&large).unwrap_err().is_too_large());
}

/// Catalogue 31, 32.
#[test]
fn no_context_changes_what_a_key_means() {
    let plain = r#""id":"https://a.example/1","type":"Like","actor":"https://a.example/u","object":"https://b.example/1","to":["https://c.example/u"]"#;
    let wanted = activity(&format!("{{{plain}}}")).unwrap();
    for context in [
        r#""@context":{"actor":"https://x.example/ns#ignored","attributedTo":"as:actor"}"#,
        r#""@context":["https://www.w3.org/ns/activitystreams",{"object":{"@reverse":"as:object"},"to":"as:bto"}]"#,
        r#""@context":{"@vocab":"https://evil.example/","id":"@type","type":"@id"}"#,
        r#""@id":"https://evil.example/1","@type":"Delete","as:actor":"https://evil.example/u""#,
        r#""@graph":[{"id":"https://evil.example/1","type":"Delete","actor":"https://evil.example/u"}]"#,
        r#""@reverse":{"object":{"id":"https://evil.example/1","type":"Delete"}}"#,
        r#""@included":[{"id":"https://evil.example/1","type":"Update"}]"#,
        r#""https://www.w3.org/ns/activitystreams#actor":"https://evil.example/u","bto":"https://evil.example/u","bcc":["https://evil.example/u"]"#,
    ] {
        assert_eq!(
            activity(&format!("{{{context},{plain}}}")).unwrap(),
            wanted,
            "{context}"
        );
        assert_eq!(
            activity(&format!("{{{plain},{context}}}")).unwrap(),
            wanted,
            "{context}"
        );
    }
    let graph = r#"{"@context":"https://www.w3.org/ns/activitystreams","@graph":[{"id":"https://a.example/1","type":"Like","actor":"https://a.example/u"}]}"#;
    assert_eq!(parse(graph.as_bytes()).unwrap().shape(), Shape::Unknown);
}

/// Checklist 8.
#[test]
fn whoever_is_embedded_as_actor_is_only_an_id() {
    let like = activity(
        r#"{"id":"https://a.example/1","type":["Like","Foo"],"actor":{"id":"https://a.example/u","type":"Person","inbox":"https://evil.example/inbox"},"object":"https://b.example/1"}"#,
    )
    .unwrap();
    assert_eq!(like.actor, iri("https://a.example/u"));
    assert!(!format!("{like:?}").contains("evil"));
}

/// Checklist 5, 6.
#[test]
fn ids_on_another_host_are_seen() {
    for (id, ours) in [
        ("https://a.example/1", true),
        ("https://A.example:443/1", true),
        ("https://b.example/1", false),
        ("http://a.example/1", false),
        ("https://a.example:8443/1", false),
        ("https://a.example.evil.example/1", false),
        ("https://evil.example/https://a.example/1", false),
    ] {
        let text = format!(r#"{{"id":"{id}","type":"Like","actor":"https://a.example/u"}}"#);
        assert_eq!(activity(&text).unwrap().id_is_of_actor(), ours, "{id}");
    }
}

/// Checklist 10. Catalogue 22.
#[test]
fn authors_may_come_in_any_form() {
    for (authors, want) in [
        (r#""https://a.example/u""#, 1),
        (r#"["https://a.example/u","https://a.example/u"]"#, 1),
        (
            r#"[{"type":"Person","id":"https://a.example/u"},"https://b.example/u"]"#,
            2,
        ),
        (r#"{"type":"Person","name":"Nobody"}"#, 0),
        (r#"[null,7,[["https://a.example/u"]],{},""]"#, 0),
        ("null", 0),
        ("{\"id\":{\"id\":\"https://a.example/u\"}}", 0),
    ] {
        let text =
            format!(r#"{{"id":"https://a.example/1","type":"Note","attributedTo":{authors}}}"#);
        let note = parse(text.as_bytes()).unwrap().object().unwrap();
        assert_eq!(note.attributed_to.len(), want, "{authors}");
    }
}

/// Members that some view reads.
const NAMES: [&str; 58] = [
    "to",
    "cc",
    "audience",
    "name",
    "summary",
    "content",
    "contentMap",
    "mediaType",
    "source",
    "url",
    "inReplyTo",
    "context",
    "conversation",
    "published",
    "updated",
    "sensitive",
    "tag",
    "attachment",
    "image",
    "icon",
    "oneOf",
    "anyOf",
    "endTime",
    "closed",
    "votersCount",
    "replies",
    "likes",
    "shares",
    "quote",
    "quoteUrl",
    "interactionPolicy",
    "preview",
    "generator",
    "startTime",
    "location",
    "status",
    "joinMode",
    "organizers",
    "inbox",
    "outbox",
    "endpoints",
    "publicKey",
    "assertionMethod",
    "alsoKnownAs",
    "movedTo",
    "webfinger",
    "target",
    "origin",
    "result",
    "instrument",
    "object",
    "items",
    "orderedItems",
    "first",
    "totalItems",
    "language",
    "duration",
    "latitude",
];

/// Catalogue 34.
#[test]
fn members_of_the_wrong_form_are_as_if_absent() {
    let values = [
        "null",
        "true",
        "-7",
        "1e300",
        "\"\"",
        "[]",
        "{}",
        "[[[]]]",
        "[null]",
        r#"{"id":7}"#,
        r#"[{"type":["Mention","Emoji","Link","Document"],"href":{},"url":[[]],"icon":[{}]}]"#,
    ];
    for kind in [
        "Note",
        "Event",
        "Question",
        "Person",
        "Create",
        "OrderedCollection",
        "Multikey",
        "QuoteAuthorization",
    ] {
        for value in values {
            let members: Vec<String> = NAMES
                .iter()
                .map(|name| format!("\"{name}\":{value}"))
                .collect();
            let text = format!(
                r#"{{"id":"https://a.example/1","type":"{kind}","actor":"https://a.example/u",{}}}"#,
                members.join(",")
            );
            let document = parse(text.as_bytes()).unwrap();
            let object = document.object().unwrap();
            assert!(object.to.is_empty() && object.poll.is_none(), "{text}");
            assert!(
                object.attachments.is_empty() && object.tags == Tags::default(),
                "{text}"
            );
            if let Ok(actor) = document.actor() {
                assert!(actor.inbox.is_none() && actor.keys.is_empty());
            }
            let _ = document.clone().into_collection();
            let _ = document.clone().into_activity().unwrap();
        }
    }
}

/// Checklist 41.
#[test]
fn bombs_of_tags_recipients_and_files_are_cut() {
    let many =
        |one: &dyn Fn(usize) -> String, n: usize| (0..n).map(one).collect::<Vec<_>>().join(",");
    let text = format!(
        r#"{{"id":"https://a.example/1","type":"Note","to":[{},"as:Public"],"tag":[{},{}],"attachment":[{}]}}"#,
        many(&|n| format!("\"https://a.example/u{n}\""), 3_000),
        many(
            &|n| format!(r#"{{"type":"Mention","href":"https://a.example/u{n}"}}"#),
            500
        ),
        many(
            &|n| format!(r##"{{"type":"Hashtag","name":"#t{n}"}}"##),
            500
        ),
        many(
            &|n| format!(r#"{{"type":"Image","url":"https://a.example/{n}.png"}}"#),
            1_000
        ),
    );
    let note = parse(text.as_bytes()).unwrap().object().unwrap();
    assert_eq!(note.to.ids.len(), limits::RECIPIENTS);
    // Everybody counts wherever it stands: cutting must never make a post look more private, or public.
    assert!(note.to.public);
    assert_eq!(note.tags.mentions.len(), limits::TAGS);
    assert_eq!(note.tags.hashtags.len(), limits::TAGS);
    assert_eq!(note.attachments.len(), limits::ATTACHMENTS);
}

/// Checklist 46. Catalogue 51, 52.
#[test]
fn emoji_cannot_smuggle_markup_or_paths() {
    for name in [
        ":<script>:",
        ":../../x:",
        ":a b:",
        "::",
        ":a\\u0000\\\"b:",
        ":é:",
    ] {
        let text = format!(
            r#"{{"id":"https://a.example/1","type":"Note","tag":[{{"type":"Emoji","name":"{name}","icon":{{"url":"https://a.example/e.png"}}}}]}}"#
        );
        let note = parse(text.as_bytes()).unwrap().object().unwrap();
        assert!(note.tags.emoji.is_empty(), "{name}");
    }
    let script = r#"{"id":"https://a.example/1","type":"Note","url":"javascript:alert(1)","attachment":[{"type":"Image","url":"data:image/png;base64,AA"},{"type":"Link","href":"file:///etc/passwd"}]}"#;
    let note = parse(script.as_bytes()).unwrap().object().unwrap();
    assert!(note.url.is_none() && note.attachments.is_empty() && note.links.is_empty());
}

/// Checklist 43. Catalogue 33.
#[test]
fn no_text_that_is_read_has_a_nul_in_it() {
    let text = r#"{"id":"https://a.example/1","type":"Note","content":"a\u0000b","name":"\u0000","contentMap":{"en":"a\u0000b"}}"#;
    let note = parse(text.as_bytes()).unwrap().object().unwrap();
    assert_eq!(note.content.as_deref(), Some("ab"));
    assert_eq!(note.name, None);
    assert!(!format!("{note:?}").contains("\\0"));
}

#[test]
fn a_pin_of_mastodon_has_no_id_and_other_activities_must() {
    let add = r#"{"type":"Add","actor":"https://a.example/u","target":"https://a.example/u/featured","object":"https://a.example/1"}"#;
    assert_eq!(activity(add).unwrap().id, None);
    assert_eq!(
        activity(&add.replace("Add", "Follow")).unwrap_err(),
        ParseError::NoId
    );
}

#[test]
fn several_objects_are_none_where_one_is_asked_for() {
    let flag = activity(
        r#"{"id":"https://a.example/1","type":"Flag","actor":"https://a.example/u","object":["https://b.example/u","https://b.example/1"]}"#,
    )
    .unwrap();
    assert_eq!(flag.objects.len(), 2);
    assert!(flag.object().is_none());
}
