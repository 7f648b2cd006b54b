//! What is taken into a ledger, what is rejected, and what follows from it.

use std::time::Duration;

use staffroom_domain::ledger::{Filter, LikeMine, Reason};
use staffroom_domain::{Event, Visibility};
use staffroom_service::accounts;
use staffroom_service::ledger as ledgers;
use staffroom_service::records::RecordError;
use staffroom_service::{follows, organisations};
use staffroom_testkit::{TestApp, TestDb, db_test};

use super::*;
use crate::events;

#[db_test]
async fn what_is_rejected_is_listed_with_its_reason(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let id = published(&app, amira.id, tried()).await;
    let outcome = report(&app, ben.id, result(&uri(&app, id), "oc/harmful"))
        .await
        .unwrap();
    events(&app).await;
    // Not for what it says, not by somebody else, and not for what only rules decide.
    let refused = ledgers::reject(app.ctx(), ben.id, outcome, Reason::Spam).await;
    assert!(matches!(refused, Err(RecordError::NotFound)));
    let told = problems(ledgers::reject(app.ctx(), amira.id, outcome, Reason::Forged).await);
    assert_eq!(told, [("reason".to_owned(), "reason")]);

    ledgers::reject(app.ctx(), amira.id, outcome, Reason::OutOfScope)
        .await
        .unwrap();
    let it = ledger(&app, id).await;
    assert_eq!(it.summary.unverified_settings, 0);
    assert_eq!(it.summary.rejected.get(&Reason::OutOfScope), Some(&1));
    let listed = ledgers::rejected(app.ctx(), None, id, page(20))
        .await
        .unwrap()
        .items;
    assert_eq!(
        (listed[0].status, listed[0].reason.as_str()),
        (outcome, "out-of-scope")
    );
    let counted = ledgers::entries(app.ctx(), None, id, page(20))
        .await
        .unwrap();
    assert!(counted.iter().all(|entry| entry.status != outcome));
    let answered = events(&app).await;
    let is_answer = |event: &Event| matches!(event, Event::EntryAnswered { entry, reason: Some(reason), .. } if *entry == outcome && reason == "out-of-scope");
    assert!(answered.iter().any(is_answer), "{answered:?}");

    ledgers::accept(app.ctx(), amira.id, outcome).await.unwrap();
    let it = ledger(&app, id).await.summary;
    assert_eq!(it.unverified_outcomes.harmful, 1);
    assert!(it.rejected.is_empty());
    let answered = events(&app).await;
    let is_answer = |event: &Event| matches!(event, Event::EntryAnswered { entry, reason: None, .. } if *entry == outcome);
    assert!(answered.iter().any(is_answer), "{answered:?}");
    finish(&app).await;
}

#[db_test]
async fn an_author_cannot_reject_their_own_result(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    let id = published(&app, amira.id, tried()).await;
    let own = ledgers::entries(app.ctx(), None, id, page(20))
        .await
        .unwrap();
    let refused = ledgers::reject(app.ctx(), amira.id, own[0].status, Reason::Spam).await;
    assert!(matches!(refused, Err(RecordError::NotAllowed)));
    finish(&app).await;
}

#[db_test]
async fn the_line_follows_the_ledger_after_a_while_and_once(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let id = published(&app, amira.id, tried()).await;
    school(&app, "oakfield").await;
    let address = uri(&app, id);
    events(&app).await;
    report(&app, ben.id, result(&address, "oc/no-effect"))
        .await
        .unwrap();
    report(
        &app,
        person(&app, "carys").await.id,
        result(&address, "oc/no-effect"),
    )
    .await
    .unwrap();
    let edits = |events: Vec<Event>| {
        let edited =
            |event: &&Event| matches!(event, Event::StatusEdited { status, .. } if *status == id);
        events.iter().filter(edited).count()
    };
    assert_eq!(edits(events(&app).await), 0, "not at once");
    let before = seen(&app, id).await.view.status.spoiler;
    app.clock().advance(Duration::from_mins(6));
    app.drain().await;
    let after = seen(&app, id).await.view.status;
    assert_ne!(after.spoiler, before);
    assert!(
        after.spoiler.contains("1 noticed no difference"),
        "{}",
        after.spoiler
    );
    assert!(after.edited_at.is_some());
    let kept = staffroom_service::statuses::history(app.ctx(), None, id)
        .await
        .unwrap();
    assert_eq!(kept.len(), 1, "nobody has edited anything");
}

#[db_test]
async fn belonging_to_an_organisation_is_what_its_server_says(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let id = published(&app, amira.id, tried()).await;
    let oakfield = school(&app, "oakfield").await;
    report(&app, ben.id, result(&uri(&app, id), "oc/worked"))
        .await
        .unwrap();
    assert_eq!(ledger(&app, id).await.summary.organisations, 1);
    let organisation = accounts::find_by_handle(app.ctx(), "oakfield", None).await;
    let organisation = organisation.unwrap().unwrap().id;
    let listed = organisations::members(app.ctx(), organisation, 0.into(), 20)
        .await
        .unwrap();
    assert_eq!(
        listed,
        [ben.id],
        "who said so for everybody, and nobody else"
    );
    let (iri, account) = (oakfield, ben.id);
    let out = app
        .ctx()
        .transact(move |tx| organisations::vouch_in(tx, &iri, account, false));
    out.await.unwrap();
    let it = ledger(&app, id).await.summary;
    assert_eq!((it.organisations, it.unverified_settings), (0, 1));
    organisations::set_member(app.ctx(), organisation, ben.id, true)
        .await
        .unwrap();
    let it = ledger(&app, id).await.summary;
    assert_eq!((it.organisations, it.unverified_settings), (1, 0));
    finish(&app).await;
}

