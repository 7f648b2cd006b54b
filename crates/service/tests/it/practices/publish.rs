//! Publishing, changing, withdrawing and deleting practices, and finding them.

use staffroom_domain::ledger::Flag;
use staffroom_domain::practice::{Index, PracticeRecord, Version};
use staffroom_domain::{Event, Role, StatusId, StatusKind, Visibility};
use staffroom_service::practices::{self, NewPractice, PracticeEdit, PracticeFilter};
use staffroom_service::records::RecordError;
use staffroom_service::statuses::{self, RecordView, StatusEdit};
use staffroom_testkit::{TestApp, TestDb, db_test};
use staffroom_vocabulary::EvidenceLevel;

use super::*;
use crate::events;

fn edit_of(record: PracticeRecord) -> PracticeEdit {
    PracticeEdit {
        title: "Audio feedback".to_owned(),
        text: "Voice notes.".to_owned(),
        record,
        ..PracticeEdit::default()
    }
}

async fn found(app: &TestApp, facets: &[(&str, &str)]) -> Vec<StatusId> {
    let facets = facets.iter();
    let filter = PracticeFilter {
        facets: facets
            .map(|(scheme, concept)| ((*scheme).to_owned(), (*concept).to_owned()))
            .collect(),
        by: None,
    };
    let part = practices::list(app.ctx(), None, filter, page(20))
        .await
        .unwrap();
    part.views.into_iter().map(|view| view.status.id).collect()
}

#[db_test]
async fn a_practice_says_first_what_came_of_it_and_its_result_is_an_outcome(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    let id = published(&app, amira.id, tried()).await;
    let it = seen(&app, id).await;
    let status = &it.view.status;
    assert_eq!(status.kind(), StatusKind::Article);
    assert_eq!(status.title.as_deref(), Some("Audio feedback in Year 8"));
    assert!(status.content.contains("<strong>instead</strong>"));
    let line = "Partly worked. How we know: Tried.";
    assert!(status.spoiler.starts_with(line), "{}", status.spoiler);
    assert_eq!(it.record.version, Version::FIRST);
    assert_eq!(
        it.record.ledger,
        Some(app.ctx().addresses.of_object(id, "ledger"))
    );
    assert_eq!(it.record.licence.as_deref(), Some("CC-BY-4.0"));
    let tags: Vec<&str> = it.view.tags.iter().map(|tag| tag.name.as_str()).collect();
    for tag in ["evidencetried", "markless"] {
        assert!(tags.contains(&tag), "{tags:?}");
    }

    let thread = statuses::thread(app.ctx(), None, id).await.unwrap();
    let [outcome] = thread.descendants.as_slice() else {
        panic!("{}", thread.descendants.len());
    };
    assert!(matches!(outcome.record, Some(RecordView::Outcome(_))));
    assert!(outcome.status.content.contains("partly worked"));
    // It counts for itself alone.
    assert_eq!((it.summary.own, it.summary.organisations), (1, 0));
    assert_eq!(it.summary.own_outcomes.partly, 1);
    finish(&app).await;
}

#[db_test]
async fn everything_that_is_missing_is_told_at_once(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    let measured = PracticeRecord {
        evidence_level: Some(concept("ev/measured")),
        outcome: Some(concept("oc/no-effect")),
        problem: Vec::new(),
        ..tried()
    };
    let new = NewPractice {
        title: " ".to_owned(),
        ..new_practice(measured)
    };
    let told = problems(practices::publish(app.ctx(), amira.id, new).await);
    let has = |field: &str, code: &str| told.iter().any(|it| it.0 == field && it.1 == code);
    for (field, code) in [
        ("title", "required"),
        ("problem", "required"),
        ("studyDesign", "measured-design"),
        ("measure", "measure"),
        ("learners", "learners"),
        ("result.nextTime", "required"),
    ] {
        assert!(has(field, code), "{field} {code}: {told:?}");
    }
    // Nothing was tried: then nothing came of it.
    let untried = PracticeRecord {
        outcome: None,
        ..tried()
    };
    let told = practices::publish(app.ctx(), amira.id, new_practice(untried)).await;
    let told = problems(told);
    assert_eq!(told, [("evidenceLevel".to_owned(), "own-outcome")]);
}

#[db_test]
async fn the_highest_levels_are_given_by_a_curator_who_is_somebody_else(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    let established = PracticeRecord {
        evidence_level: Some(concept("ev/established")),
        ..tried()
    };
    let told = practices::publish(app.ctx(), amira.id, new_practice(established)).await;
    let told = problems(told);
    assert!(told.contains(&("assurance".to_owned(), "curator-assurance")));

    let id = published(&app, amira.id, tried()).await;
    let carys = app.user("carys").role(Role::Curator).build().await.account;
    let level = EvidenceLevel::Established;
    for by in [amira.id, person(&app, "ben").await.id] {
        let refused = practices::assure(app.ctx(), by, id, level).await;
        assert!(matches!(refused, Err(RecordError::NotAllowed)));
    }
    let told = problems(practices::assure(app.ctx(), carys.id, id, level).await);
    assert_eq!(told, [("citations".to_owned(), "wide-evidence")]);
    finish(&app).await;
}

