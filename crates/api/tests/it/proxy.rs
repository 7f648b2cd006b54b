//! Files of other servers, which are found here: by a fetcher whose answers the test writes.

use std::time::Duration;

use serde_json::Value;
use staffroom_domain::AccountId;
use staffroom_service::accounts;
use staffroom_service::media::{Shown, prune_remote};
use staffroom_service::policies::{self, decision};

use crate::app::{Answer, Client, TestApp, db};
use crate::elsewhere::{post, stranger};
use crate::web::{Web, path, png, web};

const CDN: &str = "https://cdn.farm.example";

/// The paths of a file here: itself, and what does not move.
struct Paths {
    full: String,
    still: String,
}

fn paths(shown: Option<Shown>) -> Paths {
    let shown = shown.expect("an address");
    Paths {
        full: path(&Value::String(shown.url)),
        still: path(&Value::String(shown.still)),
    }
}

/// A person of `farm.example` with a picture.
async fn person(app: &TestApp, file: &str) -> (AccountId, Paths) {
    let id = stranger(app, |row| row.avatar_url = Some(format!("{CDN}/{file}"))).await;
    let row = accounts::find(&app.ctx, id).await.unwrap().unwrap();
    (id, paths(Shown::avatar(&app.ctx, &row)))
}

/// A file of a post from there.
async fn file_of_a_post(app: &TestApp, kind: &str, file: &str, preview: Option<&str>) -> Paths {
    let by = stranger(app, |_| ()).await;
    let row = db::attachments::AttachmentRow {
        id: app.ctx.new_id(),
        status_id: post(app, by, |_| ()).await,
        position: 0,
        kind: kind.to_owned(),
        media_type: Some("image/png".to_owned()),
        url: format!("{CDN}/{file}"),
        preview_url: preview.map(|file| format!("{CDN}/{file}")),
        description: None,
        blurhash: None,
        focus_x: None,
        focus_y: None,
        width: None,
        height: None,
        small_width: None,
        small_height: None,
        duration_ms: None,
    };
    let shown = Shown::attachment(&app.ctx, &row);
    let write = app
        .ctx
        .db
        .write(move |conn| db::attachments::insert_many(conn, &[row]));
    write.await.unwrap();
    paths(shown)
}

/// An instance that takes what `farm.example` sends, and what lies there.
async fn world(app: &TestApp) -> std::sync::Arc<Web> {
    decide(app, policies::ALLOW, |_| {}).await;
    web(app)
}

async fn decide(app: &TestApp, level: &str, change: impl FnOnce(&mut policies::DomainPolicyRow)) {
    let mut row = decision("farm.example", level, app.ctx.now());
    change(&mut row);
    policies::upsert(&app.ctx, vec![row]).await.unwrap();
}

async fn status(of: &Client<'_>, path: &str) -> u16 {
    of.get(path).await.status
}

fn sent(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.header("content-type"))
}

/// Checklist 47.
#[actix_web::test]
async fn files_of_other_servers_are_fetched_once_made_safe_and_kept_for_a_while() {
    let app = TestApp::new();
    let (nobody, web) = (app.stranger(), world(&app).await);
    let both = [&png()[..], b"<script>alert(1)</script>"].concat();
    web.put(&format!("{CDN}/a.png"), "text/html", &both);
    let (id, at) = person(&app, "a.png").await;
    let amira = app.teacher("amira").await;
    let account = amira.get(&format!("/api/v1/accounts/{id}")).await.ok();
    assert_eq!(path(&account["avatar"]), at.full);
    assert_eq!(path(&account["avatar_static"]), at.still);
    let (one, other) = futures_util::join!(nobody.get(&at.full), nobody.get(&at.full));
    for answer in [&one, &other] {
        assert_eq!(sent(answer), (200, "image/png"));
        assert!(!answer.text.contains("script"));
    }
    assert_eq!(status(&nobody, &at.still).await, 200);
    assert_eq!(web.asked(), 1, "for all at once");

    let week = Duration::from_hours(24 * 7);
    assert_eq!(prune_remote(&app.ctx, week).await.unwrap().files, 0);
    app.advance(week * 2);
    assert_eq!(prune_remote(&app.ctx, week).await.unwrap().files, 1);
    assert_eq!((status(&nobody, &at.full).await, web.asked()), (200, 2));
}

