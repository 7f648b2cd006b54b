//! Practices, what is entered about them, and their ledgers.

mod adoptions;
mod elsewhere;
mod hub;
mod hub_changes;
mod ledger;
mod levels;
mod library;
mod outcomes;
mod publish;
mod search;

use staffroom_domain::practice::{
    AdoptionRecord, AdoptionStatus, OutcomeRecord, PracticeRecord, Version,
};
use staffroom_domain::{AccountId, ActorKind, StatusId};
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::ledger::{self as ledgers, LedgerView};
use staffroom_service::outcomes::NewOutcome;
use staffroom_service::practices::{self, NewPractice, PracticeView};
use staffroom_service::profiles::{self, ProfileEdit};
use staffroom_service::records::RecordError;
use staffroom_service::statuses::Page;
use staffroom_testkit::{TestApp, TestDb};
use staffroom_vocabulary::{Concept, ConceptRef};

/// Whether somebody lets their posts be found.
async fn is_findable(app: &TestApp, who: AccountId, indexable: bool) {
    let edit = ProfileEdit {
        indexable: Some(indexable),
        ..ProfileEdit::default()
    };
    profiles::edit(app.ctx(), who, edit).await.unwrap();
}

fn concept(path: &str) -> ConceptRef {
    Concept::from_path(path).expect(path).into()
}

async fn person(app: &TestApp, name: &str) -> AccountRow {
    app.user(name).teacher().build().await.account
}

/// An instance whose people are of one school, where there is one.
async fn start(db: TestDb) -> TestApp {
    let settings = [
        ("mail.smtp_host", "mail.example"),
        ("instance.one_organisation", "true"),
    ];
    TestApp::with_settings(db, &settings).await
}

/// A school here; where it is the only one, everybody here belongs to it.
async fn school(app: &TestApp, handle: &str) -> String {
    let made = accounts::create_actor(app.ctx(), ActorKind::Organization, handle, "A school");
    app.ctx().addresses.actor(made.await.unwrap().id)
}

/// What its author tried, and what partly worked.
fn tried() -> PracticeRecord {
    PracticeRecord {
        evidence_level: Some(concept("ev/tried")),
        outcome: Some(concept("oc/partly")),
        technology_type: vec![concept("tech/digital-feedback")],
        problem: vec![concept("pr/workload")],
        phase: vec![concept("ph/lower-secondary-ks3")],
        subject: vec![concept("su/english")],
        cost_band: Some(concept("co/very-low")),
        steps: vec!["Record two minutes.".to_owned()],
        would_warn_about: Some("They listen once and never again.".to_owned()),
        region: Some("GB-ENG".to_owned()),
        ..PracticeRecord::default()
    }
}

/// The same, by somebody whose school is not here.
fn elsewhere() -> PracticeRecord {
    PracticeRecord {
        organisation: Some("https://elsewhere.example/school".to_owned()),
        ..tried()
    }
}

fn new_practice(record: PracticeRecord) -> NewPractice {
    NewPractice {
        title: "Audio feedback in Year 8".to_owned(),
        text: "Two-minute voice notes **instead** of written marking. #MarkLess".to_owned(),
        record,
        ..NewPractice::default()
    }
}

async fn published(app: &TestApp, by: AccountId, record: PracticeRecord) -> StatusId {
    let made = practices::publish(app.ctx(), by, new_practice(record)).await;
    made.unwrap()
}

async fn seen(app: &TestApp, id: StatusId) -> PracticeView {
    practices::get(app.ctx(), None, id).await.unwrap()
}

async fn ledger(app: &TestApp, id: StatusId) -> LedgerView {
    ledgers::read(app.ctx(), None, id).await.unwrap()
}

fn uri(app: &TestApp, id: StatusId) -> String {
    app.ctx().addresses.object(id)
}

/// What came of a practice, with what has to be said about it.
fn result(practice: &str, what: &str) -> OutcomeRecord {
    OutcomeRecord {
        evidence_level: Some(concept("ev/tried")),
        independence: Some(concept("in/independent-practitioner")),
        next_time: Some("We would begin smaller.".to_owned()),
        would_warn_about: Some("It takes longer than one thinks.".to_owned()),
        ..OutcomeRecord::new(practice.to_owned(), Version::FIRST, concept(what))
    }
}

async fn report(
    app: &TestApp,
    by: AccountId,
    record: OutcomeRecord,
) -> Result<StatusId, RecordError> {
    staffroom_service::outcomes::report(app.ctx(), by, NewOutcome::of(record)).await
}

fn planned(practice: &str) -> AdoptionRecord {
    AdoptionRecord::new(practice.to_owned(), Version::FIRST, AdoptionStatus::Planned)
}

/// The fields and codes of what is wrong.
fn problems<T: std::fmt::Debug>(answer: Result<T, RecordError>) -> Vec<(String, &'static str)> {
    match answer {
        Err(RecordError::Invalid(problems)) => problems
            .into_iter()
            .map(|problem| (problem.field, problem.code))
            .collect(),
        other => panic!("{other:?}"),
    }
}

fn page(limit: i64) -> Page {
    Page {
        limit,
        ..Page::default()
    }
}

/// Lets everything that follows happen, also what waits for a while.
async fn finish(app: &TestApp) {
    app.drain().await;
    app.clock().advance(std::time::Duration::from_mins(6));
    app.drain().await;
}
