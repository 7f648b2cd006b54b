//! Pages that posts link to, and files of other servers: by a fetcher whose answers the test writes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use staffroom_domain::job::{ClaimedJob, JobPayload};
use staffroom_domain::{CardId, StatusId, Timestamp};
use staffroom_service::cards::FetchCardHandler;
use staffroom_service::media::prune_remote;
use staffroom_service::policies::{self, decision};
use staffroom_service::ports::{FetchError, FetchFile, FetchedFile, JobHandler};

use crate::app::{Answer, Client, Json, TestApp, db};

/// What is where, and what was asked for.
#[derive(Default)]
struct Web {
    there: Mutex<HashMap<String, (String, Vec<u8>)>>,
    asked: Mutex<Vec<String>>,
}

impl Web {
    fn put(&self, address: &str, content_type: &str, body: &[u8]) {
        let answer = (content_type.to_owned(), body.to_vec());
        self.there
            .lock()
            .unwrap()
            .insert(address.to_owned(), answer);
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    fn answer(&self, address: &str) -> Result<FetchedFile, FetchError> {
        self.asked.lock().unwrap().push(address.to_owned());
        let there = self.there.lock().unwrap();
        let (content_type, body) = there
            .get(address)
            .ok_or_else(|| FetchError::Hopeless("it was answered with status 404".to_owned()))?;
        Ok(FetchedFile {
            address: address.to_owned(),
            content_type: Some(content_type.clone()),
            body: body.clone().into(),
        })
    }
}

/// The same, as the port wants it.
struct Shared(Arc<Web>);

impl FetchFile for Shared {
    fn file<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Result<FetchedFile, FetchError>> {
        Box::pin(async move { self.0.answer(address) })
    }

