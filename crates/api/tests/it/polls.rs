//! Polls.

use std::time::Duration;

use serde_json::json;

use crate::app::{Json, TestApp};

#[actix_web::test]
async fn everybody_votes_once_and_not_in_a_poll_of_their_own() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let body = json!({"status": "?", "poll": {"options": ["a", "b"], "expires_in": 300}});
    let id = amira.post("/api/v1/statuses", body).await.ok()["poll"].id();
    let (poll, votes) = (
        format!("/api/v1/polls/{id}"),
        format!("/api/v1/polls/{id}/votes"),
    );
    assert_eq!(ben.get(&poll).await.ok()["voted"], false);
    let voted = ben.post(&votes, json!({"choices": ["1"]})).await.ok();
    assert_eq!(
        (&voted["voted"], &voted["own_votes"]),
        (&json!(true), &json!([1]))
    );
    assert_eq!(voted["options"][1]["votes_count"], 1);
    assert!(app.stranger().get(&poll).await.ok().get("voted").is_none());

    let again = ben.post(&votes, json!({"choices": [0]})).await.error(422);
    assert_eq!(
        again,
        "Validation failed: You have already voted on this poll"
    );
    amira.post(&votes, json!({"choices": [0]})).await.error(422);
    let cleo = app.teacher("cleo").await;
    for wrong in [
        json!([7]),
        json!([-1]),
        json!(["x"]),
        json!([]),
        json!([0, 1]),
    ] {
        cleo.post(&votes, json!({"choices": wrong}))
            .await
            .error(422);
    }
    cleo.post(&votes, json!({})).await.error(400);
    app.advance(Duration::from_mins(6));
    cleo.post(&votes, json!({"choices": [0]})).await.error(422);
    assert_eq!(cleo.get(&poll).await.ok()["expired"], true);
}

#[actix_web::test]
async fn who_may_choose_several_may_add_to_their_choice() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let poll = json!({"options": ["a", "b", "c"], "expires_in": 300, "multiple": true});
    let body = json!({"status": "?", "poll": poll});
    let id = amira.post("/api/v1/statuses", body).await.ok()["poll"].id();
    let votes = format!("/api/v1/polls/{id}/votes");
    ben.post(&votes, json!({"choices": [1]})).await.ok();
    let voted = ben.post(&votes, json!({"choices": [0]})).await.ok();
    assert_eq!(voted["own_votes"], json!([1, 0]));
    assert_eq!(
        (&voted["votes_count"], &voted["voters_count"]),
        (&json!(2), &json!(1))
    );
    for used_up in [json!([0]), json!([2, 1])] {
        let error = ben.post(&votes, json!({ "choices": used_up })).await;
        assert_eq!(
            error.error(422),
            "Validation failed: You have already voted on this poll"
        );
    }
    let poll = format!("/api/v1/polls/{id}");
    assert_eq!(amira.get(&poll).await.ok()["votes_count"], 2);
}
