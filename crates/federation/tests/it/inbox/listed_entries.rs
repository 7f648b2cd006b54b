//! What the authors of practices elsewhere say of the lists of their ledgers: only that there is something is believed, and
//! third servers are asked for it so often and no more.

use std::time::Duration;

use serde_json::{Value, json};
use staffroom_db::DbError;
use staffroom_db::jobs::{self, Claim};
use staffroom_domain::StatusId;
use staffroom_domain::job::{JobKind, Queue};
use staffroom_federation::resolve::{FetchBudget, status};
use staffroom_service::ledger;
use staffroom_testkit::{TestDb, db_test};

use super::door::{Door, Peer, note};

const PRACTICE: &str = "http://good.example/articles/1";

/// The practice of somebody elsewhere.
async fn practice(door: &Door, by: &Peer) -> StatusId {
    let mut article = note(by, 1);
    article["id"] = PRACTICE.into();
    article["type"] = "Article".into();
    article["name"] = "Audio feedback".into();
    article["practice"] = json!({"version": 1, "ledger": format!("{PRACTICE}/ledger")});
    door.world.remote.activity(PRACTICE, &article);
    let row = status(&door.world.fed, PRACTICE, &mut FetchBudget::default()).await;
    row.unwrap().unwrap().id
}

/// What came of it, as its own server shows it.
fn outcome(door: &Door, by: &Peer, n: u32, result: &str) -> String {
    let mut note = note(by, n);
    note["inReplyTo"] = PRACTICE.into();
    note["outcome"] = json!({
        "practice": PRACTICE,
        "practiceVersion": 1,
        "outcome": format!("https://w3id.org/staffroom/v/oc/{result}"),
    });
    let id = note["id"].as_str().unwrap().to_owned();
    door.world.remote.activity(&id, &note);
    id
}

/// Its author says that something is in its ledger, or is not any more.
async fn listed(door: &Door, by: &Peer, n: u32, (kind, entry): (&str, &str), more: Value) {
    let mut activity = by.activity(n, kind, entry);
    activity["target"] = format!("{PRACTICE}/ledger").into();
    if let Value::String(published) = more {
        activity["published"] = published.into();
    }
    assert_eq!(door.send(by, &activity).await, 202);
    assert_eq!(door.apply().await, 1);
}

async fn counted(door: &Door, practice: StatusId) -> u64 {
    let it = ledger::read(door.world.fed.ctx(), None, practice).await;
    it.unwrap().summary.unverified_settings
}

/// Checklist 42. Catalogue 44. Somebody names entries without end on the hosts of a third: their servers are asked a few
/// times, and those of others all the same.
#[db_test]
async fn a_ledger_points_at_third_servers_in_vain(db: TestDb) {
    let door = Door::on(db).await;
    let ada = door.known("good.example", "ada").await;
    let id = practice(&door, &ada).await;
    for n in 0..60 {
        let entry = format!("http://s{n}.evil.example/random-{n}");
        listed(&door, &ada, 10 + n, ("Add", &entry), Value::Null).await;
    }
    let asked = door.world.remote.asked_below("evil.example");
    assert!((1..=30).contains(&asked), "{asked}");
    // Of what is here its server is not asked without end either.
    let bo = door.peer("other.example", "bo");
    let entry = outcome(&door, &bo, 1, "worked");
    listed(&door, &ada, 100, ("Add", &entry), Value::Null).await;
    assert_eq!(counted(&door, id).await, 1, "it is another domain");
    for n in 0..40 {
        let kind = if n % 2 == 0 { "Add" } else { "Remove" };
        listed(&door, &ada, 200 + n, (kind, &entry), Value::Null).await;
    }
    let asked = door.world.remote.asked(&entry);
    assert!((2..=30).contains(&asked), "{asked}");
    // The author's own server sends what it likes, and is asked for it.
    let cy = door.peer("good.example", "cy");
    for n in 0..31 {
        let entry = outcome(&door, &cy, 1 + n, "worked");
        listed(&door, &ada, 300 + n, ("Add", &entry), Value::Null).await;
        assert_eq!(door.world.remote.asked(&entry), 1);
    }
    assert_eq!(
        queued_readings(&door).await,
        1,
        "the whole ledger is read later"
    );
}

async fn queued_readings(door: &Door) -> usize {
    let ctx = door.world.fed.ctx();
    let claim = Claim {
        queue: Queue::Fetch,
        now: ctx.now().plus(Duration::from_hours(1)),
        lease_until: ctx.now().plus(Duration::from_hours(2)),
        token: 1,
        limit: 1_000,
    };
    let claimed: Result<_, DbError> = ctx.db.write(move |conn| jobs::claim(conn, claim)).await;
    let claimed = claimed.unwrap().into_iter().map(|job| job.payload.kind());
    claimed.filter(|kind| *kind == JobKind::FetchLedger).count()
}

/// What says that it is of a time that is to come is not newer than what was read just now.
#[db_test]
async fn nothing_is_of_the_future(db: TestDb) {
    let door = Door::on(db).await;
    let ada = door.known("good.example", "ada").await;
    let id = practice(&door, &ada).await;
    let bo = door.peer("other.example", "bo");
    let entry = outcome(&door, &bo, 1, "worked");
    let future = || Value::from("2099-01-01T00:00:00Z");
    listed(&door, &ada, 1, ("Add", &entry), Value::Null).await;
    outcome(&door, &bo, 1, "no-effect");
    listed(&door, &ada, 2, ("Add", &entry), future()).await;
    assert_eq!(door.world.remote.asked(&entry), 2);
    let it = ledger::read(door.world.fed.ctx(), None, id).await.unwrap();
    assert_eq!(it.summary.unverified_outcomes.no_effect, 1);
    for n in 0..3 {
        listed(&door, &ada, 3 + n, ("Add", &entry), future()).await;
    }
    assert_eq!(door.world.remote.asked(&entry), 2);
}
