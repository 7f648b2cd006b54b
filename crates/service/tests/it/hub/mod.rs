//! What the accounts of a hub announce of its library.

mod digests;
mod topics;

use staffroom_domain::practice::PracticeRecord;
use staffroom_domain::{AccountId, StatusId};
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::hub::{self, Topic};
use staffroom_service::organisations;
use staffroom_service::practices::{self, NewPractice, PracticeEdit};
use staffroom_service::profiles::{self, ProfileEdit};
use staffroom_service::statuses::StatusRow;
use staffroom_testkit::{TestApp, TestDb, db};
use staffroom_vocabulary::{Concept, ConceptRef};

/// A hub of its own, with somebody who lets others find what they write.
async fn start(db: TestDb) -> (TestApp, AccountId) {
    let app = TestApp::with_settings(db, &[("instance.role", "hub")]).await;
    organisations::begin(app.ctx()).await.unwrap();
    let amira = app.user("amira").teacher().build().await.account.id;
    lets(&app, amira, true).await;
    (app, amira)
}

async fn lets(app: &TestApp, who: AccountId, indexable: bool) {
    let edit = ProfileEdit {
        indexable: Some(indexable),
        ..ProfileEdit::default()
    };
    profiles::edit(app.ctx(), who, edit).await.unwrap();
    app.drain().await;
}

fn concept(path: &str) -> &'static Concept {
    Concept::from_path(path).expect(path)
}

async fn on(app: &TestApp, path: &str) -> Topic {
    hub::switch_on(app.ctx(), concept(path), None, None)
        .await
        .unwrap()
}

fn record(tech: &str) -> PracticeRecord {
    let of = |path: &str| ConceptRef::from(concept(path));
    PracticeRecord {
        evidence_level: Some(of("ev/tried")),
        outcome: Some(of("oc/partly")),
        technology_type: vec![of(tech)],
        problem: vec![of("pr/workload")],
        phase: vec![of("ph/lower-secondary-ks3")],
        steps: vec!["Record two minutes.".to_owned()],
        would_warn_about: Some("They listen once and never again.".to_owned()),
        ..PracticeRecord::default()
    }
}

async fn publish(app: &TestApp, by: AccountId, title: &str, record: PracticeRecord) -> StatusId {
    let new = NewPractice {
        title: title.to_owned(),
        text: "Voice notes.".to_owned(),
        record,
        ..NewPractice::default()
    };
    let id = practices::publish(app.ctx(), by, new).await.unwrap();
    app.drain().await;
    id
}

async fn change(app: &TestApp, by: AccountId, id: StatusId, record: PracticeRecord) {
    let edit = PracticeEdit {
        title: "Audio feedback".to_owned(),
        text: "Voice notes.".to_owned(),
        record,
        result: None,
        files: None,
        visibility: None,
    };
    practices::edit(app.ctx(), by, id, edit).await.unwrap();
}

async fn account(app: &TestApp, name: &str) -> AccountRow {
    let found = accounts::find_by_handle(app.ctx(), name, None).await;
    found.unwrap().expect(name)
}

/// What an account has posted and boosted, the oldest first.
async fn posts(app: &TestApp, of: AccountId) -> Vec<StatusRow> {
    let read = app
        .ctx()
        .db
        .read(move |conn| db::statuses::all_of(conn, of, StatusId::from(0), 1_000));
    let rows: Result<_, db::DbError> = read.await;
    let rows: Vec<StatusRow> = rows.unwrap();
    rows.into_iter()
        .filter(|row| row.deleted_at.is_none())
        .collect()
}

/// What an account boosts, the oldest first.
async fn boosts(app: &TestApp, of: AccountId) -> Vec<StatusId> {
    let posts = posts(app, of).await;
    posts
        .iter()
        .filter_map(|row| row.boost_of_id.map(StatusId::from))
        .collect()
}

/// How often an account has said something, whatever became of it.
async fn times(app: &TestApp, of: AccountId, what: StatusId) -> i32 {
    let read = app
        .ctx()
        .db
        .read(move |conn| db::hub_announcements::of_status(conn, what));
    let rows: Result<_, db::DbError> = read.await;
    let rows: Vec<db::hub_announcements::HubAnnouncementRow> = rows.unwrap();
    rows.iter()
        .find(|row| row.account_id == of)
        .map_or(0, |row| row.times)
}
