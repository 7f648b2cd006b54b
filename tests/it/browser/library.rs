//! What a hub has from elsewhere: a practice whose author's server says something else than the hub has verified.

use serde_json::json;
use staffroom_domain::ledger::{LedgerSummary, Reason, Rejection};
use staffroom_domain::{AccountId, ActorKind, RecordKind, RecordText, StatusKind, TypedRecord};
use staffroom_service::accounts::AccountRow;
use staffroom_service::hub::{self, Finding, HubMemberRow, NewQuestion};
use staffroom_service::ledger::{TheirList, tell_theirs_in};
use staffroom_service::statuses::{self, Draft, StatusRow};
use staffroom_service::{open_data, organisations};
use staffroom_testkit::{TestApp, db};

use super::samples::Samples;

pub(super) async fn enter_library(app: &TestApp, samples: &mut Samples) {
    let organisation = account(app, "school", ActorKind::Organization).await;
    let cai = account(app, "cai", ActorKind::Person).await;
    let row = HubMemberRow {
        host: cai.domain.clone(),
        account_id: organisation.id,
        state: HubMemberRow::MEMBER.to_owned(),
        asked_at: app.ctx().now(),
        answered_at: Some(app.ctx().now().as_micros()),
        harvest: HubMemberRow::DONE.to_owned(),
        cursor: None,
        mark: None,
        pages: 1,
        harvested_at: Some(app.ctx().now().as_micros()),
        practices: 0,
        adoptions: 0,
        outcomes: 0,
        events: 0,
    };
    let put = app
        .ctx()
        .transact(move |tx| db::hub_members::put(tx.conn, row));
    put.await.unwrap();
    let concept = |path: &str| format!("https://w3id.org/staffroom/v/{path}");
    let practice = json!({
        "version": 1, "evidenceLevel": concept("ev/tried"), "outcome": concept("oc/worked"),
        "technologyType": [concept("tech/digital-feedback")], "problem": [concept("pr/workload")],
        "phase": [concept("ph/lower-secondary-ks3")], "steps": ["Record two minutes."],
        "wouldWarnAbout": "They listen once.", "language": "en", "region": "GB-WLS",
        "ledger": "https://mill.example/practices/1/ledger",
    });
    let practice = sent(app, &cai, "1", RecordKind::Practice, practice).await;
    let outcome = json!({
        "practice": practice.uri, "practiceVersion": 1, "outcome": concept("oc/no-effect"),
        "evidenceLevel": concept("ev/tried"), "independence": concept("in/independent-practitioner"),
        "nextTime": "We would begin smaller.",
    });
    let outcome = sent(app, &cai, "2", RecordKind::Outcome, outcome).await;
    let mut summary = LedgerSummary::default();
    summary.outcomes.worked = 2;
    summary.rejected.insert(Reason::OutOfScope, 1);
    let rejected = vec![Rejection {
        id: outcome.uri.unwrap_or_default(),
        reason: Reason::OutOfScope,
    }];
    let (id, text) = (practice.id, RecordText::of(&summary).unwrap());
    let list = TheirList {
        listed: 1,
        complete: true,
    };
    let told = app
        .ctx()
        .transact(move |tx| tell_theirs_in(tx, id, &text, list, rejected));
    told.await.unwrap();
    samples.insert("hub_practice", id.to_string());
}

/// What it offers beside: accounts that one follows, open data, and a question.
pub(super) async fn enter_offers(app: &TestApp, asks: AccountId, samples: &mut Samples) {
    organisations::begin(app.ctx()).await.unwrap();
    let ai = hub::concept_named("tech/ai").unwrap();
    hub::switch_on(app.ctx(), ai, None, None).await.unwrap();
    open_data::write(app.ctx(), |_| ()).await.unwrap();
    let about = ["pr/workload", "tech/digital-feedback"];
    let question = NewQuestion {
        text: "Has anyone kept voice notes up for a whole year?".to_owned(),
        concepts: about.map(|it| hub::concept_named(it).unwrap()).to_vec(),
        language: Some("en".to_owned()),
        ..NewQuestion::default()
    };
    let asked = hub::ask_question(app.ctx(), asks, question).await.unwrap();
    samples.insert("question", asked.to_string());
}

/// Somebody of another server.
async fn account(app: &TestApp, name: &str, kind: ActorKind) -> AccountRow {
    let row = AccountRow {
        domain: "mill.example".to_owned(),
        username: name.to_owned(),
        username_folded: name.to_owned(),
        display_name: format!("{name} of the mill"),
        uri: Some(format!("https://mill.example/{name}")),
        indexable: true,
        ..AccountRow::blank(app.ctx().new_id(), kind, app.ctx().now())
    };
    let kept = row.clone();
    let done = app
        .ctx()
        .transact(move |tx| db::accounts::insert(tx.conn, kept));
    done.await.unwrap();
    row
}

/// What came from there, and its own server has shown.
async fn sent(
    app: &TestApp,
    author: &AccountRow,
    path: &str,
    kind: RecordKind,
    record: serde_json::Value,
) -> StatusRow {
    let record = TypedRecord::read(kind, record).unwrap();
    let (author, now, path) = (author.clone(), app.ctx().now(), path.to_owned());
    let done = app.ctx().transact(move |tx| {
        let mut draft = Draft::note(author.clone(), now);
        draft.uri = Some(format!("{}/{path}", author.uri.unwrap_or_default()));
        if kind == RecordKind::Practice {
            draft.kind = StatusKind::Article;
            draft.title = Some("Voice notes in Year 8".to_owned());
            "<p>Two minutes instead of written marking.</p>".clone_into(&mut draft.content);
        } else {
            draft.in_reply_to_uri = Some("https://mill.example/cai/1".to_owned());
        }
        draft.record = Some(record);
        let row = statuses::store(tx, draft)?;
        hub::settle_in(tx, row.id, Finding::Shown)?;
        Ok::<_, db::DbError>(row)
    });
    done.await.unwrap()
}
