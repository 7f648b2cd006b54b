//! Drafts: in our own API, and as a client that knows nothing of them is shown what becomes of a post.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::{Value, json};
use staffroom_service::accounts;

use super::{Api, practice};
use crate::app::{Answer, Client, Json, TestApp};

/// An instance whose desk is there, as the program makes it when it starts.
async fn started(settings: &str) -> TestApp {
    let app = TestApp::with(settings);
    accounts::ensure_instance_actor(&app.ctx).await.unwrap();
    app
}

async fn send(
    by: &Client<'_>,
    method: Method,
    path: &str,
    version: Option<&str>,
    body: Option<Value>,
) -> Answer {
    let uri = format!("/api/staffroom/v1/drafts/{path}");
    let mut request = TestRequest::default().method(method).uri(&uri);
    if let Some(version) = version {
        request = request.insert_header(("if-match", version));
    }
    if let Some(body) = body {
        request = request.set_json(body);
    }
    by.send(request).await
}

#[actix_web::test]
async fn a_draft_is_begun_changed_and_published() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let api = Api::of(&app).await;
    let made = api
        .post(
            &amira,
            "/drafts",
            "",
            json!({"kind": "practice", "title": "Notes"}),
        )
        .await;
    assert_eq!(made.header("etag"), "\"1\"");
    assert!(
        made.header("location")
            .ends_with("/api/staffroom/v1/drafts/".to_owned().as_str())
            || made.header("location").contains("/drafts/")
    );
    let made = made.made();
    let fields: Vec<&str> = made["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["field"].as_str().unwrap())
        .collect();
    assert_eq!(
        fields,
        ["text", "problem", "technologyType", "evidenceLevel"]
    );
    let id = made.id();
    let listed = api.get(&amira, "/drafts", "").await.ok();
    assert_eq!(listed["items"], json!([made]));
    // What is not complete is not published, and stays.
    let refused = api
        .post(&amira, "/drafts/{id}/publish", &id, json!({}))
        .await;
    assert_eq!(refused.problems().len(), 4);
    let mut body = practice();
    body["visibility"] = json!("unlisted");
    let blind = send(&amira, Method::PUT, &id, None, Some(body.clone())).await;
    assert_eq!(blind.status, 428, "{}", blind.text);
    for wrong in ["\"7\"", "1", "W/\"1\""] {
        let late = send(&amira, Method::PUT, &id, Some(wrong), Some(body.clone())).await;
        assert_eq!(late.status, 412, "{wrong}: {}", late.text);
    }
    let saved = send(&amira, Method::PUT, &id, Some("\"1\""), Some(body.clone())).await;
    assert_eq!(saved.header("etag"), "\"2\"");
    let saved = saved.ok();
    assert_eq!(saved["problems"], json!([]));
    assert_eq!(saved["record"], body["record"]);
    let late = send(&amira, Method::DELETE, &id, Some("\"1\""), None).await;
    assert_eq!(late.status, 412);
    let published = api
        .post(&amira, "/drafts/{id}/publish", &id, json!({}))
        .await
        .made();
    assert_eq!(published["kind"], "practice");
    let practice = api
        .get(&amira, "/practices/{id}", &published.id())
        .await
        .ok();
    assert_eq!(practice["visibility"], "unlisted");
    assert_eq!(
        practice["record"]["evidenceLevel"],
        "https://w3id.org/staffroom/v/ev/tried"
    );
    assert_eq!(api.get(&amira, "/drafts/{id}", &id).await.status, 404);
}

#[actix_web::test]
async fn an_outcome_is_a_draft_about_a_practice() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let practice = api.publish(&amira, practice()).await;
    let draft = json!({"kind": "outcome", "practice": practice, "text": "Loud.", "record": {"outcome": "oc/harmful"}});
    let made = api.post(&ben, "/drafts", "", draft).await.made();
    assert_eq!(made["practice"], practice);
    assert_eq!(made["problems"][0]["field"], "nextTime");
    let body =
        json!({"text": "Loud.", "record": {"outcome": "oc/harmful", "nextTime": "In the hall."}});
    send(&ben, Method::PUT, &made.id(), Some("*"), Some(body))
        .await
        .ok();
    let published = api
        .post(&ben, "/drafts/{id}/publish", &made.id(), json!({}))
        .await
        .made();
    let outcome = api.get(&ben, "/outcomes/{id}", &published.id()).await.ok();
    assert_eq!(outcome["record"]["nextTime"], "In the hall.");
    let dropped = api
        .post(
            &ben,
            "/drafts",
            "",
            json!({"kind": "adoption", "practice": practice}),
        )
        .await
        .made();
    assert_eq!(
        send(&ben, Method::DELETE, &dropped.id(), None, None)
            .await
            .status,
        204
    );
    assert_eq!(
        send(&ben, Method::DELETE, &dropped.id(), None, None)
            .await
            .status,
        404
    );
}