#[db_test]
async fn whoever_comes_to_be_listed_is_counted_anew(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await.id, person(&app, "ben").await.id);
    school(&app, "oakfield").await;
    let organisation = accounts::find_by_handle(app.ctx(), "oakfield", None).await;
    let organisation = organisation.unwrap().unwrap().id;
    organisations::set_member(app.ctx(), organisation, ben, true)
        .await
        .unwrap();
    // For followers only: nobody is told where she is.
    let new = NewPractice {
        visibility: Some(Visibility::Private),
        ..new_practice(tried())
    };
    let id = practices::publish(app.ctx(), amira, new).await.unwrap();
    follows::follow(app.ctx(), ben, amira, follows::Wishes::default())
        .await
        .unwrap();
    report(&app, ben, result(&uri(&app, id), "oc/worked"))
        .await
        .unwrap();
    let organisations = || async {
        let it = ledgers::read(app.ctx(), Some(amira), id).await.unwrap();
        it.summary.organisations
    };
    assert_eq!(organisations().await, 1);
    // Her school is his: what he found is no confirmation from elsewhere.
    published(&app, amira, tried()).await;
    assert_eq!(organisations().await, 0);
    finish(&app).await;
}

#[db_test]
async fn settings_like_mine_and_what_was_made_from_a_practice(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let id = published(&app, amira.id, tried()).await;
    let mut outcome = result(&uri(&app, id), "oc/worked");
    outcome.phase = vec![concept("ph/primary-ks2")];
    let outcome = report(&app, ben.id, outcome).await.unwrap();
    let filter = Filter {
        phase: vec![concept("ph/primary-ks2")],
        ..Filter::default()
    };
    let few = ledgers::like_mine(app.ctx(), None, id, filter)
        .await
        .unwrap();
    assert_eq!(
        few,
        LikeMine::Texts(vec![uri(&app, outcome)]),
        "never a count of one"
    );
    let adapted = PracticeRecord {
        adopts: vec![uri(&app, id)],
        ..tried()
    };
    let adapted = published(&app, ben.id, adapted).await;
    let lineage = ledger(&app, id).await.lineage;
    assert_eq!(lineage.practices, 1);
    assert_eq!(lineage.adapted_by[0].practice, uri(&app, adapted));
    assert_eq!(
        ledger(&app, id).await.summary.own,
        1,
        "nothing is added to anything"
    );
    finish(&app).await;
}

/// On the server of a TeachMeet group teachers of many schools are not one school; on a school's they are.
#[db_test]
async fn only_a_schools_instance_is_one_school(db: TestDb) {
    let app = TestApp::start(db).await;
    let oakfield = school(&app, "oakfield").await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let id = published(&app, amira.id, tried()).await;
    let practice = practices::get(app.ctx(), None, id).await.unwrap();
    assert_eq!(practice.record.organisation, None);
    let named = PracticeRecord {
        organisation: Some(oakfield.clone()),
        ..tried()
    };
    let new = NewPractice {
        title: "Audio feedback".to_owned(),
        text: "Voice notes.".to_owned(),
        record: named,
        ..NewPractice::default()
    };
    let refused = practices::publish(app.ctx(), ben.id, new.clone()).await;
    assert!(
        matches!(refused, Err(RecordError::Invalid(_))),
        "{refused:?}"
    );
    // Nor does it begin with a school.
    organisations::begin(app.ctx()).await.unwrap();
    let found = accounts::find_by_handle(app.ctx(), "school", None).await;
    assert!(found.unwrap().is_none());
    let organisation = accounts::find_by_handle(app.ctx(), "oakfield", None).await;
    let organisation = organisation.unwrap().unwrap().id;
    for changed in [true, false] {
        let set = organisations::set_member(app.ctx(), organisation, ben.id, true).await;
        assert_eq!(set.unwrap(), changed);
    }
    practices::publish(app.ctx(), ben.id, new).await.unwrap();
    app.drain().await;
}

/// Whoever teaches at a school with a server of its own counts for it without further steps.
#[db_test]
async fn a_schools_instance_begins_with_its_school(db: TestDb) {
    let app = start(db).await;
    for _ in 0..2 {
        organisations::begin(app.ctx()).await.unwrap();
    }
    let found = accounts::find_by_handle(app.ctx(), "school", None).await;
    let there = found.unwrap().unwrap();
    assert_eq!(there.display_name, app.ctx().config.instance.name);
    let amira = person(&app, "amira").await;
    let id = published(&app, amira.id, tried()).await;
    let practice = practices::get(app.ctx(), None, id).await.unwrap();
    let school = app.ctx().addresses.actor(there.id);
    assert_eq!(practice.record.organisation, Some(school));
    let members = organisations::count_members(app.ctx(), there.id).await;
    assert_eq!(members.unwrap(), 1);
    // Who is taken out, or never was one of them, stays out whatever they enter; until they are taken in.
    let ben = person(&app, "ben").await;
    for somebody in [&amira, &ben] {
        let set = organisations::set_member(app.ctx(), there.id, somebody.id, false).await;
        assert!(set.unwrap(), "also of whom nothing was said before");
        let id = published(&app, somebody.id, tried()).await;
        let practice = practices::get(app.ctx(), None, id).await.unwrap();
        assert_eq!(practice.record.organisation, None);
    }
    let members = organisations::count_members(app.ctx(), there.id).await;
    assert_eq!(members.unwrap(), 0);
    let set = organisations::set_member(app.ctx(), there.id, ben.id, true).await;
    assert!(set.unwrap());
    let id = published(&app, ben.id, tried()).await;
    let practice = practices::get(app.ctx(), None, id).await.unwrap();
    assert!(practice.record.organisation.is_some());
    app.drain().await;
}
