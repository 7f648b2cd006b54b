//! Public timelines and those of hashtags: what stands there, for whom, and what it costs.

use serde_json::json;

use crate::app::{Client, Json, TestApp};

async fn read(client: &Client<'_>, path: &str) -> Vec<String> {
    client
        .get(&format!("/api/v1/timelines/{path}"))
        .await
        .ok()
        .ids()
}

async fn post(client: &Client<'_>, body: serde_json::Value) -> String {
    client.post("/api/v1/statuses", body).await.ok().id()
}

#[actix_web::test]
async fn what_is_public_stands_in_the_public_timeline() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let first = amira.publish("hello").await;
    let own_answer = post(&amira, json!({"status": "and", "in_reply_to_id": first})).await;
    post(&ben, json!({"status": "hi", "in_reply_to_id": first})).await;
    post(&ben, json!({"status": "quiet", "visibility": "unlisted"})).await;
    post(&ben, json!({"status": "few", "visibility": "private"})).await;
    ben.act(&first, "reblog").await.ok();
    let all = [own_answer, first.clone()];
    for who in [&app.stranger(), &ben] {
        assert_eq!(read(who, "public").await, all);
        assert_eq!(read(who, "public?local=true").await, all);
        assert_eq!(read(who, "public/?local=1&remote=1").await, all);
        assert!(read(who, "public?remote=true").await.is_empty());
        assert!(read(who, "public?only_media=true").await.is_empty());
    }
    amira
        .delete(&format!("/api/v1/statuses/{first}"))
        .await
        .ok();
    assert_eq!(read(&ben, "public").await, all[..1]);
    app.suspend(amira.id).await;
    assert!(read(&ben, "public").await.is_empty());
}

#[actix_web::test]
async fn a_public_timeline_is_read_in_both_directions() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let mut all = Vec::new();
    for n in 0..6 {
        all.insert(0, amira.publish(&format!("post {n} #maths")).await);
    }
    for path in ["public", "tag/maths", "tag/Maths?any[]=nothing"] {
        let sign = if path.contains('?') { '&' } else { '?' };
        let part = |bounds: String| format!("{path}{sign}limit=2&{bounds}");
        assert_eq!(read(&amira, &part(String::new())).await, all[..2]);
        let older = part(format!("max_id={}", all[1]));
        assert_eq!(read(&amira, &older).await, all[2..4]);
        let newer = part(format!("min_id={}", all[5]));
        assert_eq!(read(&amira, &newer).await, all[3..5]);
        let since = part(format!("since_id={}", all[5]));
        assert_eq!(read(&amira, &since).await, all[..2]);
    }
    let answer = amira
        .get("/api/v1/timelines/public?limit=2&local=true")
        .await;
    let link = answer.header("link");
    let next = format!(
        "<https://school.example/api/v1/timelines/public?limit=2&local=true&max_id={}>; rel=\"next\"",
        all[1]
    );
    assert!(link.contains(&next), "{link}");
    assert!(link.contains(&format!("min_id={}>; rel=\"prev\"", all[0])));
}

#[actix_web::test]
async fn hashtags_are_joined_and_taken_away() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let maths = amira.publish("#maths").await;
    let both = amira.publish("#maths #art").await;
    let art = ben.publish("#art").await;
    let answer = post(
        &ben,
        json!({"status": "so #Maths", "in_reply_to_id": maths}),
    )
    .await;
    post(&ben, json!({"status": "#maths", "visibility": "unlisted"})).await;
    let of = async |query: &str| read(&app.stranger(), &format!("tag/{query}")).await;
    assert_eq!(of("MATHS").await, [&*answer, &*both, &*maths]);
    assert_eq!(of("maths?all[]=art").await, [&*both]);
    assert_eq!(
        of("maths?none[]=art&none[]=nothing").await,
        [&*answer, &*maths]
    );
    assert_eq!(
        of("maths?any[]=art").await,
        [&*answer, &*art, &*both, &*maths]
    );
    assert_eq!(of("maths?any[]=art&all[]=art").await, [&*art, &*both]);
    assert!(of("maths?all[]=nothing").await.is_empty());
    assert!(of("nothing").await.is_empty());
    assert!(of("%00'%22").await.is_empty());
    let change = json!({"status": "#science"});
    let path = format!("/api/v1/statuses/{maths}");
    amira.put(&path, change).await.ok();
    assert_eq!(of("maths").await, [&*answer, &*both]);
    assert_eq!(of("science").await, [&*maths]);
    amira.delete(&path).await.ok();
    assert!(of("science").await.is_empty());
}

#[actix_web::test]
async fn whoever_is_blocked_is_not_seen_and_does_not_see() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let first = amira.publish("first #maths").await;
    for n in 0..50 {
        ben.publish(&format!("post {n} #maths")).await;
    }
    let last = amira.publish("last #maths").await;
    amira
        .post(&format!("/api/v1/accounts/{}/block", ben.id), json!({}))
        .await
        .ok();
    for path in ["public?limit=5", "tag/maths?limit=5"] {
        assert_eq!(read(&amira, path).await, [last.clone(), first.clone()]);
        let newer = format!("{path}&min_id={first}");
        assert_eq!(read(&amira, &newer).await, std::slice::from_ref(&last));
        assert_eq!(read(&ben, path).await.len(), 5);
        let own = read(&ben, &format!("{path}&max_id={last}")).await;
        assert!(!own.contains(&first) && own.len() == 5);
    }
}

#[actix_web::test]
async fn a_closed_instance_shows_its_timelines_to_its_people() {
    let app = TestApp::with("[timelines]\nopen = false");
    let amira = app.teacher("amira").await;
    amira.publish("#maths").await;
    for path in ["public", "tag/maths"] {
        assert_eq!(read(&amira, path).await.len(), 1);
        let path = format!("/api/v1/timelines/{path}");
        app.stranger().get(&path).await.error(401);
    }
}

#[actix_web::test]
async fn a_token_for_something_else_reads_no_timeline() {
    let app = TestApp::new();
    let narrow = app.teacher_with("amira", "write:statuses").await;
    for path in ["home", "public", "tag/maths"] {
        let path = format!("/api/v1/timelines/{path}");
        narrow.get(&path).await.error(403);
    }
    app.stranger()
        .get("/api/v1/timelines/home")
        .await
        .error(401);
}

#[actix_web::test]
async fn the_number_of_queries_does_not_grow_with_the_page() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    for name in ["ben", "cleo", "dan"] {
        let author = app.teacher(name).await;
        for n in 0..10 {
            author.publish(&format!("post {n} #maths")).await;
        }
    }
    for path in ["public?", "tag/maths?all[]=maths&"] {
        let mut counts = Vec::new();
        for limit in [3, 30] {
            let before = app.queries.get();
            let found = read(&amira, &format!("{path}limit={limit}")).await;
            assert_eq!(found.len(), limit);
            counts.push(app.queries.get() - before);
        }
        assert_eq!(counts[0], counts[1], "{path}");
    }
}
