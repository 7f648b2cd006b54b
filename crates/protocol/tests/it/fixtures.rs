//! Documents as other servers write them, with addresses of nobody.

use std::time::Duration;

use staffroom_protocol::incoming::*;
use staffroom_protocol::nodeinfo::{Discovery, IncomingNodeInfo};
use staffroom_protocol::webfinger::Jrd;
use staffroom_protocol::{Iri, parse_date};

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../fixtures/", $name, ".json"))
    };
}

fn iri(text: &str) -> Iri {
    Iri::parse(text).unwrap()
}

fn activity(bytes: &[u8]) -> IncomingActivity {
    parse(bytes).unwrap().into_activity().unwrap()
}

fn object(bytes: &[u8]) -> IncomingObject {
    parse(bytes).unwrap().object().unwrap()
}

fn embedded(activity: &IncomingActivity) -> IncomingObject {
    IncomingObject::read(activity.embedded().unwrap()).unwrap()
}

#[test]
fn a_reply_from_mastodon() {
    let create = activity(fixture!("mastodon_create_note"));
    assert_eq!(create.kind, ActivityKind::Create);
    assert_eq!(create.actor, iri("https://social.example/users/amy"));
    assert!(create.has_signature && !create.has_proof && create.id_is_of_actor());
    assert!(!create.to.public && create.cc.public && create.is_public());
    let note = embedded(&create);
    assert_eq!(note.kind, ObjectKind::Note);
    assert_eq!(note.summary.as_deref(), Some("Assessment"));
    assert_eq!(note.language.as_deref(), Some("en"));
    assert_eq!(
        note.in_reply_to,
        Some(iri("https://oakfield.example/ap/objects/10"))
    );
    assert!(note.sensitive && !note.is_vote);
    assert!(note.updated > note.published);
    assert_eq!((note.likes, note.shares), (Some(7), Some(2)));
    let mention = &note.tags.mentions[0];
    assert!(note.cc.names(&mention.href));
    assert_eq!(note.tags.hashtags[0].name, "edutooter");
    assert_eq!(note.tags.emoji[0].shortcode, "star");
    assert_eq!(
        note.tags.emoji[0].updated,
        parse_date("2025-01-01T00:00:00Z")
    );
    let file = &note.attachments[0];
    assert_eq!(file.alt.as_deref(), Some("A grid"));
    assert_eq!(file.focal_point, Some((-0.5, 1.0)));
    assert_eq!((file.width, file.height), (Some(1200), Some(800)));
    let replies = note.replies.unwrap();
    assert_eq!(
        replies.items,
        [iri("https://social.example/users/amy/statuses/114")]
    );
    assert!(replies.next.is_some());
    let policy = note.interaction_policy.unwrap();
    assert!(policy.can_quote.unwrap().automatic.public);
    assert!(policy.can_reply.is_none());
}

#[test]
fn a_person_from_mastodon() {
    let document = parse(fixture!("mastodon_person")).unwrap();
    assert_eq!(document.shape(), Shape::Actor);
    let amy = document.actor().unwrap();
    assert_eq!(amy.kind, ActorKind::Person);
    assert!(!amy.is_bot() && amy.manually_approves_followers);
    assert_eq!((amy.discoverable, amy.indexable), (Some(true), Some(false)));
    assert_eq!(
        amy.webfinger.as_ref().unwrap().to_string(),
        "amy@social.example"
    );
    assert_eq!(amy.shared_inbox, Some(iri("https://social.example/inbox")));
    assert_eq!(amy.icon.as_ref().unwrap().alt.as_deref(), Some("A map"));
    assert_eq!(amy.keys.len(), 1);
    assert_eq!(amy.keys[0].owner.as_ref(), Some(&amy.id));
    assert!(matches!(&amy.keys[0].material, KeyMaterial::Pem(pem) if pem.contains("BEGIN")));
    assert_eq!(amy.fields[0].name, "Subject");
    assert_eq!(amy.emoji[0].shortcode, "star");
    assert_eq!(amy.attribution_domains, ["blog.example"]);
    assert_eq!(amy.also_known_as.len(), 1);
}

