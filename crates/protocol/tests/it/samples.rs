//! Documents to send, of a school that does not exist.

use std::time::Duration;

use staffroom_domain::{RecordKind, Timestamp, TypedRecord};
use staffroom_protocol::outgoing::*;
use staffroom_protocol::{Addressees, Iri};

pub(crate) fn iri(path: &str) -> Iri {
    Iri::parse(&format!("https://oakfield.example{path}")).unwrap()
}

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_secs(1_770_000_000 + seconds)
}

pub(crate) fn public() -> Addressees {
    Addressees::everybody()
}

pub(crate) fn followers() -> Addressees {
    Addressees::only([iri("/ap/actors/1/followers")])
}

pub(crate) fn image(path: &str) -> Image {
    Image {
        media_type: Some("image/png".to_owned()),
        url: iri(path),
        summary: Some("A blue door".to_owned()),
    }
}

pub(crate) fn note() -> Post {
    let mut note = Post::new(
        iri("/ap/objects/10"),
        PostKind::Note,
        iri("/ap/actors/1"),
        iri("/@teacher/10"),
        Content {
            html: "<p>Who has tried retrieval grids?</p>".to_owned(),
            language: Some("en".to_owned()),
        },
        at(0),
    );
    note.to = public();
    note.cc = followers();
    note
}

pub(crate) fn full_note() -> Post {
    let mut note = note();
    note.summary = Some("Marking".to_owned());
    note.sensitive = true;
    note.source = Some(Source {
        content: "Who has tried *retrieval grids*?".to_owned(),
        media_type: "text/markdown",
    });
    note.in_reply_to = Some(iri("/ap/objects/9"));
    note.context = Some(iri("/ap/objects/9/context"));
    note.updated = Some(at(60));
    note.tag = vec![
        Tag::Mention {
            href: iri("/ap/actors/2"),
            name: "@head@oakfield.example".to_owned(),
        },
        Tag::Hashtag {
            href: iri("/tags/year8"),
            name: "#Year8".to_owned(),
        },
        Tag::Emoji(EmojiTag {
            id: iri("/emoji/star"),
            name: ":star:".to_owned(),
            updated: Some(at(0)),
            icon: image("/emoji/star.png"),
        }),
        Tag::quote(iri("/ap/objects/8")),
    ];
    note.attachment = vec![
        Attachment::Media(Box::new(Media {
            kind: MediaKind::Image,
            media_type: "image/webp".to_owned(),
            url: iri("/media/1.webp"),
            name: Some("A grid on a board".to_owned()),
            blurhash: Some("LEHV6nWB2yk8pyo0adR*.7kCMdnj".to_owned()),
            focal_point: Some((0.0, -0.5)),
            width: Some(640),
            height: Some(480),
            duration: None,
            icon: None,
        })),
        Attachment::Media(Box::new(Media {
            kind: MediaKind::Video,
            media_type: "video/mp4".to_owned(),
            url: iri("/media/2.mp4"),
            name: None,
            blurhash: None,
            focal_point: None,
            width: None,
            height: None,
            duration: Some(Duration::from_millis(12_500)),
            icon: Some(image("/media/2.png")),
        })),
        Attachment::Link(LinkAttachment {
            href: Iri::parse("https://example.org/paper").unwrap(),
            name: Some("The paper".to_owned()),
            media_type: Some("text/html".to_owned()),
        }),
    ];
    note.replies = Some(iri("/ap/objects/10/replies"));
    note.likes = Some(Total {
        id: Some(iri("/ap/objects/10/likes")),
        total_items: 3,
    });
    note.shares = Some(Total::of(1));
    note.quote = Some(Quote {
        target: iri("/ap/objects/8"),
        authorization: Some(iri("/ap/stamps/5")),
    });
    note.interaction_policy = Some(InteractionPolicy {
        can_reply: Some(Approvals {
            automatic_approval: followers(),
            manual_approval: public(),
        }),
        can_quote: Some(Approvals {
            automatic_approval: Addressees::only([iri("/ap/actors/1")]),
            manual_approval: Addressees::default(),
        }),
        ..InteractionPolicy::default()
    });
    note
}

