//! Votes from elsewhere (line 35 of the security checklist).

use std::time::Duration;

use serde_json::{Value, json};
use staffroom_db::accounts::AccountRow;
use staffroom_db::polls;
use staffroom_domain::StatusId;
use staffroom_service::statuses::{NewPoll, NewStatus};

use super::instance::{Instance, activity, assert_applied, assert_ignored};

async fn poll(here: &Instance, by: &AccountRow) -> StatusId {
    let new = NewStatus {
        text: "Tea or coffee?".to_owned(),
        poll: Some(NewPoll {
            options: vec!["Tea".to_owned(), "Coffee".to_owned()],
            multiple: false,
            expires_in: Duration::from_hours(1),
        }),
        ..NewStatus::default()
    };
    here.post(by, new).await
}

fn vote(by: &AccountRow, n: u32, poll: &str, choice: &str) -> Value {
    let actor = by.uri.as_deref().unwrap();
    let vote = json!({
        "id": format!("{actor}/votes/{n}"),
        "type": "Note",
        "attributedTo": actor,
        "name": choice,
        "inReplyTo": poll,
        "to": ["https://school.example/ap/actors/1"],
    });
    activity(by, n, "Create", vote)
}

async fn counts(here: &Instance, poll: StatusId) -> Vec<i64> {
    here.read(move |conn| polls::options(conn, &[poll]))
        .await
        .into_iter()
        .map(|option| option.votes_count)
        .collect()
}

/// Checklist 35.
#[tokio::test]
async fn a_vote_counts_once_and_is_no_status() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let status = poll(&here, &anna).await;
    let uri = here.object(status);
    let voter = here.remote("bo", "b.example").await;
    assert_applied(&here.receive(&voter, vote(&voter, 1, &uri, "Tea")).await);
    assert_ignored(&here.receive(&voter, vote(&voter, 2, &uri, "Tea")).await);
    assert_ignored(&here.receive(&voter, vote(&voter, 3, &uri, "Coffee")).await);
    assert_eq!(counts(&here, status).await, [1, 0]);
    assert!(
        here.status("https://b.example/users/bo/votes/1")
            .await
            .is_none()
    );
}

/// Checklist 35.
#[tokio::test]
async fn a_vote_after_the_end_or_for_nothing_does_not_count() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let status = poll(&here, &anna).await;
    let uri = here.object(status);
    let voter = here.remote("bo", "b.example").await;
    assert_ignored(&here.receive(&voter, vote(&voter, 1, &uri, "Milk")).await);
    here.advance(Duration::from_hours(2));
    assert_ignored(&here.receive(&voter, vote(&voter, 2, &uri, "Tea")).await);
    assert_eq!(counts(&here, status).await, [0, 0]);
}
