//! What the followers of a practice's author elsewhere hear of its ledger.

use std::time::Duration;

use serde_json::{Value, json};
use staffroom_db::accounts::AccountRow;
use staffroom_domain::job::{ClaimedJob, JobPayload};
use staffroom_domain::practice::PracticeRecord;
use staffroom_domain::{RecordKind, StatusId, TypedRecord, Visibility};
use staffroom_protocol::format_date;
use staffroom_service::ledger::RefreshPracticeHandler;
use staffroom_service::ports::JobHandler as _;
use staffroom_service::practices::{self, NewPractice};
use staffroom_service::statuses::{self, Draft, PollChange, RecordChange, Revision, StatusRow};

use super::world::World;

fn concept(path: &str) -> String {
    format!("https://w3id.org/staffroom/v/{path}")
}

async fn practice(world: &World) -> StatusId {
    let record = json!({
        "version": 1,
        "evidenceLevel": concept("ev/tried"),
        "outcome": concept("oc/partly"),
        "technologyType": [concept("tech/digital-feedback")],
        "problem": [concept("pr/workload")],
        "phase": [concept("ph/lower-secondary-ks3")],
        "subject": [concept("su/english")],
        "costBand": concept("co/very-low"),
        "steps": ["Record two minutes."],
        "wouldWarnAbout": "They listen once and never again.",
        "language": "en",
    });
    let new = NewPractice {
        title: "Audio feedback".to_owned(),
        text: "Voice notes.".to_owned(),
        record: PracticeRecord::read(&record).unwrap(),
        visibility: Some(Visibility::Public),
        ..NewPractice::default()
    };
    let id = practices::publish(world.ctx(), world.author(), new)
        .await
        .unwrap();
    tell(world, id).await;
    world.work().await;
    id
}

fn outcome(world: &World, practice: StatusId, result: &str) -> TypedRecord {
    let record = json!({
        "practice": world.fed.addresses().object(practice),
        "practiceVersion": 1,
        "outcome": concept(result),
        "evidenceLevel": concept("ev/tried"),
    });
    TypedRecord::read(RecordKind::Outcome, record).unwrap()
}

/// Somebody elsewhere says what came of it.
async fn sent(world: &World, by: &AccountRow, practice: StatusId) -> StatusRow {
    let record = outcome(world, practice, "oc/worked");
    let (author, now) = (by.clone(), world.ctx().now());
    let done = world.ctx().transact(move |tx| {
        let mut draft = Draft::note(author.clone(), now);
        draft.uri = Some(format!("{}/1", author.uri.unwrap_or_default()));
        draft.in_reply_to_uri = Some("https://somewhere.example/practice".to_owned());
        draft.record = Some(record);
        statuses::store(tx, draft)
    });
    done.await.unwrap()
}

/// And changes it.
async fn changed(world: &World, by: &AccountRow, row: &StatusRow, record: TypedRecord) {
    let (author, id) = (by.clone(), row.id);
    let done = world.ctx().transact(move |tx| {
        let row = staffroom_db::statuses::find(tx.conn, id)?.unwrap();
        let revision = Revision {
            title: None,
            content: row.content.clone(),
            source: String::new(),
            source_format: row.source_format.clone(),
            spoiler: String::new(),
            sensitive: false,
            language: None,
            edited: tx.now,
            mentions: Vec::new(),
            tags: Vec::new(),
            attachments: None,
            poll: PollChange::Keep,
            emojis: Vec::new(),
            record: RecordChange::Become(record),
            own_event: None,
            remote: None,
        };
        statuses::revise_in(tx, &author, &row, &revision).map(drop)
    });
    done.await.unwrap();
}

/// What happens at the end of each piece of time.
async fn tell(world: &World, practice: StatusId) {
    let job = ClaimedJob {
        id: 1.into(),
        attempt: 1,
        max_attempts: 3,
        dedup_key: None,
        lease_token: 1,
        payload: JobPayload::RefreshPractice { practice },
    };
    let handler = RefreshPracticeHandler(world.ctx().clone());
    // Twice, as after a crash.
    handler.run(&job).await.unwrap();
    handler.run(&job).await.unwrap();
}

