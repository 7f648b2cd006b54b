//! What others enter about practices here, and what the authors of practices elsewhere answer.

use serde_json::{Value, json};
use staffroom_db::accounts::AccountRow;
use staffroom_db::{outcomes, practices};
use staffroom_domain::practice::{OutcomeRecord, PracticeRecord};
use staffroom_domain::{ActorKind, Event, StatusId, Visibility};
use staffroom_service::follows;
use staffroom_service::ledger::{self as ledgers, LedgerView};
use staffroom_service::outcomes::{self as reports, NewOutcome};
use staffroom_service::practices::{self as use_cases, NewPractice};
use staffroom_testkit::{TestDb, db_test};

use super::instance::{
    Instance, PUBLIC, activity, assert_applied, assert_ignored, assert_refused, note,
};

fn concept(path: &str) -> String {
    format!("https://w3id.org/staffroom/v/{path}")
}

fn tried() -> Value {
    json!({
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
    })
}

/// A practice here.
async fn practice(here: &Instance, by: &AccountRow, visibility: Visibility) -> StatusId {
    let new = NewPractice {
        title: "Audio feedback".to_owned(),
        text: "Voice notes.".to_owned(),
        record: PracticeRecord::read(&tried()).unwrap(),
        visibility: Some(visibility),
        ..NewPractice::default()
    };
    let id = use_cases::publish(here.ctx(), by.id, new).await.unwrap();
    here.events().await;
    id
}

/// A practice elsewhere.
fn article(by: &AccountRow, n: u32) -> Value {
    let mut article = note(by, n);
    let id = article["id"].as_str().unwrap().to_owned();
    article["type"] = "Article".into();
    article["name"] = "Audio feedback".into();
    article["practice"] = tried();
    article["practice"]["ledger"] = format!("{id}/ledger").into();
    article
}

/// An outcome of somebody elsewhere.
fn outcome(by: &AccountRow, n: u32, practice: &str) -> Value {
    let mut note = note(by, n);
    note["inReplyTo"] = practice.into();
    note["outcome"] = json!({
        "practice": practice,
        "practiceVersion": 1,
        "outcome": concept("oc/worked"),
        "evidenceLevel": concept("ev/tried"),
        "independence": concept("in/independent-practitioner"),
    });
    note
}

async fn ledger(here: &Instance, practice: StatusId) -> LedgerView {
    ledgers::read(here.ctx(), None, practice).await.unwrap()
}

/// What authors here have answered: to what, and why not.
async fn answers(here: &Instance) -> Vec<Option<String>> {
    let all = here.events().await.into_iter();
    all.filter_map(|event| match event {
        Event::EntryAnswered { reason, .. } => Some(reason),
        Event::EntryRefused { reason, .. } => Some(Some(reason)),
        _ => None,
    })
    .collect()
}

fn rejected(reason: &str) -> Vec<Option<String>> {
    vec![Some(reason.to_owned())]
}

#[db_test]
async fn an_outcome_from_elsewhere_is_counted_and_answered(db: TestDb) {
    let here = Instance::on(db);
    let anna = here.local("anna").await;
    let id = practice(&here, &anna, Visibility::Public).await;
    let bo = here.remote("bo", "b.example").await;
    let create = activity(&bo, 1, "Create", outcome(&bo, 1, &here.object(id)));
    assert_applied(&here.receive(&bo, create).await);
    assert_eq!(answers(&here).await, [None]);
    // Its school has not been asked yet.
    let it = ledger(&here, id).await.summary;
    assert_eq!((it.unverified_settings, it.organisations), (1, 0));
    // What says the same again is not answered again; what says something else is.
    let mut changed = outcome(&bo, 1, &here.object(id));
    changed["updated"] = "2026-09-01T08:00:00Z".into();
    let update = activity(&bo, 2, "Update", changed.clone());
    assert_applied(&here.receive(&bo, update).await);
    assert_eq!(answers(&here).await, []);
    changed["outcome"]["outcome"] = concept("oc/no-effect").into();
    changed["updated"] = "2026-09-01T08:01:00Z".into();
    let update = activity(&bo, 3, "Update", changed);
    assert_applied(&here.receive(&bo, update).await);
    assert_eq!(answers(&here).await, [None]);
    let it = ledger(&here, id).await.summary.unverified_outcomes;
    assert_eq!((it.worked, it.no_effect), (0, 1));
    let gone = format!("{}/notes/1", bo.uri.as_deref().unwrap());
    assert_applied(&here.receive(&bo, activity(&bo, 4, "Delete", gone)).await);
    assert_eq!(ledger(&here, id).await.summary.unverified_settings, 0);
}

