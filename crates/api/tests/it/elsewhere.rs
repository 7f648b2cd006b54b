//! How what other servers post is shown: events, quotes, custom emojis; and that nothing hostile in the
//! database reaches a client.

use serde_json::{Value, json};
use staffroom_domain::{AccountId, ActorKind, EmojiId, StatusId, Timestamp};

use crate::app::{Json, TestApp, db};

const HOSTILE: &str = "<p onclick=\"x()\">Text<script>alert(1)</script><a href=\"javascript:alert(1)\">a</a>\
                       <svg><script>alert(1)</script></svg><iframe src=\"https://evil.example\"></iframe></p>";

/// Somebody elsewhere, with changes.
pub(crate) async fn stranger(
    app: &TestApp,
    change: impl FnOnce(&mut db::accounts::AccountRow),
) -> AccountId {
    let (id, now): (AccountId, _) = (app.ctx.new_id(), app.ctx.now());
    let mut row = db::accounts::AccountRow {
        domain: "farm.example".to_owned(),
        username: format!("farmer{id}"),
        username_folded: format!("farmer{id}"),
        uri: Some(format!("https://farm.example/actors/{id}")),
        ..db::accounts::AccountRow::blank(id, ActorKind::Person, now)
    };
    change(&mut row);
    let write = app
        .ctx
        .db
        .write(move |conn| db::accounts::insert(conn, row));
    write.await.unwrap();
    id
}

/// A public note of theirs, with changes.
pub(crate) async fn post(
    app: &TestApp,
    by: AccountId,
    change: impl FnOnce(&mut db::statuses::StatusRow),
) -> StatusId {
    let (id, now): (StatusId, _) = (app.ctx.new_id(), app.ctx.now());
    let mut row = db::statuses::StatusRow {
        id,
        uri: Some(format!("https://farm.example/notes/{id}")),
        url: Some("https://farm.example/see".to_owned()),
        account_id: by,
        kind: "note".to_owned(),
        visibility: 0,
        boost_of_id: None,
        in_reply_to_id: None,
        in_reply_to_account_id: None,
        in_reply_to_uri: None,
        thread_id: id,
        context_uri: None,
        title: None,
        content: "<p>Text</p>".to_owned(),
        source: String::new(),
        source_format: "text/html".to_owned(),
        spoiler: String::new(),
        sensitive: false,
        language: None,
        quote_uri: None,
        reply_policy: "public".to_owned(),
        replies_uri: None,
        local: false,
        created_at: now,
        received_at: now,
        edited_at: None,
        deleted_at: None,
        replies_count: 0,
        boosts_count: 0,
        favourites_count: 0,
        application_id: None,
    };
    change(&mut row);
    let write = app
        .ctx
        .db
        .write(move |conn| db::statuses::insert(conn, row));
    write.await.unwrap();
    id
}

async fn shown(app: &TestApp, id: StatusId) -> Value {
    let path = format!("/api/v1/statuses/{id}");
    app.stranger().get(&path).await.ok()
}

async fn emoji(app: &TestApp, domain: &str, code: &str, image: &str) {
    let row = db::emojis::EmojiRow {
        id: app.ctx.new_id::<EmojiId>(),
        domain: domain.to_owned(),
        shortcode: code.to_owned(),
        uri: None,
        image_url: image.to_owned(),
        updated_at: Timestamp::from_secs(1),
        category: None,
    };
    let write = app.ctx.db.write(move |conn| db::emojis::upsert(conn, row));
    assert!(write.await.unwrap());
}

