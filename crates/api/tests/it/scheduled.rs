//! Statuses that wait for their time.

use std::sync::Arc;
use std::time::Duration;

use actix_web::test::TestRequest;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use staffroom_domain::{AccountId, ScheduledStatusId};
use staffroom_service::ports::{Directory, DirectoryError, Doors, Found};
use staffroom_service::{Ctx, statuses};

use crate::app::{Client, Json, TestApp};

/// At half past eight, 25 minutes from the beginning.
const HALF_PAST: &str = "2026-09-01T08:30:00.000Z";

async fn later(by: &Client<'_>, text: &str, at: &str) -> Value {
    let body = json!({"status": text, "scheduled_at": at});
    by.post("/api/v1/statuses", body).await.ok()
}

#[actix_web::test]
async fn what_waits_can_be_looked_at_put_off_and_given_up() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let body = json!({
        "status": "tomorrow", "scheduled_at": HALF_PAST, "spoiler_text": "soon", "visibility": "unlisted",
        "language": "en", "poll": {"options": ["a", "b"], "expires_in": 300, "multiple": true},
    });
    let kept = amira.post("/api/v1/statuses", body).await.ok();
    insta::assert_json_snapshot!("scheduled_status", kept);
    let path = format!("/api/v1/scheduled_statuses/{}", kept.id());
    assert_eq!(amira.get(&path).await.ok(), kept);
    let list = amira.get("/api/v1/scheduled_statuses").await.ok();
    assert_eq!(list, json!([kept]));
    let own = format!("/api/v1/accounts/{}/statuses", amira.id);
    assert!(amira.get(&own).await.ok().ids().is_empty());

    let body = json!({"scheduled_at": "2026-09-02T08:30:00+02:00"});
    let put_off = amira.put(&path, body).await.ok();
    assert_eq!(put_off["scheduled_at"], "2026-09-02T06:30:00.000Z");
    assert_eq!(put_off["params"], kept["params"]);
    amira.put(&path, json!({})).await.error(400);
    amira
        .put(&path, json!({"scheduled_at": "soon"}))
        .await
        .error(422);
    amira
        .put(&path, json!({"scheduled_at": "2026-09-01T08:09:59Z"}))
        .await
        .error(422);
    assert_eq!(amira.delete(&path).await.ok(), json!({}));
    amira.delete(&path).await.error(404);
    amira.get(&path).await.error(404);

    let reader = app.teacher_with("ben", "read").await;
    reader.delete(&path).await.error(403);
    let writer = app.teacher_with("cleo", "write").await;
    writer.get("/api/v1/scheduled_statuses").await.error(403);
    app.stranger()
        .get("/api/v1/scheduled_statuses")
        .await
        .error(401);
}

#[actix_web::test]
async fn what_cannot_be_posted_cannot_wait() {
    let app = TestApp::with("[posting]\ndirect_messages = false\n");
    let amira = app.teacher("amira").await;
    for (mut body, status) in [
        (json!({"status": ""}), 422),
        (json!({"status": "psst", "visibility": "direct"}), 422),
        (json!({"status": "yes", "in_reply_to_id": "1"}), 404),
    ] {
        body["scheduled_at"] = json!(HALF_PAST);
        amira.post("/api/v1/statuses", body).await.error(status);
    }
    let near = json!({"status": "x", "scheduled_at": "2026-09-01T08:09:59Z"});
    let error = amira.post("/api/v1/statuses", near).await.error(422);
    assert_eq!(
        error,
        "Validation failed: Scheduled at The scheduled date must be in the future"
    );
    // What is due already is posted at once.
    let posted = later(&amira, "now", "2026-09-01T08:00:00Z").await;
    assert_eq!(posted["content"], "<p>now</p>");
}

#[actix_web::test]
async fn there_are_limits_to_what_waits() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    for n in 0..25 {
        later(&amira, &n.to_string(), HALF_PAST).await;
    }
    let body = json!({"status": "x", "scheduled_at": "2026-09-01T23:59:59Z"});
    amira.post("/api/v1/statuses", body).await.error(422);
    later(&amira, "x", "2026-09-02T00:00:00Z").await;
    // One of that day may move within it.
    let first = amira.get("/api/v1/scheduled_statuses?limit=40").await.ok()[25].id();
    let path = format!("/api/v1/scheduled_statuses/{first}");
    amira
        .put(&path, json!({"scheduled_at": "2026-09-01T09:00:00Z"}))
        .await
        .ok();
    amira
        .put(&path, json!({"scheduled_at": "2026-09-02T09:00:00Z"}))
        .await
        .ok();
    let answer = amira.get("/api/v1/scheduled_statuses?limit=2").await;
    assert_eq!(answer.ok().ids().len(), 2);
    assert!(answer.header("link").contains("rel=\"next\""));
}

