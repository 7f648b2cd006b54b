//! What came of practices, by people here: whose it is, what it counts for, and what is refused.

use staffroom_domain::practice::{PracticeRecord, Version};
use staffroom_service::notifications::{self, Kind, Wanted};
use staffroom_service::outcomes::{self, OutcomeRow};
use staffroom_service::practices::{self, PracticeEdit};
use staffroom_service::records::RecordError;
use staffroom_service::statuses;
use staffroom_testkit::{TestDb, db_test};

use super::*;

#[db_test]
async fn colleagues_are_one_setting_and_the_newest_report_counts(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let carys = person(&app, "carys").await;
    // Nobody belongs anywhere: the author's own organisation is not that of the others.
    let id = published(&app, amira.id, tried()).await;
    let address = uri(&app, id);
    school(&app, "oakfield").await;
    let first = report(&app, ben.id, result(&address, "oc/worked"))
        .await
        .unwrap();
    let one = ledger(&app, id).await.summary;
    assert_eq!(
        (one.organisations, one.outcomes.worked, one.reports),
        (1, 1, 1)
    );
    assert_eq!((one.independent, one.unverified_settings), (1, 0));
    app.clock().advance(std::time::Duration::from_mins(1));
    report(&app, carys.id, result(&address, "oc/no-effect"))
        .await
        .unwrap();
    let spread = ledger(&app, id).await.summary;
    assert_eq!((spread.organisations, spread.reports), (1, 2));
    assert_eq!((spread.outcomes.worked, spread.outcomes.no_effect), (0, 1));
    assert_eq!(spread.differing_settings, 1);
    // Twice from the same author: the newer replaces the older.
    app.clock().advance(std::time::Duration::from_mins(1));
    let second = report(&app, ben.id, result(&address, "oc/partly"))
        .await
        .unwrap();
    let replaced = ledger(&app, id).await;
    assert_eq!(replaced.summary.reports, 2);
    assert_eq!(replaced.summary.outcomes.partly, 1);
    let state = async |id| {
        outcomes::get(app.ctx(), None, id)
            .await
            .unwrap()
            .outcome
            .state
    };
    assert_eq!(state(first).await, OutcomeRow::SUPERSEDED);
    assert_eq!(state(second).await, OutcomeRow::COUNTED);
    // Taken back: the one before counts again, and one is said to be withdrawn.
    outcomes::withdraw(app.ctx(), ben.id, second).await.unwrap();
    let after = ledger(&app, id).await.summary;
    assert_eq!(state(first).await, OutcomeRow::COUNTED);
    assert_eq!((after.reports, after.withdrawn), (2, 1));
    assert_eq!(
        after.digest,
        Some(ledger(&app, id).await.summary.digest.unwrap())
    );
    finish(&app).await;
}

#[db_test]
async fn adding_and_taking_back_leaves_the_digest_as_it_was(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let id = published(&app, amira.id, tried()).await;
    let before = ledger(&app, id).await.summary;
    let outcome = report(&app, ben.id, result(&uri(&app, id), "oc/harmful"))
        .await
        .unwrap();
    let with = ledger(&app, id).await.summary;
    assert_ne!(with.digest, before.digest);
    outcomes::withdraw(app.ctx(), ben.id, outcome)
        .await
        .unwrap();
    let after = ledger(&app, id).await.summary;
    assert_eq!(after.digest, before.digest);
    assert_eq!(after.unverified_outcomes, before.unverified_outcomes);
    finish(&app).await;
}

#[db_test]
async fn whoever_no_organisation_lists_stands_beside_the_headline(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    let id = published(&app, amira.id, tried()).await;
    for n in 0..3 {
        let throwaway = person(&app, &format!("account{n}")).await;
        report(&app, throwaway.id, result(&uri(&app, id), "oc/worked"))
            .await
            .unwrap();
    }
    let it = ledger(&app, id).await.summary;
    assert_eq!((it.organisations, it.independent), (0, 0));
    assert_eq!(it.unverified_settings, 3);
    assert!(it.is_too_few_to_say());
    finish(&app).await;
}

#[db_test]
async fn an_outcome_is_about_the_version_that_was_tried(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let id = published(&app, amira.id, elsewhere()).await;
    school(&app, "oakfield").await;
    let address = uri(&app, id);
    report(&app, ben.id, result(&address, "oc/worked"))
        .await
        .unwrap();
    // A version that never existed.
    let mut never = result(&address, "oc/worked");
    never.practice_version = Version::of(2).unwrap();
    let told = problems(report(&app, ben.id, never).await);
    assert_eq!(told, [("practiceVersion".to_owned(), "unknown-version")]);
    let edit = PracticeEdit {
        title: "Other".to_owned(),
        text: "Otherwise.".to_owned(),
        record: PracticeRecord {
            steps: vec!["Something else.".to_owned()],
            ..elsewhere()
        },
        ..PracticeEdit::default()
    };
    practices::edit(app.ctx(), amira.id, id, edit)
        .await
        .unwrap();
    let it = ledger(&app, id).await.summary;
    assert_eq!(it.practice_version.get(), 2);
    assert_eq!(it.about_older_versions, 1);
    finish(&app).await;
}