fn codes(of: &Value) -> Vec<&str> {
    let list = of.as_array().unwrap().iter();
    list.map(|one| one["shortcode"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn an_event_is_told_with_time_and_place() {
    let app = TestApp::new();
    let by = stranger(&app, |_| ()).await;
    let id = post(&app, by, |row| {
        row.kind = "event".to_owned();
        row.title = Some("Maths & <more>".to_owned());
        row.spoiler = "For everybody".to_owned();
        row.content = "<p>Bring chalk.</p>".to_owned();
    })
    .await;
    let event = db::events::EventRow {
        status_id: id,
        zone: "Europe/London".to_owned(),
        starts_local: "2026-09-15T18:00:00".to_owned(),
        starts_at: Timestamp::from_secs(1_789_491_600),
        ends_local: Some("2026-09-15T20:30:00".to_owned()),
        ends_at: Some(1_789_500_600_000_000),
        state: "tentative".to_owned(),
        place_name: Some("The barn".to_owned()),
        place_address: Some("1 Farm Lane, Hilltop".to_owned()),
        place_url: Some("https://meet.example/x".to_owned()),
        join_mode: Some("external".to_owned()),
        join_url: Some("https://tickets.example/1".to_owned()),
    };
    let write = app.ctx.db.write(move |conn| db::events::put(conn, event));
    write.await.unwrap();
    let shown = shown(&app, id).await;
    assert_eq!(shown["spoiler_text"], "");
    insta::assert_snapshot!("event_in_words", shown["content"].as_str().unwrap());
}

#[actix_web::test]
async fn the_page_of_what_is_converted_is_linked_once() {
    let app = TestApp::new();
    let by = stranger(&app, |_| ()).await;
    let link = "<a href=\"https://farm.example/see\" rel=\"nofollow noopener\" target=\"_blank\">\
                https://farm.example/see</a>";
    for (kind, content, expected) in [
        (
            "page",
            String::new(),
            format!("<h2>T</h2><p>S</p><p>{link}</p>"),
        ),
        (
            "video",
            format!("<p>{link}</p>"),
            format!("<h2>T</h2><p>S</p><p>{link}</p>"),
        ),
        (
            "other",
            "<p>Text</p>".to_owned(),
            format!("<h2>T</h2><p>S</p><p>Text</p><p>{link}</p>"),
        ),
        (
            "note",
            "<p>Text</p>".to_owned(),
            "<h2>T</h2><p>Text</p>".to_owned(),
        ),
    ] {
        let id = post(&app, by, |row| {
            row.kind = kind.to_owned();
            row.title = Some("T".to_owned());
            row.spoiler = "S".to_owned();
            row.content = content;
        })
        .await;
        assert_eq!(shown(&app, id).await["content"], expected, "{kind}");
    }
}

#[actix_web::test]
async fn what_is_quoted_is_linked_unless_the_text_does_it() {
    let app = TestApp::new();
    let by = stranger(&app, |_| ()).await;
    let quoted = "https://b.example/notes/1?a=1&b=2";
    let named = "<p class=\"quote-inline\">RE: <a href=\"https://b.example/@bo/1\" \
                 rel=\"nofollow noopener\" target=\"_blank\">b.example/@bo/1</a></p><p>Text</p>";
    let misskey = "<p>So true<span><br><br>RE: </span><a \
                   href=\"https://b.example/notes/1?a=1&amp;b=2\" rel=\"nofollow noopener\" \
                   target=\"_blank\">https://b.example/notes/1</a></p>";
    let added = "<p>Text</p><p class=\"quote-inline\">RE: <a \
                 href=\"https://b.example/notes/1?a=1&amp;b=2\" rel=\"nofollow noopener\" \
                 target=\"_blank\">https://b.example/notes/1?a=1&amp;b=2</a></p>";
    for (uri, content, expected) in [
        (quoted, "<p>Text</p>", added),
        (quoted, named, named),
        (quoted, misskey, misskey),
        ("javascript:alert(1)", "<p>Text</p>", "<p>Text</p>"),
    ] {
        let id = post(&app, by, |row| {
            row.quote_uri = Some(uri.to_owned());
            row.content = content.to_owned();
        })
        .await;
        let shown = shown(&app, id).await;
        assert_eq!(shown["content"], expected);
        // Nobody has been given leave to quote.
        assert_eq!(shown["quotes_count"], 0);
    }
}

#[actix_web::test]
async fn emojis_are_those_of_the_text_and_of_the_profile() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    for (domain, code) in [
        ("farm.example", "owl"),
        ("farm.example", "hen"),
        ("farm.example", "bio"),
        ("farm.example", "line"),
        ("farm.example", "unused"),
        ("other.example", "owl"),
    ] {
        let image = format!("https://{domain}/{code}.png");
        emoji(&app, domain, code, &image).await;
    }
    emoji(&app, "farm.example", "bad", "javascript:alert(1)").await;
    let by = stranger(&app, |row| {
        row.display_name = "Farmer :hen: :bad:".to_owned();
        row.summary = "<p>:bio: I farm</p>".to_owned();
        row.fields = json!([{"name": "What", "value": ":line:"}]).to_string();
    })
    .await;
    let id = post(&app, by, |row| {
        row.content = "<p>Hoo :owl: :nothing:</p>".to_owned();
        row.kind = "question".to_owned();
    })
    .await;
    let write = app.ctx.db.write(move |conn| {
        let poll = db::polls::PollRow {
            status_id: id,
            multiple: false,
            ends_at: None,
            closed_at: None,
            voters_count: 0,
            hides_totals: false,
        };
        let option = db::polls::PollOptionRow {
            status_id: id,
            position: 0,
            title: "The :hen:".to_owned(),
            votes_count: 0,
        };
        db::polls::insert(conn, poll, vec![option])
    });
    write.await.unwrap();
    let status = shown(&app, id).await;
    assert_eq!(codes(&status["emojis"]), ["owl"]);
    assert_eq!(codes(&status["poll"]["emojis"]), ["hen"]);
    assert_eq!(codes(&status["account"]["emojis"]), ["bio", "hen", "line"]);
    let account = format!("/api/v1/accounts/{by}");
    let account = amira.get(&account).await.ok();
    insta::assert_json_snapshot!("account_emojis", account["emojis"]);
    let lookup = format!("/api/v1/accounts/lookup?acct=farmer{by}@farm.example");
    assert_eq!(codes(&amira.get(&lookup).await.ok()["emojis"]).len(), 3);
    let search = format!("/api/v2/search?q=@farmer{by}@farm.example");
    let found = amira.get(&search).await.ok();
    assert_eq!(codes(&found["accounts"][0]["emojis"]).len(), 3);
}

#[actix_web::test]
async fn emojis_cost_no_query_a_post() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    for n in 0..30 {
        emoji(
            &app,
            "farm.example",
            &format!("e{n}"),
            "https://farm.example/e.png",
        )
        .await;
        let by = stranger(&app, |row| row.display_name = format!(":e{n}:")).await;
        let id = post(&app, by, |row| row.content = format!("<p>:e{n}:</p>")).await;
        amira.act(&id.to_string(), "reblog").await.ok();
    }
    let mut counts = Vec::new();
    for limit in [3, 30] {
        let before = app.queries.get();
        let path = format!("/api/v1/timelines/home?limit={limit}");
        let page = amira.get(&path).await.ok();
        assert_eq!(page.ids().len(), limit);
        assert_eq!(codes(&page[2]["reblog"]["emojis"]).len(), 1);
        counts.push(app.queries.get() - before);
    }
    assert_eq!(counts[0], counts[1]);
}

#[track_caller]
fn assert_clean(json: &Value) {
    let text = json.to_string();
    for bad in [
        "<script",
        "javascript:",
        "onclick",
        "<svg",
        "<iframe",
        "\u{202E}",
    ] {
        assert!(!text.contains(bad), "{bad} in {text}");
    }
}

/// Checklist 46.
#[actix_web::test]
async fn hostile_rows_come_out_clean() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let by = stranger(&app, |row| {
        row.display_name = "Bo\u{202E}nimda".to_owned();
        row.summary = HOSTILE.to_owned();
        row.fields = json!([{"name": "School\u{202E}", "value": HOSTILE}]).to_string();
        row.url = Some("javascript:alert(1)".to_owned());
        row.avatar_url = Some("javascript:alert(1)".to_owned());
    })
    .await;
    let kinds = ["note", "article", "event", "other"];
    for kind in kinds {
        let id = post(&app, by, |row| {
            row.kind = kind.to_owned();
            row.title = Some(HOSTILE.to_owned());
            row.content = HOSTILE.to_owned();
            row.url = Some("javascript:alert(1)".to_owned());
            row.quote_uri = Some("javascript:alert(1)".to_owned());
            if kind != "note" {
                row.spoiler = HOSTILE.to_owned();
            }
        })
        .await;
        let mut status = shown(&app, id).await;
        let content = status["content"].as_str().unwrap().to_owned();
        // The title is shown as what it is: text.
        let title = staffroom_text::escape(HOSTILE);
        assert!(content.contains(&title), "{content}");
        status["content"] = content.replace(&title, "").into();
        assert_clean(&status);
        assert!(content.contains("<p>Texta</p>"), "{content}");
    }
    let account = amira.get(&format!("/api/v1/accounts/{by}")).await.ok();
    assert_clean(&account);
    assert_eq!(account["note"], "<p>Texta</p>");
    assert_eq!(account["display_name"], "Bonimda");
    assert_eq!(account["fields"][0]["value"], "Texta");
    assert_eq!(account["url"], format!("https://farm.example/actors/{by}"));
}

#[actix_web::test]
async fn what_its_author_does_not_allow_is_refused() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let by = stranger(&app, |_| ()).await;
    let id = post(&app, by, |_| ()).await;
    let policy = db::status_policies::StatusPolicyRow {
        status_id: id,
        likes: "nobody".to_owned(),
        boosts: "followers".to_owned(),
    };
    let write = app
        .ctx
        .db
        .write(move |conn| db::status_policies::put(conn, policy));
    write.await.unwrap();
    let id = id.to_string();
    assert_eq!(
        amira.act(&id, "favourite").await.error(422),
        "Validation failed: Its author does not let you like it"
    );
    assert_eq!(
        amira.act(&id, "reblog").await.error(422),
        "Validation failed: Its author does not let you boost it"
    );
}