#[db_test]
async fn another_core_is_another_version_and_those_before_are_kept(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    let id = published(&app, amira.id, tried()).await;
    let words = PracticeRecord {
        rationale: Some("They hear the tone.".to_owned()),
        ..tried()
    };
    practices::edit(app.ctx(), amira.id, id, edit_of(words))
        .await
        .unwrap();
    assert_eq!(seen(&app, id).await.record.version, Version::FIRST);
    let core = PracticeRecord {
        steps: vec!["Record one minute.".to_owned()],
        ..tried()
    };
    practices::edit(app.ctx(), amira.id, id, edit_of(core))
        .await
        .unwrap();
    let it = seen(&app, id).await;
    assert_eq!(it.record.version.get(), 2);
    assert_eq!(
        it.record.outcome,
        Some(concept("oc/partly")),
        "what was reported stays"
    );
    assert_eq!(it.view.status.title.as_deref(), Some("Audio feedback"));
    let kept = practices::versions(app.ctx(), None, id).await.unwrap();
    let kept: Vec<_> = kept
        .iter()
        .map(|row| (row.version, row.title.as_deref()))
        .collect();
    assert_eq!(
        kept,
        [(2, Some("Audio feedback")), (1, Some("Audio feedback"))]
    );
    let earlier = statuses::history(app.ctx(), None, id).await.unwrap();
    assert_eq!(earlier.len(), 3);

    let stranger = person(&app, "ben").await;
    let refused = practices::edit(app.ctx(), stranger.id, id, edit_of(tried())).await;
    assert!(matches!(refused, Err(RecordError::NotFound)));
    finish(&app).await;
}

#[db_test]
async fn a_client_changes_the_text_and_nothing_else(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    let id = published(&app, amira.id, tried()).await;
    let before = seen(&app, id).await;
    let edit = StatusEdit {
        text: "Only *this*.".to_owned(),
        spoiler: "mine".to_owned(),
        ..StatusEdit::default()
    };
    statuses::edit(app.ctx(), amira.id, id, edit).await.unwrap();
    let after = seen(&app, id).await;
    assert!(after.view.status.content.contains("<em>this</em>"));
    assert_eq!(after.view.status.title, before.view.status.title);
    assert_eq!(after.view.status.spoiler, before.view.status.spoiler);
    assert_eq!(after.practice.record, before.practice.record);
    finish(&app).await;
}

#[db_test]
async fn a_withdrawn_practice_stays_marked_and_is_found_no_more(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    is_findable(&app, amira.id, true).await;
    let id = published(&app, amira.id, tried()).await;
    assert_eq!(found(&app, &[]).await, [id]);
    practices::withdraw(app.ctx(), amira.id, id).await.unwrap();
    for facets in [&[][..], &[("pr", "workload")]] {
        assert_eq!(found(&app, facets).await, [], "{facets:?}");
    }
    let it = seen(&app, id).await;
    assert!(it.practice.is_withdrawn());
    assert!(it.summary.flags.contains(&Flag::Withdrawn));
    assert!(
        it.view
            .status
            .spoiler
            .starts_with("Withdrawn by its author.")
    );
    // Who changes it does not stand by it again by that.
    practices::edit(app.ctx(), amira.id, id, edit_of(tried()))
        .await
        .unwrap();
    assert!(seen(&app, id).await.practice.is_withdrawn());
    practices::reinstate(app.ctx(), amira.id, id).await.unwrap();
    assert_eq!(found(&app, &[("pr", "workload")]).await, [id]);
    assert!(
        seen(&app, id)
            .await
            .view
            .status
            .spoiler
            .starts_with("Partly worked.")
    );
    finish(&app).await;
}

