//! What should not be sent.

use actix_web::http::header;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::{Api, adoption, outcome, practice, practice_with};
use crate::app::TestApp;

fn told(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

/// Catalogue 54.
#[actix_web::test]
async fn only_json_of_some_size_is_read() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let sent = |content_type: &'static str, body: String| {
        TestRequest::post()
            .uri("/api/staffroom/v1/practices")
            .insert_header((header::CONTENT_TYPE, content_type))
            .set_payload(body)
    };
    let huge = format!("{{\"text\":\"{}\"}}", "x".repeat(512 * 1024));
    for (content_type, body, status) in [
        (
            "application/x-www-form-urlencoded",
            "title=x".to_owned(),
            415,
        ),
        ("multipart/form-data; boundary=b", "--b--".to_owned(), 415),
        ("text/plain", "{}".to_owned(), 415),
        ("application/jsonp", "{}".to_owned(), 415),
        ("application/json", "{".to_owned(), 400),
        ("application/json", "[]".to_owned(), 400),
        ("application/json", "null".to_owned(), 400),
        ("application/json", "[".repeat(100_000), 400),
        ("application/json", huge, 413),
        ("application/json; charset=utf-8", "{}".to_owned(), 422),
    ] {
        let answer = amira.send(sent(content_type, body)).await;
        assert_eq!(answer.status, status, "{content_type}: {}", answer.text);
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
}

#[actix_web::test]
async fn scopes_are_obeyed() {
    let app = TestApp::new();
    let api = Api::of(&app).await;
    let reader = app.teacher_with("reader", "read:practices").await;
    let poster = app
        .teacher_with("poster", "write:statuses read:statuses")
        .await;
    let writer = app.teacher_with("writer", "write:practices").await;
    assert_eq!(
        api.post(&reader, "/practices", "", practice()).await.status,
        403
    );
    assert_eq!(
        api.post(&poster, "/practices", "", practice()).await.status,
        403
    );
    assert_eq!(api.get(&poster, "/adoptions/due", "").await.status, 403);
    assert_eq!(api.get(&poster, "/practices", "").await.status, 403);
    assert_eq!(
        api.get(&app.stranger(), "/adoptions/due", "").await.status,
        401
    );
    let id = api.publish(&writer, practice()).await;
    assert_eq!(api.get(&writer, "/practices/{id}", &id).await.status, 403);
    api.get(&reader, "/practices/{id}", &id).await.ok();
    let stranger = app.stranger();
    assert_eq!(
        api.post(&stranger, "/practices", "", practice())
            .await
            .status,
        401
    );
}

/// What is missing is told all at once, each with its member.
#[actix_web::test]
async fn everything_that_has_to_be_mended_is_told_at_once() {
    let app = TestApp::new();
    let (amira, api) = (app.teacher("amira").await, Api::of(&app).await);
    let body = json!({
        "title": 5, "visibility": "everybody", "mediaIds": "x", "colour": "red",
        "record": {"evidenceLevel": "ev/tried", "ages": "all", "tombola": 1},
        "result": {"outcome": 5},
    });
    let answer = api.post(&amira, "/practices", "", body).await;
    let told: Value = serde_json::from_str(&answer.text).unwrap();
    insta::assert_json_snapshot!("problems", told);
    let empty = api
        .post(&amira, "/practices", "", json!({"record": {}}))
        .await;
    let told: Value = serde_json::from_str(&empty.text).unwrap();
    insta::assert_json_snapshot!("problems_of_nothing", told["problems"]);
}

#[actix_web::test]
async fn concepts_that_are_not_there_and_levels_that_are_not_ones_own_are_told() {
    let app = TestApp::new();
    let (amira, api) = (app.teacher("amira").await, Api::of(&app).await);
    for (changes, problem) in [
        (
            json!({"technologyType": ["https://w3id.org/staffroom/v/tech/tombola"]}),
            told("technologyType[0]", "unknown-concept"),
        ),
        (
            json!({"technologyType": ["su/english"]}),
            told("technologyType[0]", "wrong-scheme"),
        ),
        (json!({"licence": "MIT"}), told("licence", "licence")),
    ] {
        let answer = api
            .post(&amira, "/practices", "", practice_with(&changes))
            .await;
        assert_eq!(answer.problems(), problem, "{changes}");
    }
    let replicated = practice_with(&json!({"evidenceLevel": "ev/replicated"}));
    let answer = api.post(&amira, "/practices", "", replicated).await;
    let codes = answer.problems();
    assert!(
        codes.iter().any(|(_, code)| code == "curator-assurance"),
        "{codes:?}"
    );
    // What others have and we do not know is kept.
    let theirs = "https://elsewhere.example/v/homework";
    let id = api
        .publish(
            &amira,
            practice_with(&json!({"technologyType": ["tech/ai", theirs]})),
        )
        .await;
    let there = api.get(&amira, "/practices/{id}", &id).await.ok();
    assert_eq!(there["record"]["technologyType"][1], theirs);
}

