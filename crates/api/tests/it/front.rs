//! What is around every endpoint.

use actix_web::http::{Method, header};
use actix_web::test::TestRequest;

use serde_json::json;

use crate::app::{Answer, Client, TestApp};

#[actix_web::test]
async fn web_clients_of_other_origins_are_let_in() {
    let app = TestApp::new();
    let preflight = TestRequest::default()
        .method(Method::OPTIONS)
        .uri("/api/v1/statuses")
        .insert_header((header::ORIGIN, "https://phanpy.example"))
        .insert_header((header::ACCESS_CONTROL_REQUEST_METHOD, "POST"))
        .insert_header((
            header::ACCESS_CONTROL_REQUEST_HEADERS,
            "authorization,content-type,idempotency-key",
        ));
    let answer = app.stranger().send(preflight).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(
        answer.header("access-control-allow-headers"),
        "authorization,content-type,idempotency-key"
    );
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        assert!(
            answer
                .header("access-control-allow-methods")
                .contains(method)
        );
    }
    for (path, status) in [
        ("/api/v1/timelines/home", 401),
        ("/api/v2/search?q=x", 200),
        ("/api/x", 404),
    ] {
        let answer = app.stranger().get(path).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        assert!(
            answer
                .header("access-control-expose-headers")
                .contains("Link")
        );
        assert_eq!(answer.header("content-type"), "application/json");
    }
}

fn left(answer: &Answer) -> (String, String) {
    let header = |name| answer.header(name).to_owned();
    assert!(header("x-ratelimit-reset").ends_with('Z'));
    (header("x-ratelimit-limit"), header("x-ratelimit-remaining"))
}

/// Catalogue 57.
#[actix_web::test]
async fn whoever_calls_too_often_has_to_wait() {
    let app = TestApp::counting("rate_limit_percent = 1");
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    for remaining in ["2", "1", "0"] {
        let answer = amira.get("/api/v1/timelines/home").await;
        answer.ok();
        assert_eq!(left(&answer), ("3".to_owned(), remaining.to_owned()));
    }
    let answer = amira.get("/api/v1/timelines/home").await;
    assert_eq!(answer.error(429), "Too many requests");
    assert_eq!(left(&answer), ("3".to_owned(), "0".to_owned()));
    assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    ben.get("/api/v1/timelines/home").await.ok();
    // A token that does not count is counted for the network, and so is what is not there.
    let guesser = Client {
        token: Some("A".repeat(43)),
        ..app.stranger()
    };
    guesser.get("/api/v1/timelines/home").await.error(401);
    app.stranger().get("/api/v9/nothing").await.error(404);
    app.stranger()
        .post("/oauth/token", json!({}))
        .await
        .error(400);
    for _ in 0..2 {
        guesser.get("/api/v1/timelines/home").await.error(429);
        app.stranger().get("/api/v9/nothing").await.error(429);
        app.stranger()
            .post("/oauth/token", json!({}))
            .await
            .error(429);
    }
}

/// Catalogue 57.
#[actix_web::test]
async fn files_do_not_use_up_the_calls_of_a_school() {
    let app = TestApp::counting("rate_limit_percent = 1");
    let stranger = app.stranger();
    for _ in 0..10 {
        let gone = stranger.get("/media/no/such.png").await;
        gone.error(404);
        assert_eq!(gone.header("x-ratelimit-limit"), "");
    }
    let instance = stranger.get("/api/v1/instance").await;
    assert_eq!(left(&instance), ("3".to_owned(), "2".to_owned()));
    // Files of other servers may cost a fetch: they are counted by themselves, also those that are none.
    let mut asked = 0;
    loop {
        let before = app.queries.get();
        let answer = stranger.get("/proxy/avatar/1/x/still").await;
        asked += 1;
        assert!(asked < 1_000, "nothing is counted");
        if answer.status == 404 {
            continue;
        }
        assert!(asked > 60, "after {asked}");
        assert_eq!(answer.error(429), "Too many requests");
        assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
        assert_eq!(answer.header("cache-control"), "private, no-store");
        assert_eq!(app.queries.get(), before, "nothing was looked up");
        break;
    }
    // A stranger has but three calls here.
    stranger.get("/api/v1/instance").await.ok();
}

#[actix_web::test]
async fn where_nothing_is_counted_nothing_is_told() {
    let app = TestApp::new();
    let answer = app.stranger().get("/api/v2/search?q=x").await;
    answer.ok();
    assert_eq!(answer.header("x-ratelimit-limit"), "");
}
