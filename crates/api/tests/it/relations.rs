//! Muting, blocking servers, notes about others, and how accounts stand to each other.

use std::time::Duration;

use serde_json::json;
use staffroom_domain::job::ScheduledTask;
use staffroom_domain::{AccountId, ActorKind};
use staffroom_service::jobs::run_scheduled;
use staffroom_service::{domain_blocks, follows};

use crate::app::{Client, Json, TestApp, db};

/// Somebody of another server.
pub(crate) async fn remote(app: &TestApp, name: &str, domain: &str) -> AccountId {
    let (id, now): (AccountId, _) = (app.ctx.new_id(), app.ctx.now());
    let row = db::accounts::AccountRow {
        domain: domain.to_owned(),
        username: name.to_owned(),
        username_folded: name.to_owned(),
        uri: Some(format!("https://{domain}/actors/{name}")),
        ..db::accounts::AccountRow::blank(id, ActorKind::Person, now)
    };
    let write = app
        .ctx
        .db
        .write(move |conn| db::accounts::insert(conn, row));
    write.await.unwrap();
    id
}

async fn act(
    by: &Client<'_>,
    of: AccountId,
    what: &str,
    body: serde_json::Value,
) -> serde_json::Value {
    let path = format!("/api/v1/accounts/{of}/{what}");
    by.post(&path, body).await.ok()
}

#[actix_web::test]
async fn who_is_muted_is_not_read_and_not_told_of() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    act(&amira, ben.id, "follow", json!({})).await;
    let root = amira.publish("What do you think?").await;
    let body = json!({"status": "@amira Not much", "in_reply_to_id": root});
    let early = ben.post("/api/v1/statuses", body.clone()).await.ok().id();
    let relation = act(&amira, ben.id, "mute", json!({})).await;
    assert_eq!(
        (
            &relation["muting"],
            &relation["muting_notifications"],
            &relation["muting_expires_at"]
        ),
        (&json!(true), &json!(true), &json!(null))
    );
    assert_eq!(relation["following"], true, "nobody is unfollowed by it");
    let late = ben.post("/api/v1/statuses", body).await.ok().id();
    let home = amira.get("/api/v1/timelines/home").await.ok().ids();
    assert!(!home.contains(&early), "{home:?}");
    let told = amira.get("/api/v1/notifications").await.ok();
    assert!(told.ids().is_empty(), "{told}");
    let context = format!("/api/v1/statuses/{root}/context");
    let below = |who: serde_json::Value| who["descendants"].ids();
    assert!(below(amira.get(&context).await.ok()).is_empty());
    assert_eq!(
        below(cleo.get(&context).await.ok()),
        [early.clone(), late.clone()]
    );
    let list = amira.get("/api/v1/mutes").await.ok();
    insta::assert_json_snapshot!("muted_account", list);
    // Nobody else learns of it.
    let path = format!("/api/v1/accounts/relationships?id={}", amira.id);
    assert_eq!(ben.get(&path).await.ok()[0]["muting"], false);
    assert!(cleo.get("/api/v1/mutes").await.ok().ids().is_empty());

    let relation = act(&amira, ben.id, "unmute", json!({})).await;
    assert_eq!(relation["muting"], false);
    assert_eq!(below(amira.get(&context).await.ok()), [early, late]);
    assert!(amira.get("/api/v1/mutes").await.ok().ids().is_empty());
}

#[actix_web::test]
async fn a_mute_may_leave_notifications_and_may_end_by_itself() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let status = amira.publish("hello").await;
    let body = json!({"notifications": "0", "duration": "300"});
    let relation = act(&amira, ben.id, "mute", body).await;
    assert_eq!(relation["muting_notifications"], false);
    assert_eq!(relation["muting_expires_at"], "2026-09-01T08:10:00.000Z");
    ben.act(&status, "favourite").await.ok();
    let told = amira.get("/api/v1/notifications").await.ok();
    assert_eq!(told[0]["type"], "favourite");
    // Muting again changes how long, and what is told.
    let relation = act(&amira, ben.id, "mute", json!({"duration": 600})).await;
    assert_eq!(relation["muting_notifications"], true);
    assert_eq!(relation["muting_expires_at"], "2026-09-01T08:15:00.000Z");
    app.advance(Duration::from_secs(601));
    let path = format!("/api/v1/accounts/relationships?id[]={}", ben.id);
    assert_eq!(amira.get(&path).await.ok()[0]["muting"], false);
    assert!(amira.get("/api/v1/mutes").await.ok().ids().is_empty());
    let ended = run_scheduled(&app.ctx, ScheduledTask::EndMutes).await;
    assert_eq!(ended.unwrap(), 1);
    let ended = run_scheduled(&app.ctx, ScheduledTask::EndMutes).await;
    assert_eq!(ended.unwrap(), 0);
}