/// What is sent about entries to a host that was not sent before: types and documents.
async fn news(world: &World, host: &str, known: &mut usize) -> Vec<(String, Value)> {
    world.work().await;
    let rows = world.waiting(&[host]).await;
    let activities = world.activities(&rows).await;
    let all: Vec<(String, Value)> = activities
        .iter()
        .filter(|row| ["Add", "Remove", "Accept", "Reject"].contains(&row.kind.as_str()))
        .map(|row| (row.kind.clone(), serde_json::from_str(&row.body).unwrap()))
        .collect();
    let new = all[*known..].to_vec();
    *known = all.len();
    new
}

fn kinds(news: &[(String, Value)]) -> Vec<&str> {
    news.iter().map(|(kind, _)| kind.as_str()).collect()
}

/// Catalogue 57. However often a stranger changes what they entered, the followers of the practice's author hear of it once
/// in a while; the stranger is answered each time.
#[tokio::test]
async fn a_stranger_cannot_write_to_all_followers_at_will() {
    let world = World::reaching(&[]).await;
    world.follower("x", "a.example").await;
    let bo = world.remote("bo", "b.example").await;
    let id = practice(&world).await;
    let (mut to_bo, mut to_follower) = (0, 0);
    let row = sent(&world, &bo, id).await;
    assert_eq!(
        kinds(&news(&world, "b.example", &mut to_bo).await),
        ["Accept"]
    );
    for n in 0..10 {
        world.advance(Duration::from_secs(1));
        let result = if n % 2 == 0 {
            "oc/no-effect"
        } else {
            "oc/worked"
        };
        changed(&world, &bo, &row, outcome(&world, id, result)).await;
    }
    assert_eq!(
        kinds(&news(&world, "b.example", &mut to_bo).await),
        ["Accept"; 10]
    );
    assert_eq!(
        kinds(&news(&world, "a.example", &mut to_follower).await),
        [""; 0]
    );
    tell(&world, id).await;
    let told = news(&world, "a.example", &mut to_follower).await;
    assert_eq!(kinds(&told), ["Add"]);
    let add = &told[0].1;
    assert_eq!(add["object"], row.uri.clone().unwrap());
    let ledger = world.fed.addresses().of_object(id, "ledger");
    assert_eq!(add["target"], ledger);
    assert_eq!(
        add["published"],
        format_date(world.ctx().now()),
        "as it is now"
    );
    // Of what came and went meanwhile only that it went; and nothing twice.
    world.advance(Duration::from_secs(1));
    changed(&world, &bo, &row, outcome(&world, id, "oc/no-effect")).await;
    let (author, gone) = (bo.clone(), row.clone());
    let done = world
        .ctx()
        .transact(move |tx| statuses::remove_in(tx, &author, &gone).map(drop));
    let _: Result<(), staffroom_db::DbError> = done.await;
    tell(&world, id).await;
    let told = news(&world, "a.example", &mut to_follower).await;
    assert_eq!(kinds(&told), ["Remove"]);
    assert_eq!(told[0].1["object"], row.uri.clone().unwrap());
    tell(&world, id).await;
    assert_eq!(
        kinds(&news(&world, "a.example", &mut to_follower).await),
        [""; 0]
    );
}

/// Catalogue 57. However many strangers there are, the followers hear of a few; the list of the ledger has them all.
#[tokio::test]
async fn of_many_entries_the_followers_hear_of_a_few() {
    let world = World::reaching(&[]).await;
    world.follower("x", "a.example").await;
    let id = practice(&world).await;
    for n in 0..30 {
        let by = world.remote(&format!("bo{n}"), "b.example").await;
        sent(&world, &by, id).await;
    }
    tell(&world, id).await;
    let told = news(&world, "a.example", &mut 0).await;
    assert_eq!(kinds(&told), ["Add"; 20]);
}
