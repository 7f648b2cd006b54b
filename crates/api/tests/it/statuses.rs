//! Posting, and what can be done with what was posted.

use actix_web::test::TestRequest;
use serde_json::json;

use crate::app::{Json, TestApp};

#[actix_web::test]
async fn what_is_posted_can_be_looked_at_changed_and_deleted() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let body =
        json!({"status": "Fractions with *pizza*", "spoiler_text": "food", "language": "en"});
    let posted = amira.post("/api/v1/statuses", body).await.ok();
    let path = format!("/api/v1/statuses/{}", posted.id());
    assert_eq!(posted["content"], "<p>Fractions with *pizza*</p>");
    assert_eq!(posted["sensitive"], true);
    assert_eq!(posted["account"]["acct"], "amira");
    assert_eq!(app.stranger().get(&path).await.ok()["spoiler_text"], "food");
    assert_eq!(
        amira.get("/api/v1/timelines/home").await.ok().ids(),
        [posted.id()]
    );

    let body = json!({"status": "Fractions with **bread**", "content_type": "text/markdown"});
    let edited = amira.put(&path, body).await.ok();
    assert_eq!(
        edited["content"],
        "<p>Fractions with <strong>bread</strong></p>"
    );
    assert_eq!(edited["spoiler_text"], "");
    assert!(edited["edited_at"].is_string());
    let source = amira.get(&format!("{path}/source")).await.ok();
    assert_eq!(source["text"], "Fractions with **bread**");

    let deleted = amira.delete(&path).await.ok();
    assert_eq!(deleted["text"], "Fractions with **bread**");
    amira.get(&path).await.error(404);
    amira.delete(&path).await.error(404);
    assert!(
        amira
            .get("/api/v1/timelines/home")
            .await
            .ok()
            .ids()
            .is_empty()
    );
}

#[actix_web::test]
async fn the_same_key_posts_once() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let mut ids = Vec::new();
    for (who, key) in [(&amira, "k1"), (&amira, "k1"), (&amira, "k2"), (&ben, "k1")] {
        let request = TestRequest::post()
            .uri("/api/v1/statuses")
            .insert_header(("Idempotency-Key", key))
            .set_json(json!({"status": "once"}));
        ids.push(who.send(request).await.ok().id());
    }
    assert_eq!(ids[0], ids[1]);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[actix_web::test]
async fn likes_and_pins_come_and_go() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let id = amira.publish("hello").await;
    let liked = ben.act(&id, "favourite").await.ok();
    assert_eq!(
        (&liked["favourited"], &liked["favourites_count"]),
        (&json!(true), &json!(1))
    );
    ben.act(&id, "favourite").await.ok();
    let seen = amira.get(&format!("/api/v1/statuses/{id}")).await.ok();
    assert_eq!(
        (&seen["favourited"], &seen["favourites_count"]),
        (&json!(false), &json!(1))
    );
    assert_eq!(
        ben.act(&id, "unfavourite").await.ok()["favourites_count"],
        0
    );

    assert_eq!(amira.act(&id, "pin").await.ok()["pinned"], true);
    let pinned = format!("/api/v1/accounts/{}/statuses?pinned=true", amira.id);
    assert_eq!(ben.get(&pinned).await.ok().ids(), std::slice::from_ref(&id));
    ben.act(&id, "pin").await.error(404);
    assert_eq!(amira.act(&id, "unpin").await.ok()["pinned"], false);
    assert!(ben.get(&pinned).await.ok().ids().is_empty());
}

#[actix_web::test]
async fn a_boost_has_an_id_of_its_own_and_shows_what_it_boosts() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let id = amira.publish("hello").await;
    let boost = ben.act(&id, "reblog").await.ok();
    assert_ne!(boost.id(), id);
    assert_eq!(boost["reblog"]["id"], id.as_str());
    assert_eq!(boost["account"]["username"], "ben");
    assert_eq!(boost["reblog"]["account"]["username"], "amira");
    assert_eq!(
        (&boost["reblogged"], &boost["reblog"]["reblogs_count"]),
        (&json!(true), &json!(1))
    );
    assert_eq!(ben.act(&id, "reblog").await.ok().id(), boost.id());
    // What is done with a boost is done with what it boosts.
    assert_eq!(amira.act(&boost.id(), "favourite").await.ok().id(), id);
    let left = ben.act(&id, "unreblog").await.ok();
    assert_eq!((left.id(), &left["reblogs_count"]), (id, &json!(0)));
    ben.get(&format!("/api/v1/statuses/{}", boost.id()))
        .await
        .error(404);
}

#[actix_web::test]
async fn who_may_see_a_post_depends_on_its_visibility() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let post = |text: &str, visibility: &str| {
        let body = json!({"status": text, "visibility": visibility});
        let amira = &amira;
        async move { amira.post("/api/v1/statuses", body).await.ok().id() }
    };
    let (private, direct) = (
        post("mine", "private").await,
        post("for @ben", "direct").await,
    );
    let path = |id: &str| format!("/api/v1/statuses/{id}");
    ben.get(&path(&private)).await.error(404);
    ben.act(&private, "favourite").await.error(404);
    let seen = ben.get(&path(&direct)).await.ok();
    assert_eq!(seen["visibility"], "direct");
    assert_eq!(seen["mentions"][0]["acct"], "ben");
    app.stranger().get(&path(&direct)).await.error(404);
    ben.act(&direct, "reblog").await.error(403);
    ben.post(&format!("/api/v1/accounts/{}/follow", amira.id), json!({}))
        .await
        .ok();
    ben.get(&path(&private)).await.ok();
}

#[actix_web::test]
async fn a_thread_has_what_is_above_and_below() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let first = amira.publish("1").await;
    let reply = |to: &str, text: &str, visibility: &str| {
        let body = json!({"status": text, "in_reply_to_id": to, "visibility": visibility});
        let ben = &ben;
        async move { ben.post("/api/v1/statuses", body).await.ok().id() }
    };
    let second = reply(&first, "2", "public").await;
    let third = reply(&second, "3", "public").await;
    let other = reply(&first, "other", "public").await;
    let fourth = reply(&third, "4", "public").await;
    reply(&third, "hidden", "private").await;
    let context = |id: String| {
        let amira = &amira;
        async move {
            amira
                .get(&format!("/api/v1/statuses/{id}/context"))
                .await
                .ok()
        }
    };
    let around = context(third.clone()).await;
    assert_eq!(around["ancestors"].ids(), [first.clone(), second.clone()]);
    assert_eq!(around["descendants"].ids(), std::slice::from_ref(&fourth));
    let below = context(first.clone()).await["descendants"].ids();
    assert_eq!(below, [second.clone(), third, fourth, other]);
    let seen = amira.get(&format!("/api/v1/statuses/{second}")).await.ok();
    assert_eq!(seen["in_reply_to_id"], first.as_str());
    assert_eq!(seen["in_reply_to_account_id"], amira.id.to_string());
}
