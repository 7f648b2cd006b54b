//! Every type that is sent, as it is written.

use serde::Serialize;
use staffroom_protocol::nodeinfo::{
    Discovery, FederationMetadata, Metadata, NodeInfo, Software, Usage, UsersUsage, Version,
};
use staffroom_protocol::outgoing::*;
use staffroom_protocol::webfinger::{Jrd, JrdLink};
use staffroom_protocol::{Addressees, Iri, host_meta};

use crate::samples::*;

/// Pretty, in the order of the fields.
fn pretty<T: Serialize + Terms>(value: &T) -> String {
    serde_json::to_string_pretty(&document(value)).unwrap()
}

fn named(kind: ActivityKind, object: Iri) -> Activity<Nothing> {
    Activity::new(
        iri("/ap/activities/7"),
        kind,
        iri("/ap/actors/1"),
        Part::Id(object),
    )
}

#[test]
fn a_note_with_only_what_it_must_have() {
    insta::assert_snapshot!(pretty(&note()));
}

#[test]
fn a_note_with_everything() {
    insta::assert_snapshot!(pretty(&full_note()));
}

#[test]
fn an_article_with_a_record() {
    insta::assert_snapshot!(pretty(&article()));
}

#[test]
fn a_poll() {
    insta::assert_snapshot!(pretty(&question()));
}

#[test]
fn an_event() {
    insta::assert_snapshot!(pretty(&event()));
}

#[test]
fn a_page_in_a_group() {
    let page = Post {
        kind: PostKind::Page,
        name: Some("Marking".to_owned()),
        audience: Some(iri("/ap/actors/50")),
        ..note()
    };
    insta::assert_snapshot!(pretty(&page));
}

#[test]
fn a_vote() {
    insta::assert_snapshot!(pretty(&Vote {
        id: iri("/ap/objects/11"),
        attributed_to: iri("/ap/actors/1"),
        to: Addressees::only([iri("/ap/actors/2")]),
        name: "Monday".to_owned(),
        in_reply_to: iri("/ap/objects/10"),
    }));
}

#[test]
fn a_tombstone() {
    insta::assert_snapshot!(pretty(&Tombstone {
        id: iri("/ap/objects/10"),
        former_type: Some("Note"),
        deleted: Some(at(90)),
    }));
}

#[test]
fn a_person() {
    insta::assert_snapshot!(pretty(&actor()));
}

#[test]
fn a_group_and_the_server_itself() {
    let group = Actor {
        kind: ActorKind::Group,
        attributed_to: Some(iri("/ap/actors/1/moderators")),
        posting_restricted_to_mods: Some(true),
        ..actor()
    };
    let server = Actor {
        kind: ActorKind::Application,
        generator: None,
        implements: vec![Implements::RFC_9421],
        ..actor()
    };
    let written = format!("{}\n{}", pretty(&group), pretty(&server));
    insta::assert_snapshot!(written);
}

#[test]
fn activities_that_write_their_object_out() {
    let create = Activity::new(
        iri("/ap/activities/1"),
        ActivityKind::Create,
        iri("/ap/actors/1"),
        Part::Full(Box::new(note())),
    )
    .addressed(public(), followers());
    let delete = Activity::new(
        iri("/ap/activities/2"),
        ActivityKind::Delete,
        iri("/ap/actors/1"),
        Part::Full(Box::new(Tombstone {
            id: iri("/ap/objects/10"),
            former_type: None,
            deleted: None,
        })),
    );
    let undo = Activity::new(
        iri("/ap/activities/3"),
        ActivityKind::Undo,
        iri("/ap/actors/1"),
        Part::Full(Box::new(named(ActivityKind::Follow, iri("/ap/actors/2")))),
    );
    let written = format!(
        "{}\n{}\n{}",
        pretty(&create),
        pretty(&delete),
        pretty(&undo)
    );
    insta::assert_snapshot!(written);
}

#[test]
fn activities_that_name_their_object() {
    let there = || iri("/ap/objects/10");
    let mut all: Vec<Activity<Nothing>> = [
        ActivityKind::Follow,
        ActivityKind::Accept,
        ActivityKind::Reject,
        ActivityKind::Like,
        ActivityKind::Announce,
        ActivityKind::Ignore,
    ]
    .map(|kind| named(kind, there()))
    .into();
    let mut react = named(ActivityKind::EmojiReact, there());
    react.content = Some("👏".to_owned());
    let mut block = named(ActivityKind::Block, iri("/ap/actors/9"));
    block.remove_data = true;
    block.end_time = Some(at(1));
    block.summary = Some("Spam".to_owned());
    let mut flag = named(ActivityKind::Flag, there());
    flag.object = Part::Ids(vec![iri("/ap/actors/9"), there()]);
    flag.content = Some("Spam".to_owned());
    let mut moved = named(ActivityKind::Move, iri("/ap/actors/1"));
    moved.target = Some(iri("/ap/actors/2"));
    let mut add = named(ActivityKind::Add, there());
    add.target = Some(iri("/ap/actors/1/featured"));
    let mut join = named(ActivityKind::Join, there());
    join.participation_message = Some("Two of us".to_owned());
    let mut accept = named(ActivityKind::Accept, there());
    accept.result = Some(iri("/ap/stamps/5"));
    let mut request = named(ActivityKind::QuoteRequest, there());
    request.instrument = Some(Part::Full(Box::new(note())));
    all.extend([react, block, flag, moved, add, join, accept, request]);
    let written: Vec<String> = all
        .iter()
        .map(|activity| document(activity).to_json().unwrap())
        .collect();
    insta::assert_snapshot!(written.join("\n"));
}

