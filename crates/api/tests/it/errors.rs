//! What clients are told when something cannot be done.

use std::sync::Arc;

use actix_web::http::header;
use actix_web::test::TestRequest;
use futures_util::future::BoxFuture;
use serde_json::json;
use staffroom_domain::AccountId;
use staffroom_service::DbError;
use staffroom_service::ports::{Directory, DirectoryError, Doors, Found};

use crate::app::TestApp;

const INVALID_TOKEN: &str = "The access token is invalid";
const SCOPES: &str = "This action is outside the authorized scopes";

#[actix_web::test]
async fn posts_that_cannot_be_are_422_with_the_reason() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let poll = |options: &[&str], expires_in: i64| json!({"status": "?", "poll": {"options": options, "expires_in": expires_in}});
    for (body, reason) in [
        (json!({}), "Text can't be blank"),
        (
            json!({"status": "x".repeat(5_001)}),
            "Text character limit of 5000 exceeded",
        ),
        (
            json!({"status": "x", "visibility": "secret"}),
            "Visibility is not included in the list",
        ),
        (
            json!({"status": "x", "media_ids": ["1"]}),
            "Media 1 not found or already attached to another post",
        ),
        (
            json!({"status": "x", "scheduled_at": "soon"}),
            "Scheduled at is not a date",
        ),
        (poll(&["a"], 3600), "Options must have more than one item"),
        (poll(&["a", "a"], 3600), "Options contain duplicate items"),
        (poll(&["a", "b"], 60), "Expires at is too soon"),
        (poll(&["a", "b"], -1), "Expires at can't be blank"),
    ] {
        let told = amira.post("/api/v1/statuses", body).await.error(422);
        assert_eq!(told, format!("Validation failed: {reason}"));
    }
}

#[actix_web::test]
async fn what_is_not_there_is_404() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    for path in [
        "/api/v1/statuses/5",
        "/api/v1/statuses/abc",
        "/api/v1/statuses/99999999999999999999999",
        "/api/v1/statuses/5/context",
        "/api/v1/statuses/5/source",
        "/api/v1/accounts/5",
        "/api/v1/accounts/5/statuses",
        "/api/v1/accounts/lookup?acct=nobody",
        "/api/v1/polls/5",
    ] {
        assert_eq!(
            amira.get(path).await.error(404),
            "Record not found",
            "{path}"
        );
    }
    for path in ["/api/v1/statuses/5/favourite", "/api/v1/accounts/5/follow"] {
        assert_eq!(
            amira.post(path, json!({})).await.error(404),
            "Record not found"
        );
    }
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v9/nothing",
        "/api/v1/statuses/5/nothing",
    ] {
        assert_eq!(
            app.stranger().get(path).await.error(404),
            "Not Found",
            "{path}"
        );
    }
    let told = amira
        .send(TestRequest::patch().uri("/api/v1/timelines/home"))
        .await;
    told.error(405);
}

#[actix_web::test]
async fn without_a_token_that_counts_it_is_401() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let id = amira.publish("hello").await;
    let stranger = app.stranger();
    for path in [
        "/api/v1/timelines/home",
        "/api/v1/notifications",
        "/api/v1/accounts/verify_credentials",
        "/api/v2/search?q=x&resolve=true",
    ] {
        let answer = stranger.get(path).await;
        assert_eq!(answer.error(401), INVALID_TOKEN, "{path}");
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
    let path = format!("/api/v1/statuses/{id}");
    for wrong in [
        "Bearer nonsense",
        "Basic YTpi",
        "Bearer",
        &format!("Bearer {}", "A".repeat(43)),
    ] {
        let request = TestRequest::get().uri(&path);
        let request = request.insert_header((header::AUTHORIZATION, wrong));
        assert_eq!(
            stranger.send(request).await.error(401),
            INVALID_TOKEN,
            "{wrong}"
        );
    }
}

#[actix_web::test]
async fn scopes_are_obeyed() {
    let app = TestApp::new();
    let reader = app.teacher_with("reader", "read:statuses profile").await;
    let follower = app.teacher_with("follower", "follow").await;
    let body = || json!({"status": "x"});
    assert_eq!(
        reader.post("/api/v1/statuses", body()).await.error(403),
        SCOPES
    );
    assert_eq!(reader.get("/api/v1/notifications").await.error(403), SCOPES);
    reader.get("/api/v1/timelines/home").await.ok();
    reader.get("/api/v1/accounts/verify_credentials").await.ok();
    let path = format!("/api/v1/accounts/{}/follow", reader.id);
    assert_eq!(reader.post(&path, json!({})).await.error(403), SCOPES);
    follower.post(&path, json!({})).await.ok();
    assert_eq!(
        follower.get("/api/v1/timelines/home").await.error(403),
        SCOPES
    );
}

#[actix_web::test]
async fn what_cannot_be_read_is_400() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let broken = |content_type: &'static str, body: &'static str| {
        TestRequest::post()
            .uri("/api/v1/statuses")
            .insert_header((header::CONTENT_TYPE, content_type))
            .set_payload(body)
    };
    for request in [
        broken("application/json", "{"),
        broken("multipart/form-data", "x"),
        broken("multipart/form-data; boundary=b", "--b\r\n"),
        broken(
            "application/x-www-form-urlencoded",
            "poll=1&poll[options][]=a",
        ),
    ] {
        amira.send(request).await.error(400);
    }
    amira
        .get("/api/v1/timelines/home?limit=-1")
        .await
        .error(400);
    assert_eq!(
        amira.get("/api/v2/search").await.error(400),
        "param is missing or the value is empty or invalid: q"
    );
    let large = TestRequest::post()
        .uri("/api/v1/statuses")
        .set_payload("x".repeat(2 * 1024 * 1024));
    amira.send(large).await.error(413);
}

/// Another server that cannot be asked because of a fault of ours.
struct Faulty;

impl Directory for Faulty {
    fn find_account<'a>(
        &'a self,
        _username: &'a str,
        _domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async { Err(DbError::Panicked.into()) })
    }

    fn find_at<'a>(
        &'a self,
        _address: &'a str,
    ) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>> {
        Box::pin(async { Err(DbError::Panicked.into()) })
    }

    fn find_doors<'a>(
        &'a self,
        _username: &'a str,
        _domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<Doors>, DirectoryError>> {
        Box::pin(async { Err(DbError::Panicked.into()) })
    }

    fn read_again<'a>(
        &'a self,
        _actor: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async { Err(DbError::Panicked.into()) })
    }
}

#[actix_web::test]
async fn the_causes_of_our_failures_are_not_shown() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let faulty: Arc<dyn Directory> = Arc::new(Faulty);
    assert!(app.ctx.directory.set(faulty).is_ok());
    let told = amira
        .get("/api/v2/search?resolve=true&q=a@there.example")
        .await;
    let id = told.header("x-error-id");
    assert!(id.parse::<i64>().is_ok(), "{id:?}");
    assert_eq!(
        told.error(500),
        format!("Something went wrong on our side (number {id})")
    );
    assert_eq!(told.header("access-control-allow-origin"), "*");
}