#[actix_web::test]
async fn a_mute_that_ends_brings_back_home_what_was_missed() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    act(&amira, ben.id, "follow", json!({})).await;
    let id = ben.publish("hello").await;
    act(&amira, ben.id, "mute", json!({"duration": 60})).await;
    let home = "/api/v1/timelines/home";
    assert!(amira.get(home).await.ok().ids().is_empty());
    app.advance(Duration::from_mins(1));
    run_scheduled(&app.ctx, ScheduledTask::EndMutes)
        .await
        .unwrap();
    assert_eq!(amira.get(home).await.ok().ids(), [id]);
}

#[actix_web::test]
async fn those_who_are_muted_and_blocked_are_listed_in_parts() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let mut others = Vec::new();
    for name in ["ben", "cleo", "dan", "eva"] {
        others.push(app.teacher(name).await.id);
    }
    for what in ["mute", "block"] {
        for other in &others {
            act(&amira, *other, what, json!({})).await;
        }
    }
    let narrow = app.teacher_with("fay", "read:accounts").await;
    for path in ["/api/v1/mutes", "/api/v1/blocks"] {
        let first = amira.get(&format!("{path}?limit=2")).await;
        assert_eq!(
            first.ok().ids(),
            [others[3].to_string(), others[2].to_string()]
        );
        let link = first.header("link");
        let (next, prev) = link.split_once(">; rel=\"next\", <").unwrap();
        let next = next.strip_prefix("<https://school.example").unwrap();
        let second = amira.get(next).await;
        assert_eq!(
            second.ok().ids(),
            [others[1].to_string(), others[0].to_string()]
        );
        let prev = prev.strip_prefix("https://school.example").unwrap();
        let prev = prev.strip_suffix(">; rel=\"prev\"").unwrap();
        assert!(amira.get(prev).await.ok().ids().is_empty());
        let link = second.header("link");
        let (_, prev) = link.split_once(", <https://school.example").unwrap();
        let prev = prev.strip_suffix(">; rel=\"prev\"").unwrap();
        assert_eq!(amira.get(prev).await.ok().ids(), first.ok().ids());
        app.stranger().get(path).await.error(401);
        narrow.get(path).await.error(403);
    }
}

#[actix_web::test]
async fn a_note_is_for_whoever_wrote_it() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    let body = json!({"comment": "Teaches <b>maths</b>"});
    let relation = act(&amira, ben.id, "note", body).await;
    assert_eq!(relation["note"], "Teaches <b>maths</b>");
    let path = format!("/api/v1/accounts/relationships?id={}", ben.id);
    assert_eq!(cleo.get(&path).await.ok()[0]["note"], "");
    assert_eq!(ben.get(&path).await.ok()[0]["note"], "");
    let path = format!("/api/v1/accounts/{}/note", ben.id);
    let long = json!({"comment": "x".repeat(2_001)});
    let told = amira.post(&path, long).await.error(422);
    assert_eq!(
        told,
        "Validation failed: Comment is too long (maximum is 2000 characters)"
    );
    assert_eq!(
        act(&amira, ben.id, "note", json!({"comment": " "})).await["note"],
        ""
    );
    let nobody = "/api/v1/accounts/12345/note";
    amira.post(nobody, json!({"comment": "x"})).await.error(404);
    app.stranger().post(&path, json!({})).await.error(401);
    let narrow = app.teacher_with("dan", "write:mutes").await;
    narrow.post(&path, json!({})).await.error(403);
}