    fn page<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Result<FetchedFile, FetchError>> {
        Box::pin(async move { self.0.answer(address) })
    }
}

fn web(app: &TestApp) -> Arc<Web> {
    let web = Arc::new(Web::default());
    app.ctx
        .media()
        .set_fetcher(Arc::new(Shared(Arc::clone(&web))));
    web
}

/// Does the job of a status' page.
async fn fetch_card(app: &TestApp, status: &Value) {
    let id: StatusId = status.id().parse().unwrap();
    let card = app
        .ctx
        .db
        .read(move |conn| db::testing::card_of(conn, id))
        .await
        .unwrap();
    let card: CardId = card.expect("a page");
    let job = ClaimedJob {
        id: 1.into(),
        payload: JobPayload::FetchCard { card },
        attempt: 1,
        max_attempts: 1,
        dedup_key: None,
        lease_token: 0,
    };
    let handler = FetchCardHandler {
        ctx: app.ctx.clone(),
        parse_time: |_| Some(Timestamp::from_secs(1_700_000_000)),
    };
    handler.run(&job).await.unwrap();
}

async fn publish(by: &Client<'_>, text: &str) -> Value {
    by.post("/api/v1/statuses", json!({"status": text}))
        .await
        .ok()
}

async fn card(by: &Client<'_>, status: &Value) -> Value {
    let path = format!("/api/v1/statuses/{}", status.id());
    by.get(&path).await.ok()["card"].clone()
}

fn path(address: &Value) -> String {
    let address = address.as_str().expect("an address");
    let path = address.strip_prefix("https://school.example");
    path.expect("it is ours").to_owned()
}

const PAGE: &str = "<html lang=en><head><title>Chalk</title>\
    <meta property=og:description content='All about <b>chalk</b>'>\
    <meta property=og:image content=/chalk.png><meta property=og:image:width content=30>\
    <meta property=og:image:height content=20><meta name=author content=Ben>\
    <meta property=article:published_time content=2023-11-14>\
    <link type=application/json+oembed href=/oembed></head>";

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::new(30, 20);
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[actix_web::test]
async fn a_page_is_fetched_once_for_all_who_link_to_it() {
    let app = TestApp::new();
    let (amira, web) = (app.teacher("amira").await, web(&app));
    web.put("https://news.example/chalk", "text/html", PAGE.as_bytes());
    let oembed = br#"{"type":"rich","html":"<script>x</script>","provider_name":"News","author_url":"javascript:x"}"#;
    web.put("https://news.example/oembed", "application/json", oembed);
    web.put("https://news.example/chalk.png", "image/png", &png());
    let first = publish(&amira, "Read https://news.example/chalk#top").await;
    assert_eq!(first["card"], Value::Null, "nobody waits for it");
    fetch_card(&app, &first).await;
    let shown = card(&amira, &first).await;
    insta::assert_json_snapshot!("preview_card", shown, {".image" => "[image]"});
    let image = amira.get(&path(&shown["image"])).await;
    assert_eq!(
        (image.status, image.header("content-type")),
        (200, "image/png")
    );
    let asked = web.asked();
    assert_eq!(asked, 3);

    let second = publish(&amira, "Again: https://news.example/chalk?utm_source=me").await;
    assert_eq!(second["card"]["title"], "Chalk", "it is known");
    fetch_card(&app, &second).await;
    amira.get(&path(&shown["image"])).await;
    assert_eq!(web.asked(), asked, "nothing is asked again");

    // An edit changes it, and takes it away.
    let path = format!("/api/v1/statuses/{}", first.id());
    let edited = amira.put(&path, json!({"status": "No link"})).await.ok();
    assert_eq!(edited["card"], Value::Null);
    app.advance(std::time::Duration::from_hours(24 * 15));
    fetch_card(&app, &second).await;
    assert_eq!(
        web.asked(),
        asked + 2,
        "after two weeks it may have changed"
    );
}

#[actix_web::test]
async fn pages_with_nothing_to_show_and_links_to_people_have_no_card() {
    let app = TestApp::new();
    let (amira, web) = (app.teacher("amira").await, web(&app));
    app.teacher("ben").await;
    web.put("https://a.example/file", "application/pdf", b"%PDF");
    web.put("https://a.example/empty", "text/html", b"<p>nothing</p>");
    for gone in ["file", "empty", "gone"] {
        let status = publish(&amira, &format!("https://a.example/{gone}")).await;
        fetch_card(&app, &status).await;
        assert_eq!(card(&amira, &status).await, Value::Null, "{gone}");
    }
    let asked = web.asked();
    for text in ["@ben #maths", "https://school.example/@ben", "no link"] {
        let status = publish(&amira, text).await;
        let id: StatusId = status.id().parse().unwrap();
        let none = app
            .ctx
            .db
            .read(move |conn| db::testing::card_of(conn, id))
            .await;
        assert_eq!(none.unwrap(), None, "{text}");
    }
    assert_eq!(web.asked(), asked);
}

#[actix_web::test]
async fn cards_cost_no_query_a_post() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let mut counts = Vec::new();
    for n in 0..10 {
        publish(&amira, &format!("https://a.example/{n}")).await;
    }
    for limit in [2, 10] {
        let before = app.queries.get();
        let page = amira
            .get(&format!("/api/v1/timelines/home?limit={limit}"))
            .await
            .ok();
        assert_eq!(page.ids().len(), limit);
        counts.push(app.queries.get() - before);
    }
    assert_eq!(counts[0], counts[1]);
}

/// A teacher of another server, with a picture.
async fn stranger(app: &TestApp, avatar: &str) -> Value {
    let (id, avatar, now) = (app.ctx.new_id(), avatar.to_owned(), app.ctx.now());
    let write = app.ctx.db.write(move |conn| {
        let account = db::accounts::AccountRow {
            domain: "farm.example".to_owned(),
            username: "Meet".to_owned(),
            username_folded: "meet".to_owned(),
            uri: Some("https://farm.example/actors/1".to_owned()),
            avatar_url: Some(avatar),
            ..db::accounts::AccountRow::blank(id, staffroom_domain::ActorKind::Person, now)
        };
        db::accounts::insert(conn, account)
    });
    write.await.unwrap();
    let amira = app.teacher("looks").await;
    amira.get(&format!("/api/v1/accounts/{id}")).await.ok()
}