/// Catalogue 54. Ten thousand facets, in a record and in a search.
#[actix_web::test]
async fn ten_thousand_facets_are_too_many() {
    let app = TestApp::new();
    let (amira, api) = (app.teacher("amira").await, Api::of(&app).await);
    let many: Vec<String> = (0..10_000)
        .map(|n| format!("https://elsewhere.example/v/{n}"))
        .collect();
    let answer = api
        .post(
            &amira,
            "/practices",
            "",
            practice_with(&json!({"subject": many})),
        )
        .await;
    // Of the author's own result too, which is made of the record.
    let both = [
        told("subject", "too-many"),
        told("result.subject", "too-many"),
    ];
    assert_eq!(answer.problems(), both.concat());
    let mut members = practice();
    for n in 0..10_000 {
        members["record"][format!("facet{n}")] = json!(1);
    }
    let answer = api.post(&amira, "/practices", "", members).await;
    assert_eq!(answer.problems().len(), 50);
    assert!(answer.text.len() < 20_000);
    let query = "subject=su/english&".repeat(2_000);
    let answer = api.get(&amira, "/practices", &format!("?{query}")).await;
    assert_eq!(answer.status, 400, "{}", answer.text);
    let query = "subject=su/english&".repeat(21);
    let answer = api.get(&amira, "/practices", &format!("?{query}")).await;
    assert_eq!(answer.problems(), told("", "too-many"));
    for (query, field, code) in [
        ("colour=red", "colour", "unknown-facet"),
        ("subject=tombola", "subject", "unknown-concept"),
        ("subject=ph/primary-ks1", "subject", "wrong-scheme"),
        ("subject=javascript:x", "subject", "unknown-concept"),
    ] {
        let answer = api.get(&amira, "/practices", &format!("?{query}")).await;
        assert_eq!(answer.problems(), told(field, code), "{query}");
    }
}

#[actix_web::test]
async fn outcomes_that_cannot_be_are_refused_with_the_reason() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let id = api.publish(&amira, practice()).await;
    let with = |name: &str, value: Value| {
        let mut body = outcome("oc/partly");
        body["record"][name] = value;
        body
    };
    let path = "/practices/{id}/outcomes";
    for (body, problem) in [
        // On a version that never existed.
        (
            with("practiceVersion", json!(7)),
            told("practiceVersion", "unknown-version"),
        ),
        (
            with("practiceVersion", json!(0)),
            told("practiceVersion", "wrong-form"),
        ),
        (
            with("practice", json!("https://elsewhere.example/1")),
            told("practice", "other-practice"),
        ),
        (
            with("outcome", json!("https://w3id.org/staffroom/v/oc/great")),
            told("outcome", "unknown-concept"),
        ),
        (
            with("adoption", json!("https://elsewhere.example/1")),
            told("adoption", "no-adoption"),
        ),
        (
            with("wouldWarnAbout", Value::Null),
            told("wouldWarnAbout", "required"),
        ),
    ] {
        let answer = api.post(&ben, path, &id, body.clone()).await;
        assert_eq!(answer.problems(), problem, "{body}");
    }
    // By the author as independent.
    let answer = api.post(&amira, path, &id, outcome("oc/worked")).await;
    assert_eq!(answer.problems()[0].0, "independence", "{}", answer.text);
    let mut long = outcome("oc/partly");
    long["text"] = json!("x".repeat(5_001));
    assert_eq!(
        api.post(&ben, path, &id, long).await.problems(),
        told("text", "too-long")
    );
    let mut late = adoption();
    late["record"]["decideBy"] = json!("2026-08-31");
    let answer = api.post(&ben, "/practices/{id}/adoptions", &id, late).await;
    assert_eq!(answer.problems()[0].0, "decideBy", "{}", answer.text);
    // Twice from one setting: the newer counts, the other stays as history.
    let first = api.post(&ben, path, &id, outcome("oc/worked")).await.made();
    api.post(&ben, path, &id, outcome("oc/partly")).await.made();
    let uri = format!(
        "/api/staffroom/v1/outcomes/{}",
        first["id"].as_str().unwrap()
    );
    assert_eq!(ben.get(&uri).await.ok()["ledgerState"], "superseded");
    // On a practice that was deleted.
    api.call(&amira, ("DELETE", "/practices/{id}"), &id, None)
        .await;
    let answer = api.post(&ben, path, &id, outcome("oc/partly")).await;
    assert_eq!(answer.status, 404, "{}", answer.text);
}