#[db_test]
async fn what_has_to_be_said_is_asked_for(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let address = uri(&app, published(&app, amira.id, tried()).await);
    for (what, field) in [
        ("oc/worked", "wouldWarnAbout"),
        ("oc/no-effect", "nextTime"),
    ] {
        let mut record = result(&address, what);
        (record.would_warn_about, record.next_time) = (None, None);
        let told = problems(report(&app, ben.id, record).await);
        assert_eq!(told, [(field.to_owned(), "required")], "{what}");
    }
    // An unknown concept: what is not ours cannot be counted.
    let mut unknown = result(&address, "oc/worked");
    unknown.outcome = ConceptRef::from_iri("https://w3id.org/staffroom/v/oc/marvellous");
    let told = problems(report(&app, ben.id, unknown).await);
    assert_eq!(told, [("outcome".to_owned(), "unknown-concept")]);
    // Somebody else's school.
    school(&app, "oakfield").await;
    let mut other = result(&address, "oc/worked");
    other.organisation = Some(school(&app, "elmtree").await);
    let told = problems(report(&app, ben.id, other).await);
    assert_eq!(told, [("organisation".to_owned(), "not-a-member")]);
    finish(&app).await;
}

#[db_test]
async fn nobody_is_independent_of_their_own_practice_or_school(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    school(&app, "oakfield").await;
    let id = published(&app, amira.id, tried()).await;
    let address = uri(&app, id);
    let refused = [("independence".to_owned(), "not-independent")];
    for by in [amira.id, ben.id] {
        let told = problems(report(&app, by, result(&address, "oc/worked")).await);
        assert_eq!(told, refused);
    }
    let mut colleague = result(&address, "oc/worked");
    colleague.independence = Some(concept("in/same-organisation"));
    report(&app, ben.id, colleague).await.unwrap();
    let it = ledger(&app, id).await.summary;
    assert_eq!((it.own, it.organisations, it.confirmed), (1, 0, 0));
    finish(&app).await;
}

#[db_test]
async fn an_own_result_changes_what_the_practice_says(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    let id = published(&app, amira.id, tried()).await;
    let thread = statuses::thread(app.ctx(), None, id).await.unwrap();
    let own = thread.descendants[0].status.id;
    let mut record = outcomes::get(app.ctx(), None, own)
        .await
        .unwrap()
        .record
        .unwrap();
    record.outcome = concept("oc/harmful");
    record.next_time = Some("Not at all.".to_owned());
    outcomes::edit(app.ctx(), amira.id, own, record, String::new())
        .await
        .unwrap();
    let it = seen(&app, id).await;
    assert_eq!(it.record.outcome, Some(concept("oc/harmful")));
    assert!(
        it.view.status.spoiler.starts_with("Harmful"),
        "{}",
        it.view.status.spoiler
    );
    outcomes::withdraw(app.ctx(), amira.id, own).await.unwrap();
    assert_eq!(seen(&app, id).await.record.outcome, None);
    finish(&app).await;
}

#[db_test]
async fn the_author_is_told_and_clients_know_the_kind(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let id = published(&app, amira.id, tried()).await;
    report(&app, ben.id, result(&uri(&app, id), "oc/worked"))
        .await
        .unwrap();
    let wanted = Wanted {
        only: vec!["mention".to_owned()],
        ..Wanted::default()
    };
    let told = notifications::list(app.ctx(), amira.id, wanted, page(20))
        .await
        .unwrap();
    let kinds: Vec<&str> = told
        .items
        .iter()
        .map(|it| it.notification.kind.as_str())
        .collect();
    assert_eq!(kinds, ["outcome"]);
    assert_eq!(Kind::from_name("outcome").unwrap().client_name(), "mention");
    finish(&app).await;
}

#[db_test]
async fn only_its_author_changes_an_outcome(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let address = uri(&app, published(&app, amira.id, tried()).await);
    let id = report(&app, ben.id, result(&address, "oc/worked"))
        .await
        .unwrap();
    let other = result(&address, "oc/harmful");
    let refused = outcomes::edit(app.ctx(), amira.id, id, other.clone(), String::new()).await;
    assert!(matches!(refused, Err(RecordError::NotFound)));
    let refused = outcomes::withdraw(app.ctx(), amira.id, id).await;
    assert!(matches!(refused, Err(RecordError::NotFound)));
    outcomes::edit(app.ctx(), ben.id, id, other, "It hurt.".to_owned())
        .await
        .unwrap();
    let it = outcomes::get(app.ctx(), None, id).await.unwrap();
    assert_eq!(it.outcome.result, "harmful");
    assert!(it.view.status.content.contains("It hurt."));
    assert_eq!(it.view.status.source, "It hurt.");
    finish(&app).await;
}

/// What is said in words about a practice is found however many report, also what is said about a report.
#[db_test]
async fn answers_are_what_is_no_report(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let id = published(&app, amira.id, tried()).await;
    let outcome = report(&app, ben.id, result(&uri(&app, id), "oc/worked"))
        .await
        .unwrap();
    let mut said = Vec::new();
    for to in [outcome, id] {
        let new = statuses::NewStatus {
            text: "Which microphones?".to_owned(),
            in_reply_to: Some(to),
            ..statuses::NewStatus::default()
        };
        said.push(statuses::publish(app.ctx(), amira.id, new).await.unwrap());
    }
    for most in [10, 2, 1] {
        let found = statuses::answers(app.ctx(), None, id, most).await.unwrap();
        let found: Vec<StatusId> = found.iter().map(|view| view.status.id).collect();
        assert_eq!(found, said[..most.min(2)]);
    }
    finish(&app).await;
}