#[db_test]
async fn a_version_that_never_was_is_rejected_with_the_reason(db: TestDb) {
    let here = Instance::on(db);
    let anna = here.local("anna").await;
    let id = practice(&here, &anna, Visibility::Public).await;
    let bo = here.remote("bo", "b.example").await;
    let mut never = outcome(&bo, 1, &here.object(id));
    never["outcome"]["practiceVersion"] = 9.into();
    assert_applied(&here.receive(&bo, activity(&bo, 1, "Create", never)).await);
    assert_eq!(answers(&here).await, rejected("unknown-version"));
    assert_eq!(ledger(&here, id).await.entries, 1, "the author's own alone");
}

/// Checklist 49. Of a practice that they could not see, nobody learns that it was there.
#[db_test]
async fn what_is_about_a_deleted_practice_is_refused_and_not_kept(db: TestDb) {
    let here = Instance::on(db);
    let anna = here.local("anna").await;
    let bo = here.remote("bo", "b.example").await;
    for (n, visibility) in [(1, Visibility::Public), (2, Visibility::Private)] {
        let id = practice(&here, &anna, visibility).await;
        use_cases::delete(here.ctx(), anna.id, id).await.unwrap();
        here.events().await;
        let late = outcome(&bo, n, &here.object(id));
        let uri = late["id"].as_str().unwrap().to_owned();
        assert_ignored(&here.receive(&bo, activity(&bo, n, "Create", late)).await);
        let expected = match visibility {
            Visibility::Public => rejected("deleted"),
            _ => Vec::new(),
        };
        assert_eq!(answers(&here).await, expected);
        assert!(here.status(&uri).await.is_none());
    }
}

/// Checklist 49. Catalogue 49. Whoever is blocked by the author of a practice is told nothing of it, also when it is gone;
/// others are told once of each entry, and nothing of what they deleted themselves.
#[db_test]
async fn a_late_entry_is_refused_once_and_to_nobody_who_is_blocked(db: TestDb) {
    let here = Instance::on(db);
    let anna = here.local("anna").await;
    let bo = here.remote("bo", "b.example").await;
    let eve = here.remote("eve", "evil.example").await;
    let id = practice(&here, &anna, Visibility::Public).await;
    use_cases::delete(here.ctx(), anna.id, id).await.unwrap();
    follows::block(here.ctx(), anna.id, eve.id).await.unwrap();
    here.events().await;
    let late = |by: &AccountRow, n| outcome(by, n, &here.object(id));
    let create = activity(&eve, 1, "Create", late(&eve, 1));
    assert_ignored(&here.receive(&eve, create).await);
    assert_eq!(answers(&here).await, []);
    let gone = format!("{}/notes/7", bo.uri.as_deref().unwrap());
    assert_ignored(&here.receive(&bo, activity(&bo, 7, "Delete", gone)).await);
    let create = activity(&bo, 8, "Create", late(&bo, 7));
    assert_ignored(&here.receive(&bo, create).await);
    assert_eq!(answers(&here).await, []);
    for (n, entry, expected) in [
        (1, 1, rejected("deleted")),
        (2, 1, Vec::new()),
        (3, 1, Vec::new()),
        (4, 2, rejected("deleted")),
    ] {
        let create = activity(&bo, n, "Create", late(&bo, entry));
        assert_ignored(&here.receive(&bo, create).await);
        assert_eq!(answers(&here).await, expected, "{n}");
    }
}