#[actix_web::test]
async fn its_time_posts_it_once() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let kept = later(&amira, "good morning", HALF_PAST)
        .await
        .id()
        .parse()
        .unwrap();
    let own = format!("/api/v1/accounts/{}/statuses", amira.id);
    statuses::publish_scheduled(&app.ctx, kept).await.unwrap();
    assert!(amira.get(&own).await.ok().ids().is_empty(), "too early");
    app.advance(Duration::from_mins(26));
    let (one, two) = futures_util::future::join(
        statuses::publish_scheduled(&app.ctx, kept),
        statuses::publish_scheduled(&app.ctx, kept),
    )
    .await;
    one.and(two).unwrap();
    let posted = amira.get(&own).await.ok();
    assert_eq!(posted.ids().len(), 1);
    assert_eq!(posted[0]["content"], "<p>good morning</p>");
    assert_eq!(
        amira.get("/api/v1/scheduled_statuses").await.ok(),
        json!([])
    );
}

#[actix_web::test]
async fn what_cannot_be_posted_any_more_is_given_up() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let first = ben.publish("?").await;
    let body = json!({"status": "!", "in_reply_to_id": first, "scheduled_at": HALF_PAST});
    let kept = amira.post("/api/v1/statuses", body).await.ok().id();
    let of_ben = later(&ben, "bye", HALF_PAST).await.id();
    ben.delete(&format!("/api/v1/statuses/{first}")).await.ok();
    app.suspend(ben.id).await;
    app.advance(Duration::from_mins(26));
    for id in [kept, of_ben] {
        let id = id.parse().unwrap();
        statuses::publish_scheduled(&app.ctx, id).await.unwrap();
        statuses::publish_scheduled(&app.ctx, id).await.unwrap();
    }
    assert_eq!(
        amira.get("/api/v1/scheduled_statuses").await.ok(),
        json!([])
    );
    let own = format!("/api/v1/accounts/{}/statuses", amira.id);
    assert!(amira.get(&own).await.ok().ids().is_empty());
}

#[actix_web::test]
async fn the_same_key_keeps_and_posts_once_for_an_hour() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let send = |key: &'static str, at: Option<&'static str>| {
        let amira = &amira;
        async move {
            let request = TestRequest::post()
                .uri("/api/v1/statuses")
                .insert_header(("Idempotency-Key", key))
                .set_json(json!({"status": "once", "scheduled_at": at}));
            amira.send(request).await
        }
    };
    let first = send("k1", Some(HALF_PAST)).await.ok();
    assert_eq!(send("k1", Some(HALF_PAST)).await.ok(), first);
    assert_ne!(send("k2", Some(HALF_PAST)).await.ok().id(), first.id());
    // Of what waits there is no status yet.
    send("k1", None).await.error(404);
    let posted = send("k3", None).await.ok();
    assert_eq!(send("k3", None).await.ok(), posted);
    assert_eq!(send("k3", Some("2026-09-03T00:00:00Z")).await.ok(), posted);
    app.advance(Duration::from_mins(61));
    assert_ne!(send("k3", None).await.ok().id(), posted.id());
}

/// Another server, which answers only after somebody has put off what is to be posted.
struct Slow {
    ctx: Ctx,
    by: AccountId,
    waits: ScheduledStatusId,
}

impl Directory for Slow {
    fn find_account<'a>(
        &'a self,
        _username: &'a str,
        _domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async move {
            let at = self.ctx.now().plus(Duration::from_hours(1));
            statuses::reschedule(&self.ctx, self.by, self.waits, at)
                .await
                .unwrap();
            Ok(None)
        })
    }

    fn find_at<'a>(
        &'a self,
        _address: &'a str,
    ) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }

    fn find_doors<'a>(
        &'a self,
        _username: &'a str,
        _domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<Doors>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }

    fn read_again<'a>(
        &'a self,
        _actor: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }
}

#[actix_web::test]
async fn what_is_put_off_at_the_last_moment_waits() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let kept = later(&amira, "hello @zoe@there.example", HALF_PAST)
        .await
        .id();
    let waits: ScheduledStatusId = kept.parse().unwrap();
    let slow: Arc<dyn Directory> = Arc::new(Slow {
        ctx: app.ctx.clone(),
        by: amira.id,
        waits,
    });
    assert!(app.ctx.directory.set(slow).is_ok());
    app.advance(Duration::from_mins(26));
    statuses::publish_scheduled(&app.ctx, waits).await.unwrap();
    let own = format!("/api/v1/accounts/{}/statuses", amira.id);
    assert!(amira.get(&own).await.ok().ids().is_empty());
    let list = amira.get("/api/v1/scheduled_statuses").await.ok();
    assert_eq!(list.ids(), [kept]);
    assert_eq!(list[0]["scheduled_at"], "2026-09-01T09:31:00.000Z");
}