#[db_test]
async fn a_deleted_practice_takes_its_authors_results_along_and_nobody_elses(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let id = published(&app, amira.id, tried()).await;
    let address = uri(&app, id);
    let own = statuses::thread(app.ctx(), None, id).await.unwrap();
    let own = own.descendants[0].status.id;
    let other = report(&app, ben.id, result(&address, "oc/worked"))
        .await
        .unwrap();
    events(&app).await;
    practices::delete(app.ctx(), amira.id, id).await.unwrap();
    let left = statuses::view(app.ctx(), None, vec![id, own, other])
        .await
        .unwrap();
    let left: Vec<StatusId> = left.iter().map(|view| view.status.id).collect();
    assert_eq!(left, [other]);
    let deleted = events(&app).await;
    let deleted: Vec<StatusId> = deleted
        .iter()
        .filter_map(|event| match event {
            Event::StatusDeleted { status, .. } => Some(*status),
            _ => None,
        })
        .collect();
    assert_eq!(deleted, [id, own]);
    // An outcome on a practice that was deleted: there is none.
    let late = report(&app, ben.id, result(&address, "oc/worked")).await;
    assert!(matches!(late, Err(RecordError::NotFound)));
    finish(&app).await;
}

#[db_test]
async fn practices_are_found_by_facets_that_everybody_may_see(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    is_findable(&app, amira.id, true).await;
    let english = published(&app, amira.id, tried()).await;
    let maths = PracticeRecord {
        subject: vec![concept("su/mathematics")],
        language: Some("cy".to_owned()),
        region: Some("GB-WLS".to_owned()),
        ..tried()
    };
    let maths = published(&app, amira.id, maths).await;
    let hidden = NewPractice {
        visibility: Some(Visibility::Private),
        ..new_practice(tried())
    };
    practices::publish(app.ctx(), amira.id, hidden)
        .await
        .unwrap();
    assert_eq!(found(&app, &[]).await, [maths, english]);
    assert_eq!(found(&app, &[("su", "english")]).await, [english]);
    // By the broader concept, and by the wider region, too.
    assert_eq!(
        found(&app, &[("tech", "assessment")]).await,
        [maths, english]
    );
    assert_eq!(
        found(&app, &[("region", "GB"), ("language", "cy")]).await,
        [maths]
    );
    let either = [("su", "english"), ("su", "mathematics"), ("oc", "partly")];
    assert_eq!(found(&app, &either).await, [maths, english]);
    assert_eq!(
        found(&app, &[("su", "english"), ("region", "GB-WLS")]).await,
        []
    );
    let own = PracticeFilter {
        by: Some(amira.id),
        ..PracticeFilter::default()
    };
    let own = practices::list(app.ctx(), Some(amira.id), own, page(20))
        .await
        .unwrap();
    assert_eq!(own.views.len(), 3);
    finish(&app).await;
}

/// Checklist 55.
#[db_test]
async fn strangers_are_shown_no_practice_that_wants_to_be_in_no_index(db: TestDb) {
    let app = start(db).await;
    let (amira, ben) = (person(&app, "amira").await.id, person(&app, "ben").await.id);
    is_findable(&app, amira, true).await;
    let index = |index| PracticeRecord {
        index: Some(index),
        ..tried()
    };
    let open = published(&app, amira, tried()).await;
    published(&app, amira, index(Index::None)).await;
    published(&app, amira, index(Index::Hub("hub.example".to_owned()))).await;
    published(&app, ben, tried()).await;
    let named = published(&app, ben, index(Index::All)).await;
    assert_eq!(found(&app, &[]).await, [named, open]);
    assert_eq!(found(&app, &[("su", "english")]).await, [named, open]);
    is_findable(&app, amira, false).await;
    assert_eq!(found(&app, &[]).await, [named]);
    // Whoever is here sees what is public, and everybody what somebody has published.
    let all = PracticeFilter::default();
    let here = practices::list(app.ctx(), Some(ben), all, page(20));
    assert_eq!(here.await.unwrap().views.len(), 5);
    let of_amira = PracticeFilter {
        by: Some(amira),
        ..PracticeFilter::default()
    };
    let profile = practices::list(app.ctx(), None, of_amira, page(20));
    assert_eq!(profile.await.unwrap().views.len(), 3);
    finish(&app).await;
}

#[db_test]
async fn the_same_key_publishes_once(db: TestDb) {
    let app = start(db).await;
    let amira = app.user("amira").teacher().build().await;
    let new = NewPractice {
        idempotency: Some((amira.user.id, "key".to_owned())),
        ..new_practice(tried())
    };
    let by = amira.account.id;
    let first = practices::publish(app.ctx(), by, new.clone())
        .await
        .unwrap();
    let second = practices::publish(app.ctx(), by, new).await.unwrap();
    assert_eq!(first, second);
    finish(&app).await;
}

#[db_test]
async fn the_number_of_queries_of_a_page_does_not_grow(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    is_findable(&app, amira.id, true).await;
    let mut counts = Vec::new();
    for _ in 0..2 {
        published(&app, amira.id, tried()).await;
        published(&app, amira.id, tried()).await;
        let before = app.queries().get();
        found(&app, &[]).await;
        counts.push(app.queries().get() - before);
    }
    assert_eq!(counts[0], counts[1]);
    finish(&app).await;
}