/// Checklist 47.
#[actix_web::test]
async fn only_addresses_that_were_given_out_are_answered() {
    let app = TestApp::new();
    let (nobody, web) = (app.stranger(), world(&app).await);
    web.put(&format!("{CDN}/a.png"), "image/png", &png());
    let (_, at) = person(&app, "a.png").await;
    let (other_id, other) = person(&app, "a.png").await;
    let (before, signature) = at.full.rsplit_once('/').unwrap();
    let foreign = format!("/proxy/avatar/{other_id}/{signature}");
    let last = if signature.ends_with('A') { 'B' } else { 'A' };
    for made_up in [
        foreign,
        at.full.replace("/avatar/", "/header/"),
        at.full.replace("/avatar/", "/emoji/"),
        format!("{before}/{}{last}", &signature[..signature.len() - 1]),
        format!("{before}/{}", &signature[..signature.len() - 1]),
        format!("{before}/{signature}A"),
        format!("{before}/{}", signature.to_ascii_uppercase()),
        format!("{before}/x"),
    ] {
        assert_eq!(status(&nobody, &made_up).await, 404, "{made_up}");
        let still = format!("{made_up}/still");
        assert_eq!(status(&nobody, &still).await, 404, "{still}");
    }
    assert_eq!(web.asked(), 0, "nobody was asked for what was made up");
    for good in [&at.full, &at.still, &other.full] {
        assert_eq!(status(&nobody, good).await, 200, "{good}");
    }
    // Another picture has another address.
    app.change_account(other_id, |row| {
        row.avatar_url = Some(format!("{CDN}/b.png"));
    })
    .await;
    assert_eq!(status(&nobody, &other.full).await, 404);
}

/// Checklist 47.
#[actix_web::test]
async fn decisions_about_a_server_hold_for_its_files_at_once() {
    let app = TestApp::new();
    let (nobody, web) = (app.stranger(), world(&app).await);
    web.put(&format!("{CDN}/a.png"), "image/png", &png());
    web.put(&format!("{CDN}/b.png"), "image/png", &png());
    let (id, kept) = person(&app, "a.png").await;
    let (_, new) = person(&app, "b.png").await;
    assert_eq!((status(&nobody, &kept.full).await, web.asked()), (200, 1));
    let both = async |expected: u16, why: &str| {
        for at in [&kept.full, &kept.still, &new.full] {
            assert_eq!(status(&nobody, at).await, expected, "{why}: {at}");
        }
    };
    decide(&app, policies::ALLOW, |row| row.reject_media = true).await;
    both(404, "no files are taken").await;
    decide(&app, policies::LIMIT, |row| row.reject_media = true).await;
    both(404, "no files are taken").await;
    decide(&app, policies::SUSPEND, |_| {}).await;
    both(404, "it is suspended").await;
    assert_eq!(web.asked(), 1);
    decide(&app, policies::LIMIT, |_| {}).await;
    both(200, "only limited").await;
    app.suspend(id).await;
    assert_eq!(
        status(&nobody, &kept.full).await,
        404,
        "of somebody suspended"
    );
    assert_eq!(status(&nobody, &new.full).await, 200);
}