pub(crate) fn question() -> Post {
    let poll = Poll {
        one_of: vec![PollAnswer::new("Monday", 4), PollAnswer::new("Friday", 0)],
        any_of: Vec::new(),
        end_time: at(86_400),
        closed: None,
        voters_count: 4,
    };
    Post {
        kind: PostKind::Question(poll),
        ..note()
    }
}

pub(crate) fn event() -> Post {
    let event = Event {
        start_time: at(100_000),
        end_time: at(103_600),
        display_end_time: true,
        timezone: "Europe/London".to_owned(),
        location: vec![
            EventPlace::Place {
                name: "School hall".to_owned(),
                address: Some(PostalAddress {
                    street_address: Some("1 Oak Lane".to_owned()),
                    address_locality: Some("Oakfield".to_owned()),
                    ..PostalAddress::default()
                }),
                latitude: Some(51.5),
                longitude: Some(-0.1),
            },
            EventPlace::VirtualLocation {
                name: None,
                url: iri("/room"),
            },
        ],
        status: EventStatus::Cancelled,
        join_mode: JoinMode::Restricted,
        external_participation_url: None,
        maximum_attendee_capacity: Some(40),
        remaining_attendee_capacity: Some(12),
        participant_count: Some(28),
        is_online: true,
        category: Some("LEARNING".to_owned()),
        organizers: Some(iri("/ap/objects/20/organizers")),
        attendees: Some(iri("/ap/objects/20/attendees")),
    };
    Post {
        kind: PostKind::Event(Box::new(event)),
        name: Some("TeachMeet".to_owned()),
        ..note()
    }
}

pub(crate) fn article() -> Post {
    Post {
        kind: PostKind::Article,
        name: Some("Audio feedback".to_owned()),
        summary: Some("<p>Partly worked.</p>".to_owned()),
        image: Some(image("/media/3.png")),
        preview: Some(Preview {
            content: "<p>Short.</p>".to_owned(),
        }),
        record: Some(Record(
            TypedRecord::read(RecordKind::Practice, serde_json::json!({"version": 3})).unwrap(),
        )),
        ..note()
    }
}

pub(crate) fn actor() -> Actor {
    Actor {
        id: iri("/ap/actors/1"),
        kind: ActorKind::Person,
        preferred_username: "teacher".to_owned(),
        webfinger: "teacher@oakfield.example".to_owned(),
        name: Some("A. Teacher".to_owned()),
        summary: Some("<p>Teaches.</p>".to_owned()),
        source: None,
        inbox: iri("/ap/actors/1/inbox"),
        outbox: iri("/ap/actors/1/outbox"),
        followers: iri("/ap/actors/1/followers"),
        following: iri("/ap/actors/1/following"),
        featured: Some(iri("/ap/actors/1/featured")),
        featured_collections: None,
        endpoints: Endpoints {
            shared_inbox: iri("/ap/inbox"),
        },
        url: iri("/@teacher"),
        icon: Some(image("/media/4.png")),
        image: None,
        public_key: PublicKey {
            id: iri("/ap/actors/1#main-key"),
            owner: iri("/ap/actors/1"),
            public_key_pem: "-----BEGIN PUBLIC KEY-----\n…\n-----END PUBLIC KEY-----\n".to_owned(),
        },
        assertion_method: vec![Multikey {
            id: iri("/ap/actors/1#ed25519-key"),
            controller: iri("/ap/actors/1"),
            public_key_multibase: "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQXXzCb3fZKcX9".to_owned(),
        }],
        manually_approves_followers: true,
        discoverable: false,
        indexable: false,
        memorial: false,
        suspended: false,
        published: Some(at(-86_400)),
        updated: None,
        tag: Vec::new(),
        attachment: vec![PropertyValue {
            name: "Subject".to_owned(),
            value: "English".to_owned(),
        }],
        also_known_as: vec![iri("/ap/actors/0")],
        moved_to: None,
        attribution_domains: vec!["blog.example".to_owned()],
        attributed_to: None,
        posting_restricted_to_mods: None,
        members: None,
        records: None,
        interaction_policy: None,
        generator: Some(Generator {
            id: Some(iri("/ap/instance")),
            implements: vec![Implements::RFC_9421],
        }),
        implements: Vec::new(),
    }
}
