//! Hashtags: followed, shown on profiles, and how much they are used.

use std::time::Duration;

use serde_json::json;

use crate::app::{Json, TestApp};

#[actix_web::test]
async fn a_hashtag_tells_how_much_it_was_used() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    amira.publish("#Maths").await;
    amira.publish("#maths again").await;
    ben.publish("#MATHS").await;
    let body = json!({"status": "#maths inside", "visibility": "unlisted"});
    amira.post("/api/v1/statuses", body).await.ok();
    app.advance(Duration::from_hours(24));
    ben.publish("#maths").await;
    let tag = app.stranger().get("/api/v1/tags/mAths").await.ok();
    assert_eq!(tag["name"], "Maths");
    assert!(tag.get("following").is_none());
    // Everybody may look, whatever their token is for.
    let narrow = app.teacher_with("cleo", "write:statuses").await;
    let seen = narrow.get("/api/v1/tags/maths").await.ok();
    assert_eq!(seen["following"], false);
    let uses = |n: usize| {
        (
            tag["history"][n]["uses"].clone(),
            tag["history"][n]["accounts"].clone(),
        )
    };
    assert_eq!(uses(0), (json!("1"), json!("1")));
    assert_eq!(uses(1), (json!("3"), json!("2")));
    assert_eq!(tag["history"].as_array().unwrap().len(), 7);
    insta::assert_json_snapshot!("tag", amira.get("/api/v1/tags/maths").await.ok());
    let unused = amira.get("/api/v1/tags/neverused").await.ok();
    assert_eq!(
        (&unused["name"], &unused["following"]),
        (&json!("neverused"), &json!(false))
    );
    for wrong in ["%20", "!!", "12", &"a".repeat(200)] {
        amira.get(&format!("/api/v1/tags/{wrong}")).await.error(404);
    }
}