#[actix_web::test]
async fn a_server_can_be_blocked_for_oneself() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let farmer = remote(&app, "farmer", "farm.example").await;
    let miller = remote(&app, "miller", "mill.example").await;
    let blocks = "/api/v1/domain_blocks";
    let body = json!({"domain": " Farm.example "});
    assert_eq!(amira.post(blocks, body).await.ok(), json!({}));
    amira
        .post(&format!("{blocks}?domain=%C3%A9cole.example"), json!({}))
        .await
        .ok();
    assert_eq!(
        amira.get(blocks).await.ok(),
        json!(["xn--cole-9oa.example", "farm.example"])
    );
    assert_eq!(ben.get(blocks).await.ok(), json!([]));
    let path = format!("/api/v1/accounts/relationships?id[]={farmer}&id[]={miller}");
    let relations = amira.get(&path).await.ok();
    assert_eq!(relations[0]["domain_blocking"], true);
    assert_eq!(relations[1]["domain_blocking"], false);
    for wrong in ["a b", "user@farm.example", "%"] {
        let told = amira
            .post(blocks, json!({"domain": wrong}))
            .await
            .error(422);
        assert_eq!(told, "Validation failed: Domain is not a valid domain name");
    }
    amira.post(blocks, json!({})).await.error(400);
    amira
        .delete(&format!("{blocks}?domain=FARM.example"))
        .await
        .ok();
    let first = amira.get(&format!("{blocks}?limit=1")).await;
    assert_eq!(first.ok(), json!(["xn--cole-9oa.example"]));
    assert!(first.header("link").contains("max_id="));
    app.stranger().get(blocks).await.error(401);
    let narrow = app.teacher_with("cleo", "read:blocks").await;
    narrow.get(blocks).await.ok();
    narrow
        .post(blocks, json!({"domain": "a.example"}))
        .await
        .error(403);
}

#[actix_web::test]
async fn blocking_a_server_ends_what_there_was() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let farmer = remote(&app, "farmer", "farm.example:8443").await;
    let miller = remote(&app, "miller", "mill.example").await;
    for other in [farmer, miller] {
        follows::follow(&app.ctx, other, amira.id, follows::Wishes::default())
            .await
            .unwrap();
        follows::follow(&app.ctx, amira.id, other, follows::Wishes::default())
            .await
            .unwrap();
    }
    assert_eq!(amira.get("/api/v1/notifications").await.ok().ids().len(), 2);
    let preview = "/api/v1/domain_blocks/preview?domain=farm.example";
    assert_eq!(
        amira.get(preview).await.ok(),
        json!({"followers_count": 1, "following_count": 0})
    );
    let body = json!({"domain": "farm.example"});
    amira.post("/api/v1/domain_blocks", body).await.ok();
    domain_blocks::leave(&app.ctx, amira.id, "farm.example")
        .await
        .unwrap();
    let path = format!("/api/v1/accounts/relationships?id[]={farmer}&id[]={miller}");
    let relations = amira.get(&path).await.ok();
    for (n, is_there) in [(0, false), (1, true)] {
        assert_eq!(relations[n]["followed_by"], is_there, "{}", relations[n]);
        assert_eq!(relations[n]["requested"], is_there, "{}", relations[n]);
    }
    let told = amira.get("/api/v1/notifications").await.ok();
    assert_eq!(told.ids().len(), 1);
    assert_eq!(told[0]["account"]["id"], miller.to_string());
    // Nothing new is told of those there either.
    follows::follow(&app.ctx, farmer, amira.id, follows::Wishes::default())
        .await
        .unwrap();
    assert_eq!(amira.get("/api/v1/notifications").await.ok().ids().len(), 1);
}

#[actix_web::test]
async fn relationships_cost_the_same_however_many_they_are() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let mut path = "/api/v1/accounts/relationships?id[]=7".to_owned();
    let mut counts = Vec::new();
    for n in 0..3 {
        for name in ["x", "y", "z"] {
            let id = remote(&app, &format!("{name}{n}"), &format!("{name}{n}.example")).await;
            path = format!("{path}&id[]={id}");
        }
        let before = app.queries.get();
        let found = amira.get(&path).await.ok();
        counts.push(app.queries.get() - before);
        assert_eq!(found.ids().len(), (n + 1) * 3);
    }
    assert_eq!(counts[0], counts[1]);
    assert_eq!(counts[1], counts[2]);
}
