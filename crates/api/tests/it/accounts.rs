//! Accounts, following and blocking.

use serde_json::json;

use crate::app::{Answer, Json, TestApp};

#[actix_web::test]
async fn following_brings_posts_home_and_is_told() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let early = amira.publish("early").await;
    let account = format!("/api/v1/accounts/{}", amira.id);
    let path = format!("{account}/follow?reblogs=0&notify=true");
    let relation = ben.post(&path, json!({})).await.ok();
    assert_eq!(
        (
            &relation["following"],
            &relation["showing_reblogs"],
            &relation["notifying"]
        ),
        (&json!(true), &json!(false), &json!(true))
    );
    let late = amira.publish("late").await;
    assert_eq!(
        ben.get("/api/v1/timelines/home").await.ok().ids(),
        [late, early]
    );
    assert_eq!(ben.get(&account).await.ok()["followers_count"], 1);
    let told = amira.get("/api/v1/notifications").await.ok();
    assert_eq!(
        (&told[0]["type"], &told[0]["account"]["acct"]),
        (&json!("follow"), &json!("ben"))
    );

    let relation = ben
        .post(&format!("{account}/unfollow"), json!({}))
        .await
        .ok();
    assert_eq!(relation["following"], false);
    assert!(
        ben.get("/api/v1/timelines/home")
            .await
            .ok()
            .ids()
            .is_empty()
    );
    ben.post(&format!("/api/v1/accounts/{}/follow", ben.id), json!({}))
        .await
        .error(403);
}

#[actix_web::test]
async fn whoever_approves_by_hand_is_asked() {
    let app = TestApp::new();
    let (amira, ben, cleo) = (
        app.teacher("amira").await,
        app.teacher("ben").await,
        app.teacher("cleo").await,
    );
    app.lock(amira.id).await;
    let follow = format!("/api/v1/accounts/{}/follow", amira.id);
    assert_eq!(ben.post(&follow, json!({})).await.ok()["requested"], true);
    cleo.post(&follow, json!({})).await.ok();
    let waiting = amira.get("/api/v1/follow_requests").await.ok().ids();
    assert_eq!(waiting, [cleo.id.to_string(), ben.id.to_string()]);
    let count = async || {
        let own = amira.get("/api/v1/accounts/verify_credentials").await.ok();
        own["source"]["follow_requests_count"].as_i64().unwrap()
    };
    assert_eq!(count().await, 2);
    for n in 0..80 {
        let another = app.teacher(&format!("teacher{n}")).await;
        another.post(&follow, json!({})).await.ok();
        if n == 0 {
            app.suspend(another.id).await;
        }
    }
    assert_eq!(count().await, 81, "but for whoever is shut out");

    let answer = |id, what: &str| format!("/api/v1/follow_requests/{id}/{what}");
    let relation = amira
        .post(&answer(ben.id, "authorize"), json!({}))
        .await
        .ok();
    assert_eq!(relation["followed_by"], true);
    amira.post(&answer(cleo.id, "reject"), json!({})).await.ok();
    amira
        .post(&answer(cleo.id, "reject"), json!({}))
        .await
        .error(404);
    assert_eq!(count().await, 79);
    let path = format!("/api/v1/accounts/relationships?id[]={}", amira.id);
    assert_eq!(cleo.get(&path).await.ok()[0]["requested"], false);
    assert_eq!(ben.get(&path).await.ok()[0]["following"], true);
}