#[actix_web::test]
async fn hashtags_can_be_followed() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    for name in ["maths", "%C3%89cole", "art"] {
        let path = format!("/api/v1/tags/{name}/follow");
        assert_eq!(amira.post(&path, json!({})).await.ok()["following"], true);
    }
    amira
        .post("/api/v1/tags/MATHS/follow", json!({}))
        .await
        .ok();
    let names = |list: serde_json::Value| -> Vec<String> {
        let list = list.as_array().unwrap().clone();
        list.iter()
            .map(|tag| tag["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let list = "/api/v1/followed_tags";
    assert_eq!(names(amira.get(list).await.ok()), ["art", "École", "maths"]);
    let first = amira.get(&format!("{list}?limit=2")).await;
    let link = first.header("link");
    let (next, _) = link.split_once(">; rel=\"next\"").unwrap();
    let next = next.strip_prefix("<https://school.example").unwrap();
    assert_eq!(names(amira.get(next).await.ok()), ["maths"]);
    assert!(ben.get(list).await.ok().ids().is_empty());
    let path = "/api/v1/tags/maths/unfollow";
    assert_eq!(amira.post(path, json!({})).await.ok()["following"], false);
    assert_eq!(names(amira.get(list).await.ok()), ["art", "École"]);
    app.stranger().get(list).await.error(401);
    app.stranger().post(path, json!({})).await.error(401);
    let narrow = app.teacher_with("cleo", "read").await;
    narrow.post(path, json!({})).await.error(403);
    narrow
        .post("/api/v1/tags/maths/feature", json!({}))
        .await
        .error(403);
}

#[actix_web::test]
async fn hashtags_can_be_shown_on_a_profile() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    amira.publish("#Maths #Art").await;
    let id = amira.publish("#maths").await;
    let proposed = "/api/v1/featured_tags/suggestions";
    let found = amira.get(proposed).await.ok();
    assert_eq!(found[0]["name"], "Maths");
    let list = "/api/v1/featured_tags";
    let featured = amira.post(list, json!({"name": "#maths"})).await.ok();
    insta::assert_json_snapshot!("featured_tag", featured);
    let found = amira.get(proposed).await.ok();
    assert_eq!(found[0]["name"], "Art");
    amira.post(list, json!({"name": "Maths"})).await.error(422);
    amira.post(list, json!({"name": "!"})).await.error(422);
    amira.post(list, json!({})).await.error(400);
    // Counted on with each post, and off again.
    let shown = format!("/api/v1/accounts/{}/featured_tags", amira.id);
    let count = |list: serde_json::Value| list[0]["statuses_count"].as_str().unwrap().to_owned();
    amira.publish("#maths again").await;
    ben.publish("#maths too").await;
    assert_eq!(count(app.stranger().get(&shown).await.ok()), "3");
    amira.delete(&format!("/api/v1/statuses/{id}")).await.ok();
    let body = json!({"status": "#maths inside", "visibility": "private"});
    amira.post("/api/v1/statuses", body).await.ok();
    assert_eq!(count(amira.get(list).await.ok()), "2");
    // It is its owner's.
    let one = format!("{list}/{}", featured.id());
    ben.delete(&one).await.error(404);
    app.stranger().delete(&one).await.error(401);
    assert_eq!(amira.get(list).await.ok().ids().len(), 1);
    assert_eq!(amira.delete(&one).await.ok(), json!({}));
    amira.delete(&one).await.error(404);
    for n in 0..10 {
        amira
            .post(list, json!({"name": format!("tag{n}")}))
            .await
            .ok();
    }
    amira
        .post(list, json!({"name": "one_more"}))
        .await
        .error(422);
    let tag = amira
        .post("/api/v1/tags/tag0/unfeature", json!({}))
        .await
        .ok();
    assert_eq!(tag["featuring"], false);
    let tag = amira
        .post("/api/v1/tags/tag0/feature", json!({}))
        .await
        .ok();
    assert_eq!(tag["featuring"], true);
    let tag = amira
        .post("/api/v1/tags/tag0/feature", json!({}))
        .await
        .ok();
    assert_eq!(tag["featuring"], true);
    amira
        .get("/api/v1/accounts/12345/featured_tags")
        .await
        .error(404);
}

#[actix_web::test]
async fn followed_hashtags_cost_the_same_however_many_they_are() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let mut counts = Vec::new();
    for n in 0..3 {
        for name in ["a", "b", "c"] {
            let path = format!("/api/v1/tags/{name}{n}/follow");
            amira.post(&path, json!({})).await.ok();
        }
        let before = app.queries.get();
        amira.get("/api/v1/followed_tags").await.ok();
        counts.push(app.queries.get() - before);
    }
    assert_eq!(counts[0], counts[1]);
    assert_eq!(counts[1], counts[2]);
}

#[actix_web::test]
async fn what_few_may_see_does_not_count_for_a_hashtag() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    ben.publish("#maths").await;
    let body = json!({"status": "#maths inside", "visibility": "private"});
    amira.post("/api/v1/statuses", body).await.ok();
    for _ in 0..2 {
        amira.publish("#maths").await;
    }
    let tag = app.stranger().get("/api/v1/tags/maths").await.ok();
    let today = &tag["history"][0];
    assert_eq!(
        (&today["uses"], &today["accounts"]),
        (&json!("3"), &json!("2"))
    );
}

#[actix_web::test]
async fn the_last_post_with_a_shown_hashtag_is_the_newest() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let old = amira.publish("x").await;
    app.advance(Duration::from_hours(48));
    let new = amira.publish("#maths").await;
    let body = json!({"name": "maths"});
    amira.post("/api/v1/featured_tags", body).await.ok();
    let shown = async || {
        let list = amira.get("/api/v1/featured_tags").await.ok();
        let tag = &list[0];
        (tag["statuses_count"].clone(), tag["last_status_at"].clone())
    };
    let edit = json!({"status": "x #maths"});
    amira
        .put(&format!("/api/v1/statuses/{old}"), edit)
        .await
        .ok();
    assert_eq!(shown().await, (json!("2"), json!("2026-09-03")));
    amira.delete(&format!("/api/v1/statuses/{new}")).await.ok();
    assert_eq!(shown().await, (json!("1"), json!("2026-09-01")));
    let edit = json!({"status": "x"});
    amira
        .put(&format!("/api/v1/statuses/{old}"), edit)
        .await
        .ok();
    assert_eq!(shown().await, (json!("0"), json!(null)));
}