#[test]
fn a_poll_from_mastodon() {
    let question = object(fixture!("mastodon_poll"));
    assert!(question.to.public);
    let poll = question.poll.unwrap();
    assert!(poll.multiple && !poll.is_closed);
    assert_eq!(poll.closed, poll.end_time);
    assert_eq!(poll.voters_count, Some(3));
    let names: Vec<_> = poll
        .options
        .iter()
        .map(|o| (o.name.as_str(), o.votes))
        .collect();
    assert_eq!(names, [("Mon", 2), ("Tue", 1)]);
}

#[test]
fn a_vote_is_told_from_an_answer() {
    let vote = embedded(&activity(fixture!("poll_vote")));
    assert!(vote.is_vote && !vote.is_public());
    assert_eq!(vote.name.as_deref(), Some("Monday"));
}

#[test]
fn a_note_and_a_stub_from_gotosocial() {
    let note = object(fixture!("gotosocial_note"));
    assert!(note.to.public);
    // The entry whose text is the content, not the first.
    assert_eq!(note.language.as_deref(), Some("cy"));
    assert_eq!(note.summary, None);
    assert_eq!(note.tags.mentions.len(), 1);
    assert_eq!(note.attachments[0].alt.as_deref(), Some("Better words"));
    assert_eq!(note.published, parse_date("2026-02-04T12:00:00Z"));
    let policy = note.interaction_policy.unwrap();
    let reply = policy.can_reply.unwrap();
    assert!(reply.manual.public && reply.automatic.ids.len() == 2);
    assert_eq!(policy.can_announce.unwrap().automatic.ids.len(), 1);
    assert!(note.replies.unwrap().id.is_some());

    let stub = parse(fixture!("gotosocial_key")).unwrap().actor().unwrap();
    assert_eq!(stub.inbox, None);
    assert_eq!(
        stub.keys[0].id,
        iri("https://gts.example/users/bo/main-key")
    );
}

#[test]
fn a_post_in_a_group_of_lemmy() {
    let announce = activity(fixture!("lemmy_announce_page"));
    assert_eq!(announce.kind, ActivityKind::Announce);
    let inner = announce.objects.into_iter().next().unwrap();
    let ObjectRef::Embedded(inner) = inner else {
        panic!("not embedded")
    };
    let create = IncomingActivity::from_object(*inner).unwrap();
    assert_eq!(create.actor, iri("https://lemmy.example/u/cy"));
    assert!(
        create
            .audience
            .names(&iri("https://lemmy.example/c/teaching"))
    );
    let page = embedded(&create);
    assert_eq!(page.kind, ObjectKind::Page);
    assert_eq!(page.language.as_deref(), Some("fr"));
    assert_eq!(
        page.source.unwrap().media_type.as_deref(),
        Some("text/markdown")
    );
    assert_eq!(page.links[0].href, iri("https://paper.example/1"));
    assert!(page.attachments.is_empty() && page.image.is_some());
    assert_eq!(page.published.unwrap().as_micros() % 1_000_000, 123_456);

    let group = parse(fixture!("lemmy_group")).unwrap().actor().unwrap();
    assert_eq!(
        group.attributed_to,
        [iri("https://lemmy.example/c/teaching/moderators")]
    );
    assert!(group.posting_restricted_to_mods);
    assert_eq!(group.source.as_deref(), Some("About it"));
}

#[test]
fn an_event_from_mobilizon() {
    let event = object(fixture!("mobilizon_event"));
    assert_eq!(event.attachments.len(), 1);
    assert_eq!(event.links.len(), 1);
    assert_eq!(event.language.as_deref(), Some("fr"));
    let details = event.event.unwrap();
    assert_eq!(details.start_time, parse_date("2026-03-01T17:00:00Z"));
    assert!(details.display_end_time);
    assert_eq!(details.status, EventStatus::Tentative);
    assert_eq!(details.join_mode, Some(JoinMode::Restricted));
    assert_eq!(details.maximum_attendee_capacity, Some(40));
    assert_eq!(details.external_participation_url, None);
    assert_eq!(
        details.places[0].address.as_deref(),
        Some("1 rue Verte, 75000, Paris, France")
    );
    assert_eq!(details.places[0].latitude, Some(48.8));
}