#[test]
fn what_a_group_passes_on_is_not_changed() {
    let theirs = r#"{"z":1.50,"id":"https://a.example/1", "a":"\u0041"}"#;
    let raw = serde_json::value::RawValue::from_string(theirs.to_owned()).unwrap();
    let announce: Activity<Nothing> = Activity::new(
        iri("/ap/activities/4"),
        ActivityKind::Announce,
        iri("/ap/actors/50"),
        Part::Verbatim(raw),
    );
    let written = document(&announce).to_json().unwrap();
    assert!(
        written.contains(&format!("\"object\":{theirs}")),
        "{written}"
    );
}

#[test]
fn a_document_that_gets_a_proof_names_its_context() {
    let note = note();
    let written = document(&note).for_proof().to_json().unwrap();
    assert!(written.starts_with(
        r#"{"@context":["https://www.w3.org/ns/activitystreams","https://w3id.org/security/data-integrity/v1",{"#
    ));
}

#[test]
fn a_stamp() {
    insta::assert_snapshot!(pretty(&Stamp {
        id: iri("/ap/stamps/5"),
        kind: StampKind::QuoteAuthorization,
        attributed_to: iri("/ap/actors/1"),
        interacting_object: iri("/ap/objects/12"),
        interaction_target: iri("/ap/objects/10"),
    }));
}

#[test]
fn collections_and_pages() {
    let outbox: Collection<Iri> =
        Collection::paged(iri("/outbox"), Some(12), Some(iri("/outbox?page=1")))
            .with_last(iri("/outbox?page=2"))
            .owned_by(iri("/ap/actors/1"));
    let hidden: Collection<Iri> = Collection::paged(iri("/followers"), None, None);
    let featured = Collection::ordered(iri("/featured"), vec![note()]);
    let some = Collection::of(iri("/partial"), vec![iri("/ap/actors/1")]).without_total();
    let page = CollectionPage::ordered(iri("/outbox?page=1"), iri("/outbox"), vec![iri("/1")])
        .with_next(iri("/outbox?page=2"))
        .with_prev(iri("/outbox?page=0"));
    let bare = CollectionPage::of(iri("/replies?page=1"), iri("/replies"), vec![iri("/2")]);
    let written = [
        pretty(&outbox),
        pretty(&hidden),
        pretty(&featured),
        pretty(&some),
        pretty(&page),
        pretty(&bare),
    ];
    insta::assert_snapshot!(written.join("\n"));
}

#[test]
fn answers_of_discovery() {
    let jrd = Jrd {
        subject: Some("acct:teacher@oakfield.example".to_owned()),
        aliases: vec![iri("/@teacher").to_string()],
        links: vec![
            JrdLink::to_page(&iri("/@teacher")),
            JrdLink::to_actor(&iri("/ap/actors/1")),
            JrdLink::to_subscribe("https://oakfield.example/authorize_interaction?uri={uri}"),
        ],
    };
    let discovery = Discovery::new(
        iri("/nodeinfo/2.0"),
        iri("/nodeinfo/2.1"),
        iri("/ap/instance"),
    );
    let info = |version| {
        let software = Software {
            name: "staffroom".to_owned(),
            version: "0.1.0".to_owned(),
            repository: Some(iri("/source")),
            homepage: None,
        };
        let usage = Usage {
            users: UsersUsage {
                total: 12,
                active_halfyear: 9,
                active_month: 4,
            },
            local_posts: 100,
            local_comments: 0,
        };
        let metadata = Metadata {
            node_name: "Oakfield".to_owned(),
            node_description: "A school".to_owned(),
            staff_accounts: vec![iri("/ap/actors/1")],
            federation: FederationMetadata { enabled: true },
            ..Metadata::default()
        };
        NodeInfo::new(version, software, false, usage, metadata)
    };
    let written = [
        serde_json::to_string_pretty(&jrd).unwrap(),
        serde_json::to_string_pretty(&discovery).unwrap(),
        serde_json::to_string_pretty(&info(Version::V2_0)).unwrap(),
        serde_json::to_string_pretty(&info(Version::V2_1)).unwrap(),
        host_meta::host_meta(&iri("/")),
    ];
    insta::assert_snapshot!(written.join("\n"));
}
