//! Votes from elsewhere (line 35 of the security checklist).

use std::time::Duration;

use serde_json::{Value, json};
use staffroom_db::accounts::AccountRow;
use staffroom_db::{jobs, polls};
use staffroom_domain::job::JobKind;
use staffroom_domain::{Event, StatusId, Visibility};
use staffroom_service::statuses::{NewPoll, NewStatus, close_polls, tell_poll};

use super::instance::{Instance, activity, assert_applied, assert_ignored};

async fn poll(here: &Instance, by: &AccountRow) -> StatusId {
    let new = NewStatus {
        text: "Tea or coffee?".to_owned(),
        poll: Some(NewPoll {
            options: vec!["Tea".to_owned(), "Coffee".to_owned()],
            multiple: false,
            hides_totals: false,
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

/// Checklist 35. Whoever cannot have seen a poll has no vote in it.
#[tokio::test]
async fn a_vote_on_a_poll_that_was_not_to_be_seen_does_not_count() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let new = NewStatus {
        text: "Tea or coffee?".to_owned(),
        visibility: Some(Visibility::Private),
        poll: Some(NewPoll {
            options: vec!["Tea".to_owned(), "Coffee".to_owned()],
            multiple: false,
            hides_totals: false,
            expires_in: Duration::from_hours(1),
        }),
        ..NewStatus::default()
    };
    let status = here.post(&anna, new).await;
    let uri = here.object(status);
    let stranger = here.remote("eve", "evil.example").await;
    assert_ignored(
        &here
            .receive(&stranger, vote(&stranger, 1, &uri, "Tea"))
            .await,
    );
    assert_eq!(counts(&here, status).await, [0, 0]);
    let fan = here.remote("bo", "b.example").await;
    assert_applied(
        &here
            .receive(&fan, activity(&fan, 1, "Follow", here.uri(&anna)))
            .await,
    );
    assert_applied(&here.receive(&fan, vote(&fan, 2, &uri, "Tea")).await);
    assert_eq!(counts(&here, status).await, [1, 0]);
}

/// Catalogue 21. Nobody changes a poll of somebody else, nor counts votes in one of ours.
#[tokio::test]
async fn nobody_changes_somebody_elses_poll() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let own = poll(&here, &anna).await;
    let author = here.remote("bo", "b.example").await;
    let question = |by: &AccountRow, id: &str, votes: u32| {
        json!({
            "id": id,
            "type": "Question",
            "attributedTo": by.uri,
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "content": "Tea or coffee?",
            "published": "2026-09-01T07:00:00Z",
            "updated": "2026-09-01T08:00:00Z",
            "endTime": "2026-09-02T07:00:00Z",
            "oneOf": [
                {"type": "Note", "name": "Tea", "replies": {"totalItems": votes}},
                {"type": "Note", "name": "Coffee", "replies": {"totalItems": 0}},
            ],
        })
    };
    here.follows(&anna, &author).await;
    let id = "https://b.example/users/bo/polls/1";
    assert_applied(
        &here
            .receive(
                &author,
                activity(&author, 1, "Create", question(&author, id, 1)),
            )
            .await,
    );
    let theirs = here.status(id).await.unwrap().id;
    for (n, host) in [(2, "b.example"), (3, "evil.example")] {
        let eve = here.remote("eve", host).await;
        for (m, by) in [(0, &eve), (1, &author)] {
            let update = activity(&eve, n * 10 + m, "Update", question(by, id, 99));
            assert!(here.receive(&eve, update).await.is_err());
        }
        let ours = question(&eve, &here.object(own), 99);
        assert!(
            here.receive(&eve, activity(&eve, n * 10 + 2, "Update", ours))
                .await
                .is_err()
        );
    }
    assert_eq!(counts(&here, theirs).await, [1, 0]);
    assert_eq!(counts(&here, own).await, [0, 0]);
}

/// How many jobs wait that tell of a poll.
async fn waiting(here: &Instance) -> i64 {
    let counts = here
        .read(|conn| jobs::counts(conn, JobKind::TellPoll.queue()))
        .await;
    counts.live
}

/// How many Updates the events lead to.
async fn told(here: &Instance) -> usize {
    let events = here.events().await;
    let changes = events.iter();
    changes
        .filter(|event| matches!(event, Event::PollChanged { .. }))
        .count()
}

#[tokio::test]
async fn many_votes_are_told_of_once_in_three_minutes_and_at_the_end() {
    let here = Instance::new();
    let anna = here.local("anna").await;
    let status = poll(&here, &anna).await;
    let uri = here.object(status);
    here.events().await;
    for n in 1..=5 {
        let voter = here.remote(&format!("bo{n}"), "b.example").await;
        assert_applied(&here.receive(&voter, vote(&voter, 1, &uri, "Tea")).await);
    }
    assert_eq!((told(&here).await, waiting(&here).await), (0, 1));
    // The job tells of all five, and a vote after it has one of its own.
    tell_poll(here.ctx(), status).await.unwrap();
    assert_eq!(told(&here).await, 1);
    here.advance(Duration::from_mins(3));
    let late = here.remote("late", "b.example").await;
    assert_applied(&here.receive(&late, vote(&late, 1, &uri, "Tea")).await);
    assert_eq!((told(&here).await, waiting(&here).await), (0, 2));
    // At the end everybody is told once; the job that still waits has nothing more to tell.
    here.advance(Duration::from_hours(1));
    close_polls(here.ctx()).await.unwrap();
    assert_eq!(told(&here).await, 1);
    tell_poll(here.ctx(), status).await.unwrap();
    assert_eq!(told(&here).await, 0);
}
