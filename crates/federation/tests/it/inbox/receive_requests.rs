//! Requests whose answer is always the same, and what nothing here depends on.

use serde_json::{Value, json};
use staffroom_db::accounts::AccountRow;
use staffroom_domain::{Event, Visibility};
use staffroom_service::statuses::NewStatus;
use staffroom_testkit::{TestDb, db_test};

use super::instance::{Instance, activity, assert_applied, assert_ignored, note};

fn hello() -> NewStatus {
    NewStatus {
        text: "Hello".to_owned(),
        ..NewStatus::default()
    }
}

/// What is answered, in whose name and to whom.
async fn answers(here: &Instance) -> Vec<(i64, String, Value, i64)> {
    let events = here.events().await;
    events
        .into_iter()
        .filter_map(|event| match event {
            Event::Answered {
                account,
                verb,
                object,
                to,
                ..
            } => {
                let object = serde_json::from_str(&object).unwrap();
                Some((account.get(), verb, object, to.get()))
            }
            _ => None,
        })
        .collect()
}

#[db_test]
async fn whoever_asks_to_join_is_told_that_it_is_ignored(db: TestDb) {
    let here = Instance::on(db);
    let anna = here.local("anna").await;
    let fan = here.remote("bo", "b.example").await;
    let object = here.object(here.post(&anna, hello()).await);
    here.events().await;
    let mut join = activity(&fan, 1, "Join", object.as_str());
    join["participationMessage"] = "May I bring a friend?".into();
    assert_applied(&here.receive(&fan, join.clone()).await);
    let answered = json!({
        "type": "Join", "id": join["id"], "actor": fan.uri, "object": object,
    });
    assert_eq!(
        answers(&here).await,
        [(anna.id.get(), "Ignore".to_owned(), answered, fan.id.get())]
    );
}

#[db_test]
async fn whoever_asks_to_quote_is_told_no(db: TestDb) {
    let here = Instance::on(db);
    let anna = here.local("anna").await;
    let fan = here.remote("bo", "b.example").await;
    let object = here.object(here.post(&anna, hello()).await);
    here.events().await;
    let quote = note(&fan, 7);
    let mut request = activity(&fan, 1, "QuoteRequest", object.as_str());
    request["instrument"] = quote.clone();
    assert_applied(&here.receive(&fan, request.clone()).await);
    let answered = json!({
        "type": "QuoteRequest", "id": request["id"], "actor": fan.uri, "object": object,
        "instrument": quote["id"],
    });
    assert_eq!(
        answers(&here).await,
        [(anna.id.get(), "Reject".to_owned(), answered, fan.id.get())]
    );
    // The quote itself is not stored by being asked about.
    assert!(here.status(quote["id"].as_str().unwrap()).await.is_none());
}

#[db_test]
async fn what_cannot_have_been_seen_is_not_answered(db: TestDb) {
    let here = Instance::on(db);
    let anna = here.local("anna").await;
    let fan = here.remote("bo", "b.example").await;
    let secret = NewStatus {
        visibility: Some(Visibility::Private),
        ..hello()
    };
    let secret = here.object(here.post(&anna, secret).await);
    here.events().await;
    let nothing = "https://school.example/ap/objects/7";
    for (n, object) in [(1, secret.as_str()), (2, nothing)] {
        let asked = activity(&fan, n, "QuoteRequest", object);
        assert_ignored(&here.receive(&fan, asked).await);
    }
    assert_eq!(here.events().await, []);
    // A Join is answered, but what is hidden as what is not there.
    for (n, object) in [(3, secret.as_str()), (4, nothing)] {
        let asked = activity(&fan, n, "Join", object);
        assert_applied(&here.receive(&fan, asked).await);
    }
    let told = answers(&here).await;
    let told: Vec<(i64, &str)> = told
        .iter()
        .map(|(by, verb, ..)| (*by, verb.as_str()))
        .collect();
    let instance = staffroom_domain::AccountId::INSTANCE.get();
    assert_eq!(told, [(instance, "Ignore"), (instance, "Ignore")]);
}

#[db_test]
async fn what_nothing_depends_on_changes_nothing(db: TestDb) {
    let here = Instance::on(db);
    let anna = here.local("anna").await;
    let fan: AccountRow = here.remote("bo", "b.example").await;
    let object = here.object(here.post(&anna, hello()).await);
    here.events().await;
    for (n, kind) in (1..).zip(["Leave", "Ignore", "Listen", "Travel", "Invite", "Zot"]) {
        let told = activity(&fan, n, kind, object.as_str());
        assert_ignored(&here.receive(&fan, told).await);
    }
    assert_eq!(here.events().await, []);
}