#[actix_web::test]
async fn what_cannot_be_fetched_is_asked_for_ever_more_seldom() {
    let app = TestApp::new();
    let (nobody, web) = (app.stranger(), world(&app).await);
    let (_, at) = person(&app, "a.png").await;
    for (failures, minutes) in [(1, 5), (2, 10), (3, 20), (4, 40)] {
        assert_eq!(
            (status(&nobody, &at.full).await, web.asked()),
            (404, failures)
        );
        app.advance(Duration::from_secs(minutes * 60 - 1));
        assert_eq!(
            (status(&nobody, &at.full).await, web.asked()),
            (404, failures)
        );
        app.advance(Duration::from_secs(2));
    }
    web.put(&format!("{CDN}/a.png"), "image/png", &png());
    assert_eq!((status(&nobody, &at.full).await, web.asked()), (200, 5));
}

/// Checklist 44.
#[actix_web::test]
async fn a_server_that_was_not_asked_has_not_failed() {
    let app = TestApp::new();
    let (nobody, web) = (app.stranger(), world(&app).await);
    web.put(&format!("{CDN}/a.png"), "image/png", &png());
    let (_, at) = person(&app, "a.png").await;
    web.busy(true);
    let later = nobody.get(&at.full).await;
    assert!(later.error(503).contains("busy"));
    assert_eq!(later.header("retry-after"), "10");
    web.busy(false);
    assert_eq!(status(&nobody, &at.full).await, 200);
}

/// The beginning of a film, and no more.
const FILM: &[u8] = b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x08mdat";

/// Checklist 47.
#[actix_web::test]
async fn films_are_sent_as_films_with_the_picture_beside_them() {
    let app = TestApp::new();
    let (nobody, web) = (app.stranger(), world(&app).await);
    web.put(&format!("{CDN}/film"), "text/html", FILM);
    web.put(&format!("{CDN}/of-it"), "text/html", &png());
    let at = file_of_a_post(&app, "video", "film", Some("of-it")).await;
    let film = nobody.get(&at.full).await;
    assert_eq!(sent(&film), (200, "video/mp4"));
    assert_eq!(film.bytes, FILM);
    assert_eq!(film.header("x-content-type-options"), "nosniff");
    assert_eq!(sent(&nobody.get(&at.still).await), (200, "image/png"));
    let alone = file_of_a_post(&app, "video", "film", None).await;
    assert_eq!(sent(&nobody.get(&alone.still).await), (200, "video/mp4"));

    // Of a picture, a small one is made here: what is said to be one is not asked for.
    web.put(&format!("{CDN}/picture"), "image/gif", &png());
    let picture = file_of_a_post(&app, "image", "picture", Some("of-it")).await;
    let asked = web.asked();
    assert_eq!(sent(&nobody.get(&picture.still).await), (200, "image/png"));
    assert_eq!(sent(&nobody.get(&picture.full).await), (200, "image/png"));
    assert_eq!(web.asked(), asked + 1);
}

/// Checklist 47. Catalogue 50.
#[actix_web::test]
async fn what_lies_about_what_it_is_is_not_shown() {
    let app = TestApp::new();
    let (nobody, web) = (app.stranger(), world(&app).await);
    // 60,000 × 60,000 pixels, announced in the head.
    let mut bomb = png();
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let cut = &png()[..40];
    for (n, lie) in [
        b"<html><script>alert(1)</script>",
        &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..],
        b"%PDF-1.7",
        b"",
        &bomb,
        cut,
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("lie-{n}");
        web.put(&format!("{CDN}/{name}"), "image/png", lie);
        let of_post = file_of_a_post(&app, "image", &name, None).await;
        let (_, of_person) = person(&app, &name).await;
        for at in [&of_post.full, &of_post.still, &of_person.full] {
            assert_eq!(status(&nobody, at).await, 404, "{n}: {at}");
        }
    }
    // A film is a file of a post, and no picture of a person.
    web.put(&format!("{CDN}/film"), "image/png", FILM);
    let (_, of_person) = person(&app, "film").await;
    assert_eq!(status(&nobody, &of_person.full).await, 404);
    let of_post = file_of_a_post(&app, "image", "film", None).await;
    assert_eq!(status(&nobody, &of_post.full).await, 200);
}