/// Checklist 49. What is stored because somebody here follows its author is answered no more freely.
#[db_test]
async fn a_late_entry_that_is_wanted_tells_no_more(db: TestDb) {
    let here = Instance::on(db);
    let anna = here.local("anna").await;
    let cy = here.local("cy").await;
    let bo = here.remote("bo", "b.example").await;
    let eve = here.remote("eve", "evil.example").await;
    for author in [&bo, &eve] {
        here.follows(&cy, author).await;
    }
    follows::block(here.ctx(), anna.id, eve.id).await.unwrap();
    let all = [
        (1, &bo, Visibility::Public, rejected("deleted")),
        (2, &bo, Visibility::Private, Vec::new()),
        (3, &eve, Visibility::Public, Vec::new()),
    ];
    for (n, by, visibility, expected) in all {
        let id = practice(&here, &anna, visibility).await;
        use_cases::delete(here.ctx(), anna.id, id).await.unwrap();
        here.events().await;
        let create = activity(by, n, "Create", outcome(by, n, &here.object(id)));
        assert_applied(&here.receive(by, create).await);
        assert_eq!(answers(&here).await, expected, "{n}");
    }
}

#[db_test]
async fn twice_from_one_organisation_is_one_setting(db: TestDb) {
    let here = Instance::on(db);
    let anna = here.local("anna").await;
    let id = practice(&here, &anna, Visibility::Public).await;
    let school = "https://b.example/users/school";
    for (n, name) in [(1, "bo"), (2, "cy")] {
        let by = here.remote(name, "b.example").await;
        // As its members list says, once it was asked.
        let done = here.ctx().transact(move |tx| {
            staffroom_service::organisations::vouch_in(tx, school, by.id, true)
        });
        let _: Result<bool, staffroom_db::DbError> = done.await;
        let by = here.account(by.id).await;
        let mut of_school = outcome(&by, n, &here.object(id));
        of_school["outcome"]["organisation"] = school.into();
        let create = activity(&by, n, "Create", of_school);
        assert_applied(&here.receive(&by, create).await);
    }
    let it = ledger(&here, id).await.summary;
    assert_eq!(
        (it.organisations, it.outcomes.worked, it.reports),
        (1, 1, 2)
    );
    assert_eq!(it.unverified_settings, 0);
}

#[db_test]
async fn an_author_confirms_nothing_of_their_own(db: TestDb) {
    let here = Instance::on(db);
    let anna = here.local("anna").await;
    let bo = here.remote("bo", "b.example").await;
    here.follows(&anna, &bo).await;
    let theirs = article(&bo, 1);
    let uri = theirs["id"].as_str().unwrap().to_owned();
    assert_applied(&here.receive(&bo, activity(&bo, 1, "Create", theirs)).await);
    let create = activity(&bo, 2, "Create", outcome(&bo, 2, &uri));
    assert_applied(&here.receive(&bo, create).await);
    let id = here.status(&uri).await.unwrap().id;
    let it = ledger(&here, id).await.summary;
    assert_eq!((it.own, it.independent, it.unverified_settings), (1, 0, 0));
    assert_eq!(answers(&here).await, [], "their own server answers");
}

/// What a record says has to fit what carries it.
#[db_test]
async fn a_record_that_contradicts_its_carrier_is_none(db: TestDb) {
    let here = Instance::on(db);
    let anna = here.local("anna").await;
    let id = practice(&here, &anna, Visibility::Public).await;
    let other = practice(&here, &anna, Visibility::Public).await;
    let bo = here.remote("bo", "b.example").await;
    let mut about_other = outcome(&bo, 1, &here.object(id));
    about_other["outcome"]["practice"] = here.object(other).into();
    let uri = about_other["id"].as_str().unwrap().to_owned();
    let create = activity(&bo, 1, "Create", about_other);
    assert_applied(&here.receive(&bo, create).await);
    let row = here.status(&uri).await.expect("it stays an answer");
    let kept = here.read(move |conn| outcomes::find(conn, row.id)).await;
    assert!(kept.is_none());
    assert_eq!(answers(&here).await, []);
}

/// Checklist 41. Catalogue 54.
#[db_test]
async fn ten_thousand_facets_are_no_record_and_the_article_stays(db: TestDb) {
    let here = Instance::on(db);
    let anna = here.local("anna").await;
    let bo = here.remote("bo", "b.example").await;
    here.follows(&anna, &bo).await;
    let many =
        |n: usize| -> Vec<String> { (0..n).map(|n| format!("https://b.example/v/{n}")).collect() };
    for (n, facets, is_practice) in [(1, 10_000, false), (2, 1_000, true)] {
        let mut large = article(&bo, n);
        large["practice"]["problem"] = many(facets).into();
        let uri = large["id"].as_str().unwrap().to_owned();
        assert_applied(&here.receive(&bo, activity(&bo, n, "Create", large)).await);
        let row = here.status(&uri).await.unwrap();
        assert_eq!(row.title.as_deref(), Some("Audio feedback"));
        let (kept, facets) = here
            .read(move |conn| {
                let kept = practices::find(conn, row.id)?;
                Ok((kept, staffroom_db::facets::of_status(conn, row.id)?))
            })
            .await;
        assert_eq!(kept.is_some(), is_practice);
        assert!(facets.len() <= 200, "{}", facets.len());
    }
}