#[actix_web::test]
async fn requests_of_those_who_are_shut_out_hide_none_behind_them() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let (cleo, dan) = (app.teacher("cleo").await, app.teacher("dan").await);
    app.lock(amira.id).await;
    let follow = format!("/api/v1/accounts/{}/follow", amira.id);
    for who in [&ben, &cleo, &dan] {
        who.post(&follow, json!({})).await.ok();
    }
    app.suspend(cleo.id).await;
    let first = amira.get("/api/v1/follow_requests?limit=2").await;
    assert_eq!(first.ok().ids(), [dan.id.to_string()]);
    let link = first.header("link");
    let (next, _) = link.split_once(">; rel=\"next\"").unwrap();
    let next = next.strip_prefix("<https://school.example").unwrap();
    let last = amira.get(next).await;
    assert_eq!(last.ok().ids(), [ben.id.to_string()]);
    // The other way round, one by one.
    let linked = |answer: &Answer, rel: &str| {
        let links = answer.header("link").split(", ");
        let link = links.into_iter().find(|link| link.ends_with(rel)).unwrap();
        let (link, _) = link.split_once(">;").unwrap();
        link.replace("<https://school.example", "")
            .replace("limit=2", "limit=1")
    };
    let newer = linked(&last, "\"prev\"");
    let since = newer
        .replace("min_id", "since_id")
        .replace("limit=1", "limit=3");
    assert_eq!(amira.get(&since).await.ok().ids(), [dan.id.to_string()]);
    let hidden = amira.get(&newer).await;
    assert_eq!(hidden.ok(), json!([]));
    let newest = amira.get(&linked(&hidden, "\"prev\"")).await;
    assert_eq!(newest.ok().ids(), [dan.id.to_string()]);
}

#[actix_web::test]
async fn whoever_is_blocked_sees_and_follows_no_more() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let id = amira.publish("hello").await;
    let follow = format!("/api/v1/accounts/{}/follow", amira.id);
    ben.post(&follow, json!({})).await.ok();
    let path = format!("/api/v1/accounts/{}", ben.id);
    let relation = amira.post(&format!("{path}/block"), json!({})).await.ok();
    assert_eq!(
        (&relation["blocking"], &relation["followed_by"]),
        (&json!(true), &json!(false))
    );
    ben.get(&format!("/api/v1/statuses/{id}")).await.error(404);
    ben.post(&follow, json!({})).await.error(403);
    let relation = amira.post(&format!("{path}/unblock"), json!({})).await.ok();
    assert_eq!(relation["blocking"], false);
    ben.get(&format!("/api/v1/statuses/{id}")).await.ok();
}

#[actix_web::test]
async fn accounts_are_found_by_handle_in_any_case() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    for acct in [
        "amira",
        "@Amira",
        "amira@school.example",
        "@AMIRA@School.Example",
    ] {
        let path = format!("/api/v1/accounts/lookup?acct={acct}");
        assert_eq!(
            app.stranger().get(&path).await.ok().id(),
            amira.id.to_string()
        );
    }
    let path = "/api/v1/accounts/lookup?acct=amira@elsewhere.example";
    app.stranger().get(path).await.error(404);
}

#[actix_web::test]
async fn a_profile_shows_what_the_visitor_may_see() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let open = amira.publish("open").await;
    let body = json!({"status": "inside", "visibility": "private"});
    let inside = amira.post("/api/v1/statuses", body).await.ok().id();
    let body = json!({"status": "answer", "in_reply_to_id": open});
    let answer = amira.post("/api/v1/statuses", body).await.ok().id();
    let boost = amira
        .act(&ben.publish("theirs").await, "reblog")
        .await
        .ok()
        .id();
    let path = format!("/api/v1/accounts/{}/statuses", amira.id);
    let list = |query: &str| format!("{path}{query}");
    assert_eq!(
        ben.get(&path).await.ok().ids(),
        [boost.clone(), answer.clone(), open.clone()]
    );
    assert_eq!(amira.get(&path).await.ok().ids().len(), 4);
    assert!(amira.get(&path).await.ok().ids().contains(&inside));
    let query = list("?exclude_replies=true&exclude_reblogs=1");
    // An answer to oneself goes on with what one said.
    assert_eq!(
        app.stranger().get(&query).await.ok().ids(),
        [answer.clone(), open]
    );
    assert!(
        ben.get(&list("?only_media=true"))
            .await
            .ok()
            .ids()
            .is_empty()
    );
    let first = ben.get(&list("?limit=2&exclude_replies=0")).await;
    assert_eq!(first.ok().ids(), [boost.clone(), answer.clone()]);
    assert_eq!(
        first.header("link"),
        format!(
            "<https://school.example{path}?limit=2&exclude_replies=0&max_id={answer}>; rel=\"next\", \
             <https://school.example{path}?limit=2&exclude_replies=0&min_id={boost}>; rel=\"prev\""
        )
    );
}
