//! Levels of evidence: what they stand on, who gives them, and how long they stay.

use staffroom_domain::Role;
use staffroom_domain::practice::{Citation, CitationKind};
use staffroom_service::organisations;
use staffroom_service::outcomes::{self, OutcomeRow};
use staffroom_service::practices::PracticeEdit;
use staffroom_testkit::{TestDb, db_test};
use staffroom_vocabulary::{Assurance, EvidenceLevel, GroupSize, StudyDesign};

use super::*;

/// What its author has compared.
fn compared() -> PracticeRecord {
    PracticeRecord {
        evidence_level: Some(EvidenceLevel::Compared.into()),
        study_design: Some(StudyDesign::MicroRct.into()),
        learners: Some(GroupSize::From10To35.into()),
        comparison_learners: Some(GroupSize::From10To35.into()),
        ..tried()
    }
}

/// The same, as a curator has assured it.
fn replicated() -> PracticeRecord {
    PracticeRecord {
        evidence_level: Some(EvidenceLevel::Replicated.into()),
        assurance: Some(Assurance::Curator.into()),
        ..compared()
    }
}

/// The same with other steps.
fn in_other_steps(record: PracticeRecord) -> PracticeRecord {
    PracticeRecord {
        steps: vec!["Record one minute.".to_owned()],
        ..record
    }
}

fn edit_of(record: PracticeRecord) -> PracticeEdit {
    PracticeEdit {
        title: "Audio feedback".to_owned(),
        text: "Voice notes.".to_owned(),
        record,
        ..PracticeEdit::default()
    }
}

/// A comparison that found the same.
fn agreeing(practice: &str) -> OutcomeRecord {
    OutcomeRecord {
        evidence_level: Some(EvidenceLevel::Compared.into()),
        study_design: Some(StudyDesign::MicroRct.into()),
        learners: Some(GroupSize::From10To35.into()),
        comparison_learners: Some(GroupSize::From10To35.into()),
        ..result(practice, "oc/partly")
    }
}

/// A school here with one who belongs to it.
async fn with_school(app: &TestApp, name: &str, role: Role) -> AccountId {
    let account = app.user(name).role(role).build().await.account.id;
    let handle = format!("{name}s");
    let made = accounts::create_actor(app.ctx(), ActorKind::Organization, &handle, "A school");
    let school = made.await.unwrap().id;
    organisations::set_member(app.ctx(), school, account, true)
        .await
        .unwrap();
    account
}

async fn level_of(app: &TestApp, id: StatusId) -> (Option<ConceptRef>, Option<ConceptRef>) {
    let record = seen(app, id).await.record;
    (record.evidence_level, record.assurance)
}

#[db_test]
async fn a_level_stands_on_what_the_ledger_counts_of_this_version(db: TestDb) {
    let app = start(db).await;
    let amira = with_school(&app, "amira", Role::Teacher).await;
    let ben = with_school(&app, "ben", Role::Teacher).await;
    let carys = with_school(&app, "carys", Role::Curator).await;
    let stranger = person(&app, "dan").await.id;
    let id = published(&app, amira, compared()).await;
    let level = EvidenceLevel::Replicated;
    let needs = [("citations".to_owned(), "independent-comparison")];

    // Whom no school lists could be anybody.
    report(&app, stranger, agreeing(&uri(&app, id)))
        .await
        .unwrap();
    let told = problems(practices::assure(app.ctx(), carys, id, level).await);
    assert_eq!(told, needs);
    let compared_by_ben = report(&app, ben, agreeing(&uri(&app, id))).await.unwrap();
    practices::assure(app.ctx(), carys, id, level)
        .await
        .unwrap();
    let given = (Some(level.into()), Some(Assurance::Curator.into()));
    assert_eq!(level_of(&app, id).await, given);

    // It stays with other words, and not with another core.
    let edit = edit_of(replicated());
    practices::edit(app.ctx(), amira, id, edit).await.unwrap();
    assert_eq!(level_of(&app, id).await, given);
    let edit = edit_of(in_other_steps(replicated()));
    let told = problems(practices::edit(app.ctx(), amira, id, edit).await);
    assert_eq!(told, [("assurance".to_owned(), "curator-assurance")]);
    let edit = edit_of(in_other_steps(compared()));
    practices::edit(app.ctx(), amira, id, edit).await.unwrap();
    // What was compared was the version before.
    let told = problems(practices::assure(app.ctx(), carys, id, level).await);
    assert_eq!(told, needs);

    // Nor does it stand on what was taken back.
    outcomes::withdraw(app.ctx(), ben, compared_by_ben)
        .await
        .unwrap();
    let told = problems(practices::assure(app.ctx(), carys, id, level).await);
    assert_eq!(told, needs);
    finish(&app).await;
}

#[db_test]
async fn no_curator_assures_what_is_their_own(db: TestDb) {
    let app = start(db).await;
    let carys = app.user("carys").role(Role::Curator).build().await.account;
    let established = PracticeRecord {
        evidence_level: Some(EvidenceLevel::Established.into()),
        assurance: Some(Assurance::Curator.into()),
        citations: vec![Citation {
            title: "A review of many studies".to_owned(),
            kind: CitationKind::WideEvidence,
            ..Citation::default()
        }],
        ..tried()
    };
    let needs = [("assurance".to_owned(), "curator-assurance")];
    let new = new_practice(PracticeRecord {
        outcome: None,
        ..established.clone()
    });
    let made = practices::publish(app.ctx(), carys.id, new).await;
    assert_eq!(problems(made), needs);
    let id = published(&app, carys.id, tried()).await;
    let edited = practices::edit(app.ctx(), carys.id, id, edit_of(established)).await;
    assert_eq!(problems(edited), needs);
    finish(&app).await;
}

#[db_test]
async fn an_own_result_of_another_version_is_another_report(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await.id;
    let id = published(&app, amira, tried()).await;
    let again = |what: &str, record: PracticeRecord| PracticeEdit {
        result: Some(OutcomeRecord {
            independence: None,
            ..result("", what)
        }),
        ..edit_of(record)
    };
    // Of the same version it is corrected.
    practices::edit(app.ctx(), amira, id, again("oc/worked", tried()))
        .await
        .unwrap();
    let edit = again("oc/no-effect", in_other_steps(tried()));
    practices::edit(app.ctx(), amira, id, edit).await.unwrap();
    let own = app
        .ctx()
        .db
        .read(move |conn| staffroom_db::outcomes::of_author(conn, id, amira));
    let mut own: Vec<_> = own
        .await
        .unwrap()
        .into_iter()
        .map(|row| (row.practice_version, row.result, row.state))
        .collect();
    own.sort();
    let said = |version, what: &str, state: &str| (version, what.to_owned(), state.to_owned());
    assert_eq!(
        own,
        [
            said(1, "worked", OutcomeRow::SUPERSEDED),
            said(2, "no-effect", OutcomeRow::COUNTED)
        ]
    );
    let it = seen(&app, id).await.record;
    assert_eq!(it.outcome, Some(concept("oc/no-effect")));
    finish(&app).await;
}
