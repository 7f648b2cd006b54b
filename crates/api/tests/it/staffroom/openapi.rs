//! The document of this API against the endpoints that there are.

use std::collections::BTreeSet;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::Value;

use super::described::Described;
use crate::app::TestApp;

/// Where every path of this API stands.
const ROUTES: &str = include_str!("../../../src/staffroom/routes.rs");
const START: &str = "/staffroom/v1";

fn paths() -> BTreeSet<&'static str> {
    ROUTES
        .split('"')
        .filter_map(|text| text.strip_prefix(START))
        .collect()
}

#[actix_web::test]
async fn every_route_stands_in_the_document_and_nothing_else() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let document = Described::by(&app).await;
    let told = document.0["paths"].as_object().unwrap();
    let told: BTreeSet<&str> = told.keys().map(String::as_str).collect();
    assert_eq!(told, paths());
    for path in paths() {
        let filled = path.replace("{id}", "5");
        for method in [
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::DELETE,
            Method::PATCH,
        ] {
            let request = TestRequest::default()
                .method(method.clone())
                .uri(&format!("/api{START}{filled}"))
                .set_json(serde_json::json!({}));
            let answer = amira.send(request).await;
            let is_there = answer.status != 405;
            let is_told = document.operation(method.as_str(), path).is_some();
            assert_eq!(is_there, is_told, "{method} {path}: {}", answer.text);
            if is_told {
                document.assert_covers(method.as_str(), path, &answer);
            }
        }
    }
}

#[actix_web::test]
async fn operations_have_names_of_their_own_and_say_what_they_need() {
    let app = TestApp::new();
    let document = Described::by(&app).await;
    let mut names = BTreeSet::new();
    for (path, methods) in document.0["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name), "{name} twice");
            let is_told = |member: &str| operation[member].as_str().is_some_and(|it| it.len() > 5);
            assert!(is_told("summary"), "{method} {path}");
            if method != "get" {
                let security = operation["security"].to_string();
                let of_events = ["/events", "/attendees", "/talks"];
                let of_events = of_events.iter().any(|start| path.starts_with(start));
                let scope = if of_events {
                    "write:events"
                } else {
                    "write:practices"
                };
                assert!(security.contains(scope), "{method} {path}");
            }
        }
    }
    insta::assert_json_snapshot!("openapi", document.0);
}

/// Whoever reads it needs no account.
#[actix_web::test]
async fn errors_are_problems_everywhere() {
    let app = TestApp::new();
    let stranger = app.stranger();
    for (path, status, title) in [
        ("/api/staffroom/v1/nothing", 404, "Not Found"),
        ("/api/staffroom/v2/vocabulary", 404, "Not Found"),
        ("/api/staffroom/v1/vocabulary", 400, "Bad Request"),
        (
            "/api/staffroom/v1/vocabulary?q=a&limit=-1",
            400,
            "Bad Request",
        ),
        (
            "/api/staffroom/v1/vocabulary?q=a&access_token=nonsense",
            401,
            "Unauthorized",
        ),
    ] {
        let answer = stranger.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem: Value = serde_json::from_str(&answer.text).unwrap();
        assert_eq!(problem["type"], "about:blank");
        assert_eq!(
            (&problem["title"], &problem["status"]),
            (&title.into(), &status.into())
        );
        assert!(problem["detail"].as_str().unwrap().len() > 5, "{problem}");
        assert!(problem.get("error").is_none());
    }
    let answer = stranger
        .send(TestRequest::post().uri("/api/staffroom/v1/vocabulary"))
        .await;
    assert_eq!(answer.status, 405);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let refused = stranger
        .get("/api/staffroom/v1/vocabulary?q=a&access_token=x")
        .await;
    assert!(refused.header("www-authenticate").starts_with("Bearer"));
}

#[actix_web::test]
async fn whoever_calls_too_often_is_told_so_in_the_same_shape() {
    let app = TestApp::counting("rate_limit_percent = 1");
    let stranger = app.stranger();
    let path = "/api/staffroom/v1/vocabulary?q=a";
    let mut answer = stranger.get(path).await;
    for _ in 0..20_000 {
        if answer.status == 429 {
            break;
        }
        answer = stranger.get(path).await;
    }
    assert_eq!(answer.status, 429, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert!(answer.header("retry-after").parse::<u64>().is_ok());
}
