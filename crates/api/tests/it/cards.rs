//! Pages that posts link to, by a fetcher whose answers the test writes.

use serde_json::{Value, json};
use staffroom_domain::job::{ClaimedJob, JobPayload};
use staffroom_domain::{CardId, StatusId, Timestamp};
use staffroom_service::cards::FetchCardHandler;
use staffroom_service::emojis::{self, NewOwn};
use staffroom_service::ports::{JobError, JobHandler};
use staffroom_service::staff::By;

use crate::app::{Client, Json, TestApp, db};
use crate::web::{path, png, web};

/// Does the job of a status' page.
async fn fetch_card(app: &TestApp, status: &Value) {
    try_to_fetch(app, status).await.unwrap();
}

async fn try_to_fetch(app: &TestApp, status: &Value) -> Result<(), JobError> {
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
    handler.run(&job).await
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

const PAGE: &str = "<html lang=en><head><title>Chalk</title>\
    <meta property=og:description content='All about <b>chalk</b>'>\
    <meta property=og:image content=/chalk.png><meta property=og:image:width content=30>\
    <meta property=og:image:height content=20><meta name=author content=Ben>\
    <meta property=article:published_time content=2023-11-14>\
    <link type=application/json+oembed href=/oembed></head>";

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
async fn a_page_that_was_not_asked_is_asked_later() {
    let app = TestApp::new();
    let (amira, web) = (app.teacher("amira").await, web(&app));
    web.put("https://news.example/chalk", "text/html", PAGE.as_bytes());
    let status = publish(&amira, "https://news.example/chalk").await;
    web.busy(true);
    let error = try_to_fetch(&app, &status).await.unwrap_err();
    assert!(matches!(error, JobError::Retry { .. }), "{error}");
    web.busy(false);
    fetch_card(&app, &status).await;
    assert_eq!(card(&amira, &status).await["title"], "Chalk");
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

#[actix_web::test]
async fn own_emojis_are_listed_shown_and_removed() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let add = async |code: &str, bytes: &[u8]| {
        let new = NewOwn {
            shortcode: code.to_owned(),
            category: Some("School".to_owned()),
            replaces: true,
        };
        let picture = emojis::receive(&app.ctx, bytes).await?;
        emojis::add(&app.ctx, By::CommandLine, new, &picture).await
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
    for is_there in [true, false] {
        let removed = emojis::remove(&app.ctx, By::CommandLine, "chalk").await;
        assert_eq!(removed.unwrap(), is_there);
    }
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

/// Where the newest posts are hidden from somebody, older ones are still found: on the next page.
#[actix_web::test]
async fn a_page_of_which_only_the_newest_posts_are_hidden_is_there() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let text = "Read https://news.example/chalk";
    let first = publish(&amira, text).await.id();
    // More than is read for a page of one post.
    for _ in 0..1_302 {
        let new = staffroom_service::statuses::NewStatus {
            text: text.to_owned(),
            ..Default::default()
        };
        let posted = staffroom_service::statuses::publish(&app.ctx, ben.id, new);
        posted.await.unwrap();
    }
    let block = format!("/api/v1/accounts/{}/block", ben.id);
    amira.post(&block, json!({})).await.ok();
    let path = format!("/api/v1/timelines/link?{ABOUT_CHALK}&limit=1");
    let answer = amira.get(&path).await;
    assert_eq!(answer.ok(), json!([]));
    let next = answer.header("link").split_once("max_id=").unwrap().1;
    let next = next.split(['&', '>']).next().unwrap();
    let found = linking(&amira, &format!("{ABOUT_CHALK}&limit=1&max_id={next}")).await;
    assert_eq!(found, [first]);
}

#[actix_web::test]
async fn a_closed_instance_shows_posts_about_a_page_to_its_people() {
    let app = TestApp::with("[timelines]\nopen = false");
    let path = "/api/v1/timelines/link?url=https%3A%2F%2Fnews.example%2Fchalk";
    app.stranger().get(path).await.error(401);
    let amira = app.teacher("amira").await;
    amira.get(path).await.error(404);
}