#[test]
fn an_event_from_gancio() {
    let event = embedded(&activity(fixture!("gancio_create_event")));
    let details = event.event.unwrap();
    assert_eq!(details.end_time, None);
    assert!(!details.display_end_time);
    assert_eq!(details.places[0].address.as_deref(), Some("2 Main Street"));
    assert_eq!(details.places[1].kind, PlaceKind::Virtual);
    assert_eq!(details.status, EventStatus::Scheduled);
    assert_eq!(event.attachments[0].focal_point, Some((0.0, -0.3)));
}

#[test]
fn a_quote_and_a_reaction_from_misskey() {
    let note = object(fixture!("misskey_quote"));
    assert_eq!(note.quotes.quote, None);
    assert_eq!(
        note.quotes.target(),
        Some(&iri("https://oakfield.example/ap/objects/10"))
    );
    assert!(note.tags.links[0].is_quote());
    let like = activity(fixture!("misskey_like"));
    assert_eq!(like.content.as_deref(), Some(":party:"));
    assert_eq!(like.tags.emoji[0].shortcode, "party");
    assert_eq!(
        like.object_id(),
        Some(iri("https://oakfield.example/ap/objects/10"))
    );
}

#[test]
fn a_reaction_from_pleroma_never_shows_hidden_recipients() {
    let react = activity(fixture!("pleroma_emoji_react"));
    assert_eq!(react.kind, ActivityKind::EmojiReact);
    assert_eq!(react.content.as_deref(), Some("👏"));
    assert!(!format!("{react:?}").contains("secret.example"));
}

#[test]
fn a_video_from_peertube() {
    let video = object(fixture!("peertube_video"));
    assert_eq!(video.kind, ObjectKind::Video);
    assert_eq!(video.url, Some(iri("https://tube.example/videos/watch/1")));
    assert_eq!(video.attributed_to.len(), 2);
    assert_eq!(video.media_type.as_deref(), Some("text/markdown"));
    assert_eq!(
        video.icon.unwrap().url,
        iri("https://tube.example/thumbs/1.jpg")
    );
    assert_eq!(video.tags.hashtags[0].name, "lessonstudy");
    assert_eq!(video.likes, None);
    assert_eq!(video.language.as_deref(), Some("en"));
}

#[test]
fn articles_from_wordpress_and_nodebb() {
    let article = object(fixture!("wordpress_article"));
    assert_eq!(article.kind, ObjectKind::Article);
    assert_eq!(article.name.as_deref(), Some("On marking"));
    assert!(article.preview.is_some());
    assert_eq!(article.id.as_str(), "https://blog.example/?p=12");
    let topic = object(fixture!("nodebb_note"));
    assert_eq!(topic.context, Some(iri("https://forum.example/topic/12")));
    assert!(
        topic
            .audience
            .names(&iri("https://forum.example/category/2"))
    );
    assert_eq!((topic.updated, topic.summary), (None, None));
}

#[test]
fn a_stamp_names_both_posts() {
    let document = parse(fixture!("quote_authorization")).unwrap();
    assert_eq!(document.shape(), Shape::Stamp);
    let stamp = document.stamp().unwrap();
    assert_eq!(
        stamp.interacting_object,
        Some(iri("https://oakfield.example/ap/objects/12"))
    );
    assert_eq!(
        stamp.attributed_to,
        Some(iri("https://social.example/users/amy"))
    );
}

