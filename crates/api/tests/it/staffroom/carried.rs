//! What clients that know nothing of practices are shown, and what stands beside it for those that do.

use serde_json::json;

use super::{Api, adoption, outcome, practice};
use crate::app::{Json, TestApp};

#[actix_web::test]
async fn practices_and_entries_read_well_in_any_client() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let id = api.publish(&amira, practice()).await;
    let status = ben.get(&format!("/api/v1/statuses/{id}")).await.ok();
    let content = status["content"].as_str().unwrap();
    let parts: Vec<usize> = [
        "<h2>Audio feedback in Year 8</h2>",
        "Partly worked",
        "<strong>instead</strong>",
        status["url"].as_str().unwrap(),
    ]
    .iter()
    .map(|part| {
        content
            .find(part)
            .unwrap_or_else(|| panic!("{part} in {content}"))
    })
    .collect();
    assert!(parts.is_sorted(), "{content}");
    // It is part of the text, and no warning that hides it.
    assert_eq!(status["spoiler_text"], "");
    insta::assert_json_snapshot!("carried_practice", status, {".account" => "as elsewhere"});
    let said = api
        .post(&ben, "/practices/{id}/adoptions", &id, adoption())
        .await
        .made();
    let reported = api
        .post(&ben, "/practices/{id}/outcomes", &id, outcome("oc/partly"))
        .await
        .made();
    for (entry, kind) in [(&said, "adoption"), (&reported, "outcome")] {
        let status = amira
            .get(&format!("/api/v1/statuses/{}", entry.id()))
            .await
            .ok();
        assert_eq!(
            status["staffroom"],
            json!({"kind": kind, "record": entry["record"]})
        );
        assert_eq!(status["in_reply_to_id"], id);
        let content = status["content"].as_str().unwrap();
        insta::assert_snapshot!(format!("content_of_{kind}"), content);
    }
    let boost = ben.act(&id, "reblog").await.ok();
    assert_eq!(
        boost["reblog"]["staffroom"]["record"],
        status["staffroom"]["record"]
    );
    assert_eq!(boost["reblog"]["staffroom"]["kind"], "practice");
}

#[actix_web::test]
async fn other_posts_have_no_such_member() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let id = amira.publish("hello").await;
    let status = amira.get(&format!("/api/v1/statuses/{id}")).await.ok();
    assert!(status.get("staffroom").is_none());
    for path in ["/practices/", "/adoptions/", "/outcomes/"] {
        let answer = amira.get(&format!("/api/staffroom/v1{path}{id}")).await;
        assert_eq!(answer.status, 404, "{path}");
    }
}

/// What is counted needs its text, and no poll beside it.
#[actix_web::test]
async fn clients_that_know_nothing_of_practices_do_not_break_them() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let api = Api::of(&app).await;
    let id = api.publish(&amira, practice()).await;
    let poll = json!({"options": ["yes", "no"], "expires_in": 3_600});
    let reported = api
        .post(&ben, "/practices/{id}/outcomes", &id, outcome("oc/partly"))
        .await
        .made();
    for (by, id, edit) in [
        (&amira, id.clone(), json!({"status": "", "poll": poll})),
        (&amira, id.clone(), json!({"status": "Well.", "poll": poll})),
        (&amira, id.clone(), json!({"status": " "})),
        (
            &ben,
            reported.id(),
            json!({"status": "Well.", "poll": poll}),
        ),
    ] {
        let path = format!("/api/v1/statuses/{id}");
        let before = by.get(&path).await.ok();
        by.put(&path, edit).await.error(422);
        let after = by.get(&path).await.ok();
        assert_eq!(
            (&after["content"], &after["poll"]),
            (&before["content"], &json!(null))
        );
    }
    let path = format!("/api/v1/statuses/{id}");
    let edited = amira.put(&path, json!({"status": "Shorter notes."})).await;
    assert!(
        edited.ok()["content"]
            .to_string()
            .contains("Shorter notes.")
    );
}
