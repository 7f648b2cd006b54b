//! What posts of other kinds of servers become here: articles, pages, events, pictures, videos, sounds,
//! and what nobody knows; custom emojis; what authors let others do.

use serde_json::{Value, json};
use staffroom_db::accounts::AccountRow;
use staffroom_db::emojis::{self, EmojiRow};
use staffroom_db::events::{self, EventRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_service::statuses::{StatusError, boost, favourite};
use staffroom_testkit::{TestDb, db_test};

use super::instance::{Instance, activity, assert_applied, note};

macro_rules! fixture {
    ($name:literal) => {
        serde_json::from_str::<Value>(include_str!(concat!(
            "../../../../protocol/tests/fixtures/",
            $name,
            ".json"
        )))
        .unwrap()
    };
}

/// Somebody elsewhere with that id, whom somebody here follows.
async fn author(here: &Instance, host: &str, uri: &str) -> AccountRow {
    let author = here
        .remote_with("author", host, |new| {
            uri.clone_into(&mut new.uri);
            new.followers = Some(format!("{uri}/followers"));
        })
        .await;
    let anna = here.local("anna").await;
    here.follows(&anna, &author).await;
    author
}

async fn created(here: &Instance, by: &AccountRow, object: Value) -> StatusRow {
    let uri = object["id"].as_str().unwrap().to_owned();
    assert_applied(&here.receive(by, activity(by, 1, "Create", object)).await);
    here.status(&uri).await.expect("it is kept")
}

async fn event_of(here: &Instance, of: &StatusRow) -> Option<EventRow> {
    let id = of.id;
    here.read(move |conn| events::of_statuses(conn, &[id]))
        .await
        .pop()
}

/// Title, summary, text.
fn texts(row: &StatusRow) -> (&str, &str, &str) {
    (
        row.title.as_deref().unwrap_or_default(),
        &row.spoiler,
        &row.content,
    )
}

#[db_test]
async fn an_article_of_wordpress_has_title_summary_and_text(db: TestDb) {
    let here = Instance::on(db);
    let by = author(&here, "blog.example", "https://blog.example/?author=1").await;
    let row = created(&here, &by, fixture!("wordpress_article")).await;
    assert_eq!(row.kind, "article");
    assert_eq!(texts(&row), ("On marking", "In short", "<p>Long</p>"));
    assert!(!row.sensitive, "a summary is no warning");
    assert_eq!(row.url.as_deref(), Some("https://blog.example/on-marking/"));
}

#[db_test]
async fn an_article_of_nodebb_keeps_its_topic(db: TestDb) {
    let here = Instance::on(db);
    let by = author(&here, "forum.example", "https://forum.example/uid/3").await;
    let mut article = fixture!("nodebb_note");
    article["summary"] = "<p>Which do you […]</p>".into();
    let row = created(&here, &by, article).await;
    assert_eq!(row.kind, "article");
    // A summary that only repeats the beginning of the text says nothing.
    assert_eq!(
        texts(&row),
        ("Seating plans", "", "<p>Which do you use?</p>")
    );
    assert_eq!(
        row.context_uri.as_deref(),
        Some("https://forum.example/topic/12")
    );
}

#[db_test]
async fn a_page_of_lemmy_keeps_its_link(db: TestDb) {
    let here = Instance::on(db);
    let by = author(&here, "lemmy.example", "https://lemmy.example/u/cy").await;
    let page = fixture!("lemmy_announce_page")["object"]["object"].clone();
    let row = created(&here, &by, page).await;
    assert_eq!(row.kind, "page");
    let link = "<p><a href=\"https://paper.example/1\" rel=\"nofollow noopener\" target=\"_blank\">\
                https://paper.example/1</a></p>";
    assert_eq!(
        texts(&row),
        ("Marking", "", &*format!("<p>Less of it</p>{link}"))
    );
}

#[db_test]
async fn a_video_of_peertube_is_a_text_with_a_page(db: TestDb) {
    let here = Instance::on(db);
    let by = author(&here, "tube.example", "https://tube.example/accounts/fay").await;
    let row = created(&here, &by, fixture!("peertube_video")).await;
    assert_eq!(row.kind, "video");
    assert_eq!(texts(&row), ("Lesson study", "", "<p>How we do it</p>"));
    assert_eq!(
        row.url.as_deref(),
        Some("https://tube.example/videos/watch/1")
    );
}

#[db_test]
async fn pictures_and_sounds_are_kept(db: TestDb) {
    let here = Instance::on(db);
    let by = author(&here, "b.example", "https://b.example/users/bo").await;
    for (n, kind, media) in [(1, "Image", "image/jpeg"), (2, "Audio", "audio/ogg")] {
        let object = json!({
            "id": format!("https://b.example/media/{n}"), "type": kind, "name": "A <b>thing</b>",
            "attributedTo": by.uri, "to": ["as:Public"], "summary": "<p>What it is</p>",
            "url": [{"type": "Link", "mediaType": media, "href": format!("https://b.example/files/{n}")},
                    {"type": "Link", "mediaType": "text/html", "href": format!("https://b.example/see/{n}")}],
            "published": "2026-09-01T07:00:00Z",
        });
        let create = activity(&by, n, "Create", object);
        assert_applied(&here.receive(&by, create).await);
        let row = here
            .status(&format!("https://b.example/media/{n}"))
            .await
            .unwrap();
        assert_eq!(row.kind, kind.to_lowercase());
        assert_eq!(texts(&row), ("A <b>thing</b>", "What it is", ""));
        assert_eq!(row.url, Some(format!("https://b.example/see/{n}")));
    }
}

#[db_test]
async fn what_nobody_knows_is_kept_and_shown_by_its_text(db: TestDb) {
    let here = Instance::on(db);
    let by = author(&here, "b.example", "https://b.example/users/bo").await;
    let game = json!({
        "id": "https://b.example/games/1", "type": "Game", "attributedTo": by.uri,
        "to": ["as:Public"], "name": "Chess", "content": "<p>Your turn</p><script>x</script>",
        "board": {"squares": [1, 2, 3]}, "published": "2026-09-01T07:00:00Z",
    });
    let row = created(&here, &by, game).await;
    assert_eq!(row.kind, "other");
    assert_eq!(texts(&row), ("Chess", "", "<p>Your turn</p>"));
    let id = row.id;
    let raw = here.read(move |conn| statuses::document(conn, id)).await;
    assert!(raw.unwrap().contains(r#""board":{"squares":[1,2,3]}"#));
    let bare = json!({
        "id": "https://b.example/games/2", "type": "Game", "attributedTo": by.uri,
        "to": ["as:Public"],
    });
    let create = activity(&by, 2, "Create", bare);
    assert_applied(&here.receive(&by, create).await);
    let row = here.status("https://b.example/games/2").await.unwrap();
    assert_eq!(texts(&row), ("", "", ""));
}

#[db_test]
async fn an_event_of_mobilizon_is_kept_with_time_and_place(db: TestDb) {
    let here = Instance::on(db);
    let by = author(
        &here,
        "mobilizon.example",
        "https://mobilizon.example/@club",
    )
    .await;
    let object = fixture!("mobilizon_event");
    let row = created(&here, &by, object.clone()).await;
    assert_eq!(row.kind, "event");
    // The summary is the text again; the website is a link.
    let (title, summary, text) = texts(&row);
    assert_eq!((title, summary), ("TeachMeet", ""));
    assert!(text.starts_with("<p>Come along</p><p><a href=\"https://club.example/\""));
    let event = event_of(&here, &row).await.unwrap();
    insta::assert_debug_snapshot!(
        "mobilizon_event",
        EventRow {
            status_id: 1.into(),
            ..event
        }
    );
    // Another time is an edit; the same again is none.
    let mut moved = object;
    moved["startTime"] = "2026-03-08T18:00:00+01:00".into();
    moved["endTime"] = Value::Null;
    moved["status"] = "CANCELLED".into();
    moved["ical:status"] = "CANCELLED".into();
    moved["updated"] = "2026-02-03T10:00:00Z".into();
    for n in [2, 3] {
        let update = activity(&by, n, "Update", moved.clone());
        assert_applied(&here.receive(&by, update).await);
    }
    let row = here.status(row.uri.as_deref().unwrap()).await.unwrap();
    let event = event_of(&here, &row).await.unwrap();
    assert_eq!(event.starts_local, "2026-03-08T18:00:00");
    assert_eq!((event.ends_local, event.ends_at), (None, None));
    assert_eq!(event.state, "cancelled");
    let id = row.id;
    let edits = here.read(move |conn| statuses::edits(conn, id, 10)).await;
    assert_eq!(edits.len(), 1);
    // What is no event any more has no time.
    moved["type"] = "Note".into();
    moved["updated"] = "2026-02-04T10:00:00Z".into();
    let update = activity(&by, 4, "Update", moved);
    assert_applied(&here.receive(&by, update).await);
    assert_eq!(event_of(&here, &row).await, None);
}

#[db_test]
async fn an_event_of_gancio_is_read_on_the_clocks_of_its_place(db: TestDb) {
    let here = Instance::on(db);
    let uri = "https://gancio.example/federation/u/events";
    let by = author(&here, "gancio.example", uri).await;
    let row = created(
        &here,
        &by,
        fixture!("gancio_create_event")["object"].clone(),
    )
    .await;
    assert_eq!(
        texts(&row),
        ("Book swap", "Library, 1 March", "<p>Bring one</p>")
    );
    let event = event_of(&here, &row).await.unwrap();
    insta::assert_debug_snapshot!(
        "gancio_event",
        EventRow {
            status_id: 1.into(),
            ..event
        }
    );
}

fn emoji(name: &str, image: &str, updated: Option<&str>) -> Value {
    json!({
        "id": format!("https://b.example/emojis/{name}"), "type": "Emoji", "name": format!(":{name}:"),
        "updated": updated, "icon": {"type": "Image", "mediaType": "image/png", "url": image},
    })
}

async fn emojis_of(here: &Instance, domain: &'static str, codes: &[&str]) -> Vec<EmojiRow> {
    let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
    let mut rows = here
        .read(move |conn| emojis::find_many(conn, domain, &codes))
        .await;
    rows.sort_by(|one, other| one.shortcode.cmp(&other.shortcode));
    rows
}

#[db_test]
async fn emojis_come_with_posts_and_the_newer_picture_wins(db: TestDb) {
    let here = Instance::on(db);
    let by = author(&here, "b.example", "https://b.example/users/bo").await;
    let post = |n: u32, tags: Value| {
        let mut post = note(&by, n);
        post["tag"] = tags;
        activity(&by, n, "Create", post)
    };
    let first = json!([
        emoji(
            "owl",
            "https://b.example/1.png",
            Some("2026-01-01T00:00:00Z")
        ),
        emoji("x", "https://b.example/short.png", None),
        emoji("da-sh", "https://b.example/dash.png", None),
        emoji("script", "javascript:alert(1)", None),
        emoji("file", "file:///etc/passwd", None),
    ]);
    assert_applied(&here.receive(&by, post(1, first)).await);
    let found = emojis_of(&here, "b.example", &["owl", "x", "da-sh", "script", "file"]).await;
    let [owl] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!(owl.image_url, "https://b.example/1.png");
    let older = json!([emoji(
        "owl",
        "https://b.example/0.png",
        Some("2025-01-01T00:00:00Z")
    )]);
    assert_applied(&here.receive(&by, post(2, older)).await);
    let undated = json!([emoji("owl", "https://b.example/0.png", None)]);
    assert_applied(&here.receive(&by, post(3, undated)).await);
    let owl = &emojis_of(&here, "b.example", &["owl"]).await[0];
    assert_eq!(owl.image_url, "https://b.example/1.png");
    let newer = json!([emoji(
        "owl",
        "https://b.example/2.png",
        Some("2026-02-01T00:00:00Z")
    )]);
    assert_applied(&here.receive(&by, post(4, newer)).await);
    let owl = &emojis_of(&here, "b.example", &["owl"]).await[0];
    assert_eq!(owl.image_url, "https://b.example/2.png");
    // However many come, so many are kept; ours are nobody else's to change.
    let many: Vec<Value> = (0..90)
        .map(|n| emoji(&format!("many{n}"), "https://b.example/m.png", None))
        .collect();
    assert_applied(&here.receive(&by, post(5, many.into())).await);
    let codes: Vec<String> = (0..90).map(|n| format!("many{n}")).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    assert_eq!(emojis_of(&here, "b.example", &codes).await.len(), 50);
    assert!(emojis_of(&here, "", &["owl"]).await.is_empty());
}

#[db_test]
async fn links_to_objects_stay_links_and_quotes_are_none(db: TestDb) {
    let here = Instance::on(db);
    let by = author(&here, "b.example", "https://b.example/users/bo").await;
    let mut post = note(&by, 1);
    let link = |href: &str, rel: Option<&str>| {
        json!({
            "type": "Link", "href": href, "rel": rel, "name": "[[this]]",
            "mediaType": "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
        })
    };
    post["tag"] = json!([
        link("https://c.example/notes/1", None),
        link(
            "https://c.example/notes/2",
            Some("https://misskey-hub.net/ns#_misskey_quote")
        ),
    ]);
    let row = created(&here, &by, post).await;
    assert_eq!(row.quote_uri.as_deref(), Some("https://c.example/notes/2"));
    assert_eq!(
        row.content,
        "<p>Hello</p><p><a href=\"https://c.example/notes/1\" rel=\"nofollow noopener\" \
         target=\"_blank\">[[this]]</a></p>"
    );
}

#[db_test]
async fn what_an_author_does_not_allow_is_not_done(db: TestDb) {
    let here = Instance::on(db);
    let by = author(&here, "b.example", "https://b.example/users/bo").await;
    let followers = "https://b.example/users/bo/followers";
    let ben = here.local("ben").await;
    let anna = staffroom_service::accounts::find_by_handle(here.ctx(), "anna", None).await;
    let anna = anna.unwrap().unwrap();
    let only = |who: &str| json!({"automaticApproval": [who]});
    let policies = [
        json!({"canLike": only("https://b.example/users/bo"), "canAnnounce": only(followers)}),
        json!({"canLike": only("as:Public"), "canAnnounce": only("https://b.example/users/bo")}),
        // Whoever needs approval may ask.
        json!({"canLike": {"automaticApproval": [by.uri], "manualApproval": ["as:Public"]}}),
        json!({}),
    ];
    let mut posts = Vec::new();
    for (n, policy) in (1..).zip(policies) {
        let mut post = note(&by, n);
        post["interactionPolicy"] = policy;
        assert_applied(
            &here
                .receive(&by, activity(&by, n, "Create", post.clone()))
                .await,
        );
        posts.push(here.status(post["id"].as_str().unwrap()).await.unwrap().id);
    }
    let mut done = Vec::new();
    for post in &posts {
        let liked = favourite(here.ctx(), anna.id, *post).await;
        let by_follower = boost(here.ctx(), anna.id, *post, None).await;
        let by_stranger = boost(here.ctx(), ben.id, *post, None).await;
        for result in [&liked, &by_follower, &by_stranger] {
            assert!(
                matches!(result, Ok(_) | Err(StatusError::Invalid(_))),
                "{result:?}"
            );
        }
        done.push((liked.is_ok(), by_follower.is_ok(), by_stranger.is_ok()));
    }
    assert_eq!(
        done,
        [
            (false, true, false),
            (true, false, false),
            (true, true, true),
            (true, true, true),
        ]
    );
    // A new version may allow more.
    let mut open = note(&by, 1);
    open["updated"] = "2026-09-01T07:30:00Z".into();
    assert_applied(&here.receive(&by, activity(&by, 9, "Update", open)).await);
    favourite(here.ctx(), anna.id, posts[0]).await.unwrap();
}