async fn allow(app: &TestApp, change: impl FnOnce(&mut policies::DomainPolicyRow)) {
    let mut row = decision("farm.example", policies::ALLOW, app.ctx.now());
    change(&mut row);
    policies::upsert(&app.ctx, vec![row]).await.unwrap();
}

/// Checklist 47.
#[actix_web::test]
async fn files_of_other_servers_are_fetched_once_made_safe_and_kept_for_a_while() {
    let app = TestApp::new();
    let (nobody, web) = (app.stranger(), web(&app));
    allow(&app, |_| {}).await;
    let address = "https://cdn.farm.example/a.png";
    let both = [&png()[..], b"<script>alert(1)</script>"].concat();
    web.put(address, "text/html", &both);
    let account = stranger(&app, address).await;
    let at = path(&account["avatar"]);
    let (one, other) = futures_util::join!(nobody.get(&at), nobody.get(&at));
    for sent in [&one, &other] {
        assert_eq!(
            (sent.status, sent.header("content-type")),
            (200, "image/png")
        );
        assert!(!sent.text.contains("script"));
    }
    let still = nobody.get(&path(&account["avatar_static"])).await;
    assert_eq!((still.status, web.asked()), (200, 1), "for all at once");

    // Nobody can make an address up, and another picture has another one.
    assert_eq!(
        nobody.get(&at.replace("/avatar/", "/header/")).await.status,
        404
    );
    let forged = format!(
        "{}{}",
        &at[..at.len() - 1],
        if at.ends_with('A') { 'B' } else { 'A' }
    );
    assert_eq!(nobody.get(&forged).await.status, 404);
    allow(&app, |row| row.reject_media = true).await;
    assert_eq!(
        nobody.get(&at).await.status,
        404,
        "a decision holds at once"
    );
    allow(&app, |_| {}).await;
    let week = std::time::Duration::from_hours(24 * 7);
    assert_eq!(prune_remote(&app.ctx, week).await.unwrap().files, 0);
    app.advance(week * 2);
    assert_eq!(prune_remote(&app.ctx, week).await.unwrap().files, 1);
    assert_eq!((nobody.get(&at).await.status, web.asked()), (200, 2));
}

#[actix_web::test]
async fn what_cannot_be_fetched_is_not_asked_for_again_at_once() {
    let app = TestApp::new();
    let (nobody, web) = (app.stranger(), web(&app));
    allow(&app, |_| {}).await;
    let address = "https://farm.example/a.svg";
    web.put(
        address,
        "image/svg+xml",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    );
    let at = path(&stranger(&app, address).await["avatar"]);
    let tries = async || -> Answer { nobody.get(&at).await };
    assert_eq!(
        (tries().await.status, tries().await.status, web.asked()),
        (404, 404, 1)
    );
    web.put(address, "image/png", &png());
    app.advance(std::time::Duration::from_mins(6));
    assert_eq!((tries().await.status, web.asked()), (200, 2));
}

#[actix_web::test]
async fn own_emojis_are_listed_shown_and_removed() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let add = async |code: &str, bytes: &[u8]| {
        let category = Some("School".to_owned());
        staffroom_service::emojis::add(&app.ctx, code, bytes, category).await
    };
    add("chalk", &png()).await.unwrap();
    assert!(add("not a code", &png()).await.is_err());
    assert!(add("bad", b"<svg>").await.is_err());
    let list = app.stranger().get("/api/v1/custom_emojis").await.ok();
    assert_eq!(list[0]["shortcode"], "chalk");
    assert_eq!(list[0]["category"], "School");
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(amira.get(&path(&list[0]["url"])).await.status, 200);
    let status = publish(&amira, "White :chalk:").await;
    assert_eq!(status["emojis"][0]["url"], list[0]["url"]);
    add("chalk", &png()).await.unwrap();
    let again = app.stranger().get("/api/v1/custom_emojis").await.ok();
    assert_ne!(
        again[0]["url"], list[0]["url"],
        "a new picture has a new address"
    );
    assert!(
        staffroom_service::emojis::remove(&app.ctx, "chalk")
            .await
            .unwrap()
    );
    assert!(
        !staffroom_service::emojis::remove(&app.ctx, "chalk")
            .await
            .unwrap()
    );
    assert_eq!(
        app.stranger().get("/api/v1/custom_emojis").await.ok(),
        json!([])
    );
    let gone = staffroom_service::media::prune_uploads(&app.ctx)
        .await
        .unwrap();
    assert_eq!(gone.files, 2);
}