#[test]
fn discovery_documents() {
    let jrd = Jrd::parse(fixture!("webfinger")).unwrap();
    assert_eq!(jrd.actor(), Some(iri("https://social.example/users/amy")));
    assert_eq!(jrd.subject.as_deref(), Some("acct:amy@social.example"));
    assert_eq!(jrd.links.len(), 4);
    let info = IncomingNodeInfo::parse(fixture!("nodeinfo")).unwrap();
    assert_eq!(info.software_name.as_deref(), Some("mastodon"));
    assert_eq!(info.users_active_half_year, Some(77));
    assert_eq!(info.local_posts, Some(1_000_000_000));
    let index = Discovery::parse(
        br#"{"links":[{"rel":"http://nodeinfo.diaspora.software/ns/schema/2.0","href":"https://a.example/2.0"},
            {"rel":"https://www.w3.org/ns/activitystreams#Application","href":"https://a.example/actor"},{"rel":1},7]}"#,
    )
    .unwrap();
    assert_eq!(index.document(), Some(&iri("https://a.example/2.0")));
    assert_eq!(index.application(), Some(&iri("https://a.example/actor")));
}

#[test]
fn a_collection_lies_about_its_size() {
    for (total, want) in [
        ("-1", Some(0)),
        ("1000000000000000000", Some(1_000_000_000)),
        ("\"many\"", None),
        ("\"7\"", Some(7)),
        ("[]", None),
    ] {
        let text = format!(
            r#"{{"type":"OrderedCollection","id":"https://a.example/c","totalItems":{total},
            "first":{{"type":"OrderedCollectionPage","orderedItems":["https://a.example/1"]}},
            "items":["https://a.example/1",{{"id":"https://a.example/2"}},7,null,"no"]}}"#
        );
        let list = parse(text.as_bytes()).unwrap().into_collection().unwrap();
        assert_eq!(list.total_items, want, "{total}");
        assert_eq!(list.items.len(), 2);
        let ObjectRef::Embedded(page) = list.first.unwrap() else {
            panic!("not embedded")
        };
        let page = IncomingCollection::from_object(*page).unwrap();
        assert!(page.kind.is_page() && page.id.is_none() && page.items.len() == 1);
    }
}

#[test]
fn keys_are_listed_up_to_ten() {
    let keys: Vec<String> = (0..15)
        .map(|n| {
            format!(
                r#"{{"type":"Multikey","id":"https://a.example/u#k{n}","controller":"https://a.example/u","publicKeyMultibase":"z6Mk{n}"}}"#
            )
        })
        .collect();
    let text = format!(
        r#"{{"type":["Service","X"],"id":"https://a.example/u","publicKey":[null,7],"assertionMethod":["https://a.example/u#k",{}],
        "generator":{{"type":"Application","implements":[{{"href":"https://datatracker.ietf.org/doc/html/rfc9421"}},"x"]}}}}"#,
        keys.join(",")
    );
    let actor = parse(text.as_bytes()).unwrap().actor().unwrap();
    assert!(actor.is_bot());
    assert!(actor.keys.len() <= 10 && actor.keys.len() >= 9);
    assert!(matches!(&actor.keys[0].material, KeyMaterial::Multibase(key) if key == "z6Mk0"));
    assert_eq!(actor.implements.len(), 2);

    let bare =
        br#"{"id":"https://a.example/k","owner":"https://a.example/u","publicKeyPem":"PEM"}"#;
    let document = parse(bare).unwrap();
    assert_eq!(document.shape(), Shape::Key);
    assert_eq!(
        document.key().unwrap().owner,
        Some(iri("https://a.example/u"))
    );
}

#[test]
fn a_recording_has_a_length() {
    let text = br#"{"type":"Note","id":"https://a.example/1","attachment":[
        {"type":"Audio","url":[{"type":"Link","href":"https://a.example/1.mp3","mediaType":"audio/mpeg"}],"duration":"PT1M2S"}]}"#;
    let note = object(text);
    assert_eq!(note.attachments[0].duration, Some(Duration::from_secs(62)));
    assert_eq!(
        note.attachments[0].media_type.as_deref(),
        Some("audio/mpeg")
    );
}
