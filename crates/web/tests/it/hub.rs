//! Hubs in tests: what came from other servers, and what these say of it.

use staffroom_domain::ledger::{LedgerSummary, Rejection};
use staffroom_domain::practice::{OutcomeRecord, PracticeRecord, Version};
use staffroom_domain::{ActorKind, RecordKind, RecordText, StatusId, StatusKind, TypedRecord};
use staffroom_service::accounts::AccountRow;
use staffroom_service::hub::{self, Finding};
use staffroom_service::ledger::{TheirList, tell_theirs_in};
use staffroom_service::statuses::{self, Draft, StatusRow};
use staffroom_testkit::db;

use crate::app::{PLAIN, TestApp};
use crate::practices::concept;

/// A hub.
pub(crate) fn hub() -> TestApp {
    let settings = PLAIN.replace(
        "provider = \"school\"",
        "provider = \"charity\"\nrole = \"hub\"",
    );
    TestApp::with(&settings, false)
}

/// Somebody of another server, who lets others find what they post.
pub(crate) async fn remote(app: &TestApp, host: &str, name: &str) -> AccountRow {
    let row = AccountRow {
        domain: host.to_owned(),
        username: name.to_owned(),
        username_folded: name.to_owned(),
        display_name: name.to_owned(),
        uri: Some(format!("https://{host}/{name}")),
        indexable: true,
        ..AccountRow::blank(app.ctx.new_id(), ActorKind::Person, app.ctx.now())
    };
    let kept = row.clone();
    let done = app
        .ctx
        .transact(move |tx| db::accounts::insert(tx.conn, kept));
    done.await.unwrap();
    row
}

/// What another server sends.
async fn sent(app: &TestApp, author: &AccountRow, path: &str, record: TypedRecord) -> StatusRow {
    let (author, now, path) = (author.clone(), app.ctx.now(), path.to_owned());
    let done = app.ctx.transact(move |tx| {
        let mut draft = Draft::note(author.clone(), now);
        let name = path.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
        draft.uri = Some(format!("{}/{name}", author.uri.unwrap_or_default()));
        if record.kind() == RecordKind::Practice {
            draft.kind = StatusKind::Article;
            draft.title = Some(path);
            "<p>Two-minute voice notes.</p>".clone_into(&mut draft.content);
        } else {
            draft.in_reply_to_uri = Some("https://somewhere.example/practice".to_owned());
        }
        draft.record = Some(record);
        statuses::store(tx, draft)
    });
    done.await.unwrap()
}

/// A practice of another server, which has shown it to the hub, or not.
pub(crate) async fn practice(
    app: &TestApp,
    author: &AccountRow,
    title: &str,
    record: PracticeRecord,
    finding: Finding,
) -> StatusRow {
    let value = serde_json::to_value(&record).unwrap();
    let record = TypedRecord::read(RecordKind::Practice, value).unwrap();
    let row = sent(app, author, title, record).await;
    settled(app, row.id, finding).await;
    row
}

/// What somebody of another server says came of it.
pub(crate) async fn outcome(
    app: &TestApp,
    author: &AccountRow,
    practice: &StatusRow,
    what: &str,
    finding: Finding,
) -> StatusRow {
    outcome_of(app, author, practice, what, None, finding).await
}

/// The same, from a school.
pub(crate) async fn outcome_of(
    app: &TestApp,
    author: &AccountRow,
    practice: &StatusRow,
    what: &str,
    organisation: Option<String>,
    finding: Finding,
) -> StatusRow {
    let uri = practice.uri.clone().unwrap();
    let record = OutcomeRecord {
        organisation,
        evidence_level: Some(concept("ev/tried")),
        independence: Some(concept("in/independent-practitioner")),
        next_time: Some("We would begin smaller.".to_owned()),
        would_warn_about: Some("It takes longer than one thinks.".to_owned()),
        ..OutcomeRecord::new(uri, Version::FIRST, concept(what))
    };
    let value = serde_json::to_value(&record).unwrap();
    let record = TypedRecord::read(RecordKind::Outcome, value).unwrap();
    let path = format!("{}-{}", practice.id, what.replace('/', "-"));
    let row = sent(app, author, &path, record).await;
    settled(app, row.id, finding).await;
    row
}

pub(crate) async fn settled(app: &TestApp, status: StatusId, finding: Finding) {
    let done = app
        .ctx
        .transact(move |tx| hub::settle_in(tx, status, finding));
    done.await.unwrap();
}

/// What the server of a practice says of its ledger.
pub(crate) async fn told(
    app: &TestApp,
    practice: StatusId,
    summary: LedgerSummary,
    list: TheirList,
    rejected: Vec<Rejection>,
) {
    let text = RecordText::of(&summary).unwrap();
    let done = app
        .ctx
        .transact(move |tx| tell_theirs_in(tx, practice, &text, list, rejected));
    done.await.unwrap();
}

/// What belongs to the hub.
pub(crate) async fn joined(app: &TestApp, host: &str, state: &str) {
    let organisation = AccountRow {
        kind: ActorKind::Organization.as_str().to_owned(),
        ..remote(app, host, "school").await
    };
    let row = hub::HubMemberRow {
        host: host.to_owned(),
        account_id: organisation.id,
        state: state.to_owned(),
        asked_at: app.ctx.now(),
        answered_at: Some(app.ctx.now().as_micros()),
        harvest: hub::HubMemberRow::RUNNING.to_owned(),
        cursor: None,
        mark: None,
        pages: 3,
        harvested_at: None,
        practices: 1,
        adoptions: 0,
        outcomes: 2,
        events: 0,
    };
    let done = app.ctx.transact(move |tx| {
        db::accounts::update(tx.conn, organisation)?;
        db::hub_members::put(tx.conn, row)
    });
    done.await.unwrap();
}

/// Their school is on their own server, and lists them.
pub(crate) async fn is_of_a_school(app: &TestApp, who: &AccountRow) -> String {
    let organisation = format!("https://{}/school", who.domain);
    let row = db::organisation_members::MemberRow {
        organisation: organisation.clone(),
        account_id: who.id,
        created_at: app.ctx.now(),
        removed: false,
    };
    let done = app
        .ctx
        .transact(move |tx| db::organisation_members::add(tx.conn, row));
    done.await.unwrap();
    organisation
}