/// Checklist 26, 27. Catalogue 26, 27.
#[db_test]
async fn only_the_author_of_a_practice_answers_and_lists_entries(db: TestDb) {
    let here = Instance::on(db);
    let anna = here.local("anna").await;
    let bo = here.remote("bo", "b.example").await;
    let neighbour = here.remote("eve", "b.example").await;
    let stranger = here.remote("eve", "evil.example").await;
    here.follows(&anna, &bo).await;
    let theirs = article(&bo, 1);
    let uri = theirs["id"].as_str().unwrap().to_owned();
    assert_applied(&here.receive(&bo, activity(&bo, 1, "Create", theirs)).await);
    let mut record = outcome(&bo, 9, &uri)["outcome"].clone();
    record["wouldWarnAbout"] = "It takes time.".into();
    let record = OutcomeRecord::read(&record).unwrap();
    let own = reports::report(here.ctx(), anna.id, NewOutcome::of(record)).await;
    let own = own.unwrap();
    for (n, by) in [(10, &neighbour), (20, &stranger)] {
        let mut reject = activity(by, n, "Reject", here.object(own));
        reject["rejectionReason"] = "spam".into();
        assert_ignored(&here.receive(by, reject).await);
        for (m, verb) in [(1, "Add"), (2, "Remove")] {
            let mut listed = activity(by, n + m, verb, format!("https://{}/x", by.domain));
            listed["target"] = format!("{uri}/ledger").into();
            assert_refused(&here.receive(by, listed).await);
        }
    }
    let seen = reports::get(here.ctx(), None, own).await.unwrap().outcome;
    assert_eq!(seen.answer, None);
    let mut reject = activity(&bo, 30, "Reject", here.object(own));
    reject["rejectionReason"] = "out-of-scope".into();
    assert_applied(&here.receive(&bo, reject).await);
    let seen = reports::get(here.ctx(), None, own).await.unwrap().outcome;
    assert_eq!(seen.answer.as_deref(), Some("rejected"));
    assert_eq!(seen.reason.as_deref(), Some("out-of-scope"));
    assert_eq!(seen.state, "counted", "it is ours to count");
}

/// Checklist 6, 31. Catalogue 19, 24. What a relay brings in the name of others counts for nothing before its own server
/// has shown it, and here nobody follows the relay: nobody is even asked.
#[db_test]
async fn an_outcome_that_a_relay_forges_is_not_counted(db: TestDb) {
    let here = Instance::on(db);
    let anna = here.local("anna").await;
    let id = practice(&here, &anna, Visibility::Public).await;
    let bo = here.remote("bo", "b.example").await;
    let relay = here
        .remote_with("relay", "relay.example", |new| {
            new.kind = ActorKind::Application;
        })
        .await;
    let forged = outcome(&bo, 1, &here.object(id));
    let create = activity(&relay, 1, "Create", forged.clone());
    assert_ignored(&here.receive(&relay, create).await);
    let announce = activity(&relay, 2, "Announce", forged.clone());
    assert_ignored(&here.receive(&relay, announce).await);
    let mut inner = activity(&bo, 3, "Create", forged);
    inner["to"] = json!([PUBLIC]);
    let passed_on = activity(&relay, 4, "Announce", inner);
    assert_ignored(&here.receive(&relay, passed_on).await);
    // As its own, an object of another origin is nobody's.
    let mut claimed = outcome(&bo, 5, &here.object(id));
    claimed["attributedTo"] = relay.uri.clone().into();
    let create = activity(&relay, 6, "Create", claimed);
    assert_ignored(&here.receive(&relay, create).await);
    let it = ledger(&here, id).await.summary;
    assert_eq!((it.unverified_settings, it.organisations), (0, 0));
}