async fn linking(client: &Client<'_>, query: &str) -> Vec<String> {
    let path = format!("/api/v1/timelines/link?{query}");
    client.get(&path).await.ok().ids()
}

const ABOUT_CHALK: &str = "url=https%3A%2F%2Fnews.example%2Fchalk";

#[actix_web::test]
async fn public_posts_about_a_page_are_found_by_its_address() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let text = "Read https://news.example/chalk";
    let first = publish(&amira, text).await.id();
    let second = publish(&ben, &format!("{text}?utm_source=ben")).await.id();
    for visibility in ["unlisted", "private", "direct"] {
        let body = json!({"status": format!("{text} @ben"), "visibility": visibility});
        amira.post("/api/v1/statuses", body).await.ok();
    }
    let answer = json!({"status": text, "in_reply_to_id": first});
    ben.post("/api/v1/statuses", answer).await.ok();
    publish(&ben, "Read https://news.example/pens").await;
    let all = [second.clone(), first.clone()];
    assert_eq!(linking(&app.stranger(), ABOUT_CHALK).await, all);
    assert_eq!(linking(&ben, &format!("{ABOUT_CHALK}%23top")).await, all);
    assert_eq!(
        linking(&ben, &format!("{ABOUT_CHALK}&limit=1&max_id={second}")).await,
        all[1..]
    );
    assert_eq!(
        linking(&ben, &format!("{ABOUT_CHALK}&limit=1&min_id={first}")).await,
        all[..1]
    );
    for nothing in ["url=https%3A%2F%2Fnews.example%2F", "url=chalk", "url=%00"] {
        let path = format!("/api/v1/timelines/link?{nothing}");
        ben.get(&path).await.error(404);
        assert!(
            linking(&ben, &format!("{nothing}&max_id={second}"))
                .await
                .is_empty()
        );
    }
    ben.get("/api/v1/timelines/link").await.error(400);

    // What is hidden elsewhere is hidden here.
    let block = format!("/api/v1/accounts/{}/block", ben.id);
    amira.post(&block, json!({})).await.ok();
    assert_eq!(linking(&amira, ABOUT_CHALK).await, all[1..]);
    assert_eq!(linking(&ben, ABOUT_CHALK).await, all[..1]);
    let path = format!("/api/v1/statuses/{first}");
    amira.delete(&path).await.ok();
    assert_eq!(linking(&app.stranger(), ABOUT_CHALK).await, all[..1]);
    app.suspend(ben.id).await;
    let path = format!("/api/v1/timelines/link?{ABOUT_CHALK}");
    app.stranger().get(&path).await.error(404);
    let writer = app.teacher_with("cleo", "write").await;
    let path = format!("/api/v1/timelines/link?{ABOUT_CHALK}");
    writer.get(&path).await.error(403);
}

#[actix_web::test]
async fn a_closed_instance_shows_posts_about_a_page_to_its_people() {
    let app = TestApp::with("[timelines]\nopen = false");
    let path = "/api/v1/timelines/link?url=https%3A%2F%2Fnews.example%2Fchalk";
    app.stranger().get(path).await.error(401);
    let amira = app.teacher("amira").await;
    amira.get(path).await.error(404);
}