#[actix_web::test]
async fn what_cannot_be_kept_is_told() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let api = Api::of(&app).await;
    for (body, problem) in [
        (json!({}), ("kind", "wrong-form")),
        (json!({"kind": "event"}), ("kind", "wrong-form")),
        (json!({"kind": "outcome"}), ("practice", "required")),
        (
            json!({"kind": "practice", "record": []}),
            ("record", "wrong-form"),
        ),
        (
            json!({"kind": "practice", "titel": ""}),
            ("titel", "unknown-member"),
        ),
        (
            json!({"kind": "practice", "visibility": "direct"}),
            ("visibility", "visibility"),
        ),
        (
            json!({"kind": "practice", "title": "x".repeat(1_001)}),
            ("title", "too-long"),
        ),
        (
            json!({"kind": "practice", "record": {"x": "y".repeat(70_000)}}),
            ("record", "too-large"),
        ),
    ] {
        let problems = api.post(&amira, "/drafts", "", body).await.problems();
        assert_eq!(problems, [(problem.0.to_owned(), problem.1.to_owned())]);
    }
    let gone = json!({"kind": "outcome", "practice": "1"});
    assert_eq!(api.post(&amira, "/drafts", "", gone).await.status, 404);
    let looking = app.teacher_with("ben", "read:practices").await;
    assert_eq!(
        api.post(&looking, "/drafts", "", json!({"kind": "practice"}))
            .await
            .status,
        403
    );
    api.get(&looking, "/drafts", "").await.ok();
}

/// What a client is given: the post as it is kept, what the desk says, and the practice.
async fn seen_from_a_phone(settings: &str) {
    let app = started(settings).await;
    let amira = app.teacher("amira").await;
    let lines = "Practice: Audio feedback in Y8\nProblem: marking takes my evenings\n\
                 Did: 2-min voice notes, 3 weeks, one class\nResult: partly, they liked it\n#EdTechAssessment #English";
    let posted = amira
        .post(
            "/api/v1/statuses",
            json!({"status": lines, "visibility": "public"}),
        )
        .await
        .ok();
    assert_eq!(posted["visibility"], "direct");
    assert_eq!(posted["mentions"], json!([]));
    insta::assert_json_snapshot!("kept_post", posted, {".account" => "as elsewhere", ".id" => "1", ".uri" => "", ".url" => ""});
    let source = amira
        .get(&format!("/api/v1/statuses/{}/source", posted.id()))
        .await
        .ok();
    assert_eq!(source["text"], lines);
    let told = amira.get("/api/v1/notifications").await.ok();
    assert_eq!(told[0]["type"], "mention");
    assert_eq!(told[0]["account"]["acct"], "instance");
    assert_eq!(told[0]["status"]["in_reply_to_id"], posted["id"]);
    let content = told[0]["status"]["content"].as_str().unwrap();
    let draft = amira.get("/api/staffroom/v1/drafts").await.ok()["items"][0].id();
    insta::assert_snapshot!("desk_asks", content.replace(&draft, "DRAFT"));
    let desk = told[0]["status"].id();
    let answer = json!({"status": "@instance Warning: agree on a quiet place first", "in_reply_to_id": desk, "visibility": "direct"});
    let answered = amira.post("/api/v1/statuses", answer).await.ok();
    assert_eq!(answered["mentions"][0]["acct"], "instance");
    let told = amira.get("/api/v1/notifications").await.ok();
    assert!(
        told[0]["status"]["content"]
            .as_str()
            .unwrap()
            .contains("Nothing is missing.")
    );
    let thread = amira
        .get(&format!("/api/v1/statuses/{}/context", posted.id()))
        .await
        .ok();
    assert_eq!(thread["descendants"].as_array().unwrap().len(), 3);
    let desk = told[0]["status"].id();
    let yes = json!({"status": "@instance yes", "in_reply_to_id": desk, "visibility": "direct"});
    amira.post("/api/v1/statuses", yes).await.ok();
    let home = amira.get("/api/v1/timelines/home").await.ok();
    let practice = home
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["staffroom"]["kind"] == "practice");
    let practice = practice.expect("the practice is in the timeline");
    assert_eq!(practice["visibility"], "public");
    assert_eq!(
        practice["staffroom"]["record"]["outcome"],
        "https://w3id.org/staffroom/v/oc/partly"
    );
    let told = amira.get("/api/v1/notifications").await.ok();
    let last = told[0]["status"]["content"].as_str().unwrap();
    assert!(last.contains(practice["url"].as_str().unwrap()), "{last}");
    assert_eq!(
        amira
            .get(&format!("/api/v1/statuses/{}", posted.id()))
            .await
            .status,
        404
    );
    let everybody = app.stranger().get("/api/v1/timelines/public").await.ok();
    assert!(
        !everybody.to_string().contains("instance yes"),
        "{everybody}"
    );
}

#[actix_web::test]
async fn six_lines_from_any_client_become_a_practice() {
    seen_from_a_phone("").await;
}

#[actix_web::test]
async fn so_they_do_where_nobody_writes_to_anybody_alone() {
    seen_from_a_phone("[posting]\ndirect_messages = false\n").await;
}

#[actix_web::test]
async fn hostile_lines_are_only_text() {
    let app = started("").await;
    let amira = app.teacher("amira").await;
    let lines = "Practice: <script>alert(1)</script> @everybody\nProblem: <img src=x onerror=alert(2)>\n\
                 Warning: \u{202e}\u{0}\"><b>\n#\"><script>";
    let posted = amira
        .post("/api/v1/statuses", json!({"status": lines}))
        .await
        .ok();
    let told = amira.get("/api/v1/notifications").await.ok();
    for content in [&posted["content"], &told[0]["status"]["content"]] {
        let content = content.as_str().unwrap();
        for tag in ["<script", "<img", "<b>"] {
            assert!(!content.contains(tag), "{content}");
        }
    }
}
