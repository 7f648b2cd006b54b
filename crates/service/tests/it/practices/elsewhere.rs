//! What comes from other servers, and what is about practices there.

use std::time::Duration;

use staffroom_domain::job::{ClaimedJob, JobKind, Queue};
use staffroom_domain::ledger::{Filter, LedgerSummary, LikeMine, Reason};
use staffroom_domain::{Event, RecordKind, RecordText, StatusKind, TypedRecord, Visibility};
use staffroom_service::ledger as ledgers;
use staffroom_service::organisations;
use staffroom_service::ports::JobHandler as _;
use staffroom_service::practices as use_cases;
use staffroom_service::statuses::{self, Draft, RecordChange, StatusRow};
use staffroom_service::{adoptions, follows, outcomes};
use staffroom_testkit::{TestApp, TestDb, db, db_test};

use super::*;
use crate::events;

/// Somebody of another server.
pub(super) async fn remote(app: &TestApp, host: &str) -> AccountRow {
    let row = AccountRow {
        domain: host.to_owned(),
        username: "zoe".to_owned(),
        username_folded: "zoe".to_owned(),
        uri: Some(format!("https://{host}/zoe")),
        ..AccountRow::blank(app.ctx().new_id(), ActorKind::Person, app.ctx().now())
    };
    let kept = row.clone();
    let done = app
        .ctx()
        .transact(move |tx| db::accounts::insert(tx.conn, kept));
    done.await.unwrap();
    row
}

/// What another server sends, with a record as it stands in the document.
pub(super) async fn sent(
    app: &TestApp,
    author: &AccountRow,
    number: u32,
    (kind, record): (RecordKind, serde_json::Value),
) -> StatusRow {
    let (author, now) = (author.clone(), app.ctx().now());
    let record = TypedRecord::read(kind, record).unwrap();
    let done = app.ctx().transact(move |tx| {
        let mut draft = Draft::note(author.clone(), now);
        draft.uri = Some(format!("{}/{number}", author.uri.unwrap_or_default()));
        if kind == RecordKind::Practice {
            draft.kind = StatusKind::Article;
        } else {
            draft.in_reply_to_uri = Some("https://somewhere.example/practice".to_owned());
        }
        draft.record = Some(record);
        statuses::store(tx, draft)
    });
    done.await.unwrap()
}

fn outcome_of(
    practice: &str,
    more: &[(&str, serde_json::Value)],
) -> (RecordKind, serde_json::Value) {
    let mut record = serde_json::to_value(result(practice, "oc/worked")).unwrap();
    for (name, value) in more {
        record[name] = value.clone();
    }
    (RecordKind::Outcome, record)
}

async fn answers(app: &TestApp) -> Vec<(StatusId, Option<String>)> {
    let all = events(app).await.into_iter();
    all.filter_map(|event| match event {
        Event::EntryAnswered { entry, reason, .. } => Some((entry, reason)),
        _ => None,
    })
    .collect()
}

#[db_test]
async fn what_comes_is_counted_and_answered(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    let id = published(&app, amira.id, tried()).await;
    let zoe = remote(&app, "farm.example").await;
    events(&app).await;
    let counted = sent(&app, &zoe, 1, outcome_of(&uri(&app, id), &[])).await;
    assert_eq!(answers(&app).await, [(counted.id, None)]);
    let it = ledger(&app, id).await;
    assert_eq!(it.summary.unverified_settings, 1);
    let entries = ledgers::entries(app.ctx(), None, id, page(20))
        .await
        .unwrap();
    assert_eq!(entries[0].uri, "https://farm.example/zoe/1");
    finish(&app).await;
}

/// Checklist 49. A record names what it is about by itself, whatever it answers.
#[db_test]
async fn whoever_may_not_see_or_answer_a_practice_enters_nothing_about_it(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await.id;
    let new = NewPractice {
        visibility: Some(Visibility::Private),
        ..new_practice(tried())
    };
    let hidden = use_cases::publish(app.ctx(), amira, new).await.unwrap();
    let closed = published(&app, amira, tried()).await;
    let close = app.ctx().db.write(move |conn| {
        let row = db::statuses::find(conn, closed)?.unwrap();
        let reply_policy = "followers".to_owned();
        db::statuses::update(
            conn,
            StatusRow {
                reply_policy,
                ..row
            },
        )
    });
    close.await.unwrap();
    let zoe = remote(&app, "farm.example").await;
    events(&app).await;
    sent(&app, &zoe, 1, outcome_of(&uri(&app, hidden), &[])).await;
    sent(&app, &zoe, 2, outcome_of(&uri(&app, closed), &[])).await;
    assert_eq!(answers(&app).await, [], "not even that it is there");
    let of_hidden = || async {
        let read = ledgers::read(app.ctx(), Some(amira), hidden).await.unwrap();
        read.summary.unverified_settings
    };
    assert_eq!(of_hidden().await, 0);
    assert_eq!(ledger(&app, closed).await.summary.unverified_settings, 0);

    let (by, address) = (zoe.clone(), "https://farm.example/follow".to_owned());
    let follow = app.ctx().transact(move |tx| {
        let target = db::accounts::find(tx.conn, amira)?.unwrap();
        follows::begin_in(tx, &by, &target, Some(address))
    });
    follow.await.unwrap();
    sent(&app, &zoe, 3, outcome_of(&uri(&app, hidden), &[])).await;
    sent(&app, &zoe, 4, outcome_of(&uri(&app, closed), &[])).await;
    assert_eq!(answers(&app).await.len(), 2);
    assert_eq!(of_hidden().await, 1);
    assert_eq!(ledger(&app, closed).await.summary.unverified_settings, 1);
    finish(&app).await;
}

#[db_test]
async fn what_changed_is_told_a_while_later_and_once(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    let id = published(&app, amira.id, tried()).await;
    let zoe = remote(&app, "farm.example").await;
    app.clock().advance(Duration::from_mins(5));
    app.drain().await;
    events(&app).await;
    let row = sent(&app, &zoe, 1, outcome_of(&uri(&app, id), &[])).await;
    let other = sent(&app, &zoe, 2, outcome_of(&uri(&app, id), &[])).await;
    let told = async || -> Vec<Vec<String>> {
        let all = events(&app).await.into_iter();
        all.filter_map(|event| match event {
            Event::EntriesChanged { entries, .. } => Some(entries),
            _ => None,
        })
        .collect()
    };
    let gone = row.clone();
    let done = app
        .ctx()
        .transact(move |tx| statuses::remove_in(tx, &zoe, &gone).map(drop));
    let _: Result<(), db::DbError> = done.await;
    assert!(told().await.is_empty());
    app.clock().advance(Duration::from_mins(5));
    let handler = ledgers::RefreshPracticeHandler(app.ctx().clone());
    let jobs = refreshes(&app).await;
    assert_eq!(jobs.len(), 1);
    // Twice, as after a crash.
    for expected in [1, 0] {
        handler.run(&jobs[0]).await.unwrap();
        let told = told().await;
        assert_eq!(told.len(), expected);
        if let Some(entries) = told.first() {
            assert_eq!(
                entries,
                &[row.uri.clone().unwrap(), other.uri.clone().unwrap()]
            );
        }
    }
    let (id, token) = (jobs[0].id, jobs[0].lease_token);
    let done: Result<bool, db::DbError> = app
        .ctx()
        .db
        .write(move |conn| db::jobs::complete(conn, id, token))
        .await;
    assert!(done.unwrap());
    finish(&app).await;
}

/// The jobs that bring practices up to date and are due.
async fn refreshes(app: &TestApp) -> Vec<ClaimedJob> {
    let now = app.ctx().now();
    let claim = db::jobs::Claim {
        queue: Queue::Default,
        now,
        lease_until: now.plus(Duration::from_hours(1)),
        token: 1,
        limit: 100,
    };
    let claimed: Result<_, db::DbError> = app
        .ctx()
        .db
        .write(move |conn| db::jobs::claim(conn, claim))
        .await;
    let mut jobs = claimed.unwrap();
    jobs.retain(|job| job.payload.kind() == JobKind::RefreshPractice);
    jobs
}

#[db_test]
async fn rules_reject_what_cannot_be_and_say_why(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    let id = published(&app, amira.id, tried()).await;
    let gone = published(&app, amira.id, tried()).await;
    let zoe = remote(&app, "farm.example").await;
    use_cases::delete(app.ctx(), amira.id, gone).await.unwrap();
    events(&app).await;
    let version = [("practiceVersion", serde_json::json!(9))];
    let never = sent(&app, &zoe, 1, outcome_of(&uri(&app, id), &version)).await;
    let deleted = sent(&app, &zoe, 2, outcome_of(&uri(&app, gone), &[])).await;
    let answered = answers(&app).await;
    let expected = |id, reason: Reason| (id, Some(reason.as_str().to_owned()));
    assert_eq!(
        answered,
        [
            expected(never.id, Reason::UnknownVersion),
            expected(deleted.id, Reason::Deleted)
        ]
    );
    let it = ledger(&app, id).await.summary;
    assert_eq!(it.unverified_settings, 0);
    assert_eq!(it.rejected.get(&Reason::UnknownVersion), Some(&1));
    // The author cannot take in what a rule keeps out.
    let told = problems(ledgers::accept(app.ctx(), amira.id, never.id).await);
    assert_eq!(told, [(String::new(), "unknown-version")]);
    finish(&app).await;
}

#[db_test]
async fn unknown_concepts_are_kept_and_counted_as_unknown(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    let id = published(&app, amira.id, tried()).await;
    let zoe = remote(&app, "farm.example").await;
    let theirs = [
        (
            "outcome",
            serde_json::json!("https://farm.example/v/splendid"),
        ),
        ("theirs", serde_json::json!({"b": 1, "a": [true]})),
    ];
    let (kind, record) = outcome_of(&uri(&app, id), &theirs);
    let expected = TypedRecord::read(kind, record.clone()).unwrap();
    let row = sent(&app, &zoe, 1, (kind, record)).await;
    let it = outcomes::get(app.ctx(), None, row.id).await.unwrap();
    assert_eq!(it.outcome.record, expected.text().as_str());
    assert_eq!(it.outcome.result, "https://farm.example/v/splendid");
    let summary = ledger(&app, id).await.summary;
    assert_eq!(summary.unverified_outcomes.unknown, 1);
    finish(&app).await;
}

#[db_test]
async fn ten_thousand_facets_are_bounded(db: TestDb) {
    let app = start(db).await;
    let zoe = remote(&app, "farm.example").await;
    let many: Vec<String> = (0..1_500)
        .map(|n| format!("https://a.example/{n}"))
        .collect();
    let record = serde_json::json!({"version": 1, "problem": many, "subject": many});
    if let Ok(record) = TypedRecord::read(RecordKind::Practice, record) {
        let row = sent(&app, &zoe, 1, (RecordKind::Practice, record.text().value())).await;
        let read = app
            .ctx()
            .db
            .read(move |conn| db::facets::of_status(conn, row.id));
        assert!(read.await.unwrap().len() <= 200);
    }
    let many: Vec<String> = (0..10_000)
        .map(|n| format!("https://a.example/{n}"))
        .collect();
    let record = serde_json::json!({"version": 1, "problem": many});
    assert!(
        TypedRecord::read(RecordKind::Practice, record).is_err(),
        "no record"
    );
    finish(&app).await;
}

#[db_test]
async fn entries_wait_for_their_practice_and_are_seen_not_judged(db: TestDb) {
    let app = start(db).await;
    let (zoe, yan) = (
        remote(&app, "farm.example").await,
        remote(&app, "lake.example").await,
    );
    let address = "https://farm.example/zoe/7";
    // Their own server decides about versions; ours only counts what it sees.
    let version = [("practiceVersion", serde_json::json!(9))];
    let early = sent(&app, &yan, 1, outcome_of(address, &version)).await;
    let there = app
        .ctx()
        .db
        .read(move |conn| db::outcomes::find(conn, early.id));
    assert_eq!(there.await.unwrap().unwrap().practice_id, None);
    let record = serde_json::to_value(tried()).unwrap();
    let practice = sent(&app, &zoe, 7, (RecordKind::Practice, record)).await;
    let it = ledger(&app, practice.id).await.summary;
    assert_eq!((it.unverified_settings, it.rejected.len()), (1, 0));
    assert_eq!(answers(&app).await, []);
    // What their server answers and says of its own ledger is noted, and changes no count of ours.
    let (by, entry) = (zoe.id, early.id);
    let told = app.ctx().transact(move |tx| {
        assert!(!ledgers::answered_in(
            tx,
            entry.get().into(),
            entry,
            false,
            Some("spam")
        )?);
        let summary = RecordText::parse(r#"{"organisations":5}"#).unwrap();
        let list = ledgers::TheirList {
            listed: 1,
            complete: true,
        };
        ledgers::tell_theirs_in(tx, practice.id, &summary, list, Vec::new())?;
        ledgers::answered_in(tx, by, entry, false, Some("out-of-scope"))
    });
    assert!(told.await.unwrap());
    let it = ledger(&app, practice.id).await;
    assert_eq!(it.summary.unverified_settings, 1);
    assert_eq!(it.theirs.unwrap().0.organisations, 5);
    assert_eq!(it.their_list.unwrap().listed, 1);
    let seen = outcomes::get(app.ctx(), None, early.id)
        .await
        .unwrap()
        .outcome;
    assert_eq!(seen.answer.as_deref(), Some("rejected"));
    assert_eq!(seen.reason.as_deref(), Some("out-of-scope"));
    assert_eq!(seen.state, "counted");
    finish(&app).await;
}

#[db_test]
async fn people_here_enter_about_practices_elsewhere(db: TestDb) {
    let app = start(db).await;
    let zoe = remote(&app, "farm.example").await;
    let ben = person(&app, "ben").await;
    school(&app, "oakfield").await;
    let record = serde_json::to_value(tried()).unwrap();
    let practice = sent(&app, &zoe, 7, (RecordKind::Practice, record)).await;
    let address = practice.uri.clone().unwrap();
    let new = adoptions::NewAdoption::of(planned(&address));
    let adoption = adoptions::say(app.ctx(), ben.id, new).await.unwrap();
    let view = statuses::show(app.ctx(), None, adoption).await.unwrap();
    assert_eq!(
        view.status.in_reply_to_uri.as_deref(),
        Some(address.as_str())
    );
    report(&app, ben.id, result(&address, "oc/worked"))
        .await
        .unwrap();
    let it = ledger(&app, practice.id).await.summary;
    assert_eq!((it.denominator.said, it.outcomes.worked), (1, 1));
    assert_eq!(answers(&app).await, [], "its own server answers");
    finish(&app).await;
}

#[db_test]
async fn a_new_version_replaces_a_record_and_may_take_it_away(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    let id = published(&app, amira.id, tried()).await;
    let zoe = remote(&app, "farm.example").await;
    let row = sent(&app, &zoe, 1, outcome_of(&uri(&app, id), &[])).await;
    let changed = [(
        "outcome",
        serde_json::json!("https://w3id.org/staffroom/v/oc/harmful"),
    )];
    let (kind, record) = outcome_of(&uri(&app, id), &changed);
    let record = TypedRecord::read(kind, record).unwrap();
    for (change, worked, harmful) in [
        (RecordChange::Become(record), 0, 1),
        (RecordChange::Remove, 0, 0),
    ] {
        let (author, row) = (zoe.clone(), row.clone());
        let done = app.ctx().transact(move |tx| {
            let revision = statuses::Revision {
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
                poll: statuses::PollChange::Keep,
                emojis: Vec::new(),
                record: change,
                own_event: None,
                remote: None,
            };
            statuses::revise_in(tx, &author, &row, &revision)
        });
        done.await.unwrap();
        let it = ledger(&app, id).await.summary.unverified_outcomes;
        assert_eq!((it.worked, it.harmful), (worked, harmful));
    }
    finish(&app).await;
}

#[db_test]
async fn what_is_kept_is_what_is_counted_from_scratch(db: TestDb) {
    let app = start(db).await;
    let amira = person(&app, "amira").await;
    let id = published(&app, amira.id, tried()).await;
    let address = uri(&app, id);
    let results = [
        "worked",
        "no-effect",
        "harmful",
        "worked",
        "partly",
        "worked",
    ];
    let mut sent_by = Vec::new();
    for (n, result) in (0..).zip(results) {
        let host = format!("s{n}.example");
        let zoe = remote(&app, &host).await;
        let school = format!("https://{host}/school");
        let more = |result: &str| {
            [
                ("organisation", serde_json::json!(school)),
                ("region", serde_json::json!("GB-ENG")),
                (
                    "outcome",
                    serde_json::json!(concept(&format!("oc/{result}")).iri()),
                ),
            ]
        };
        sent(&app, &zoe, 1, outcome_of(&address, &more("inconclusive"))).await;
        app.clock().advance(Duration::from_mins(1));
        let newer = sent(&app, &zoe, 2, outcome_of(&address, &more(result))).await;
        // Whether the school lists them is known only afterwards.
        let (iri, account) = (school.clone(), zoe.id);
        let vouched = app
            .ctx()
            .transact(move |tx| organisations::vouch_in(tx, &iri, account, true));
        vouched.await.unwrap();
        sent_by.push((zoe, newer));
    }
    let (gone, newer) = sent_by.pop().unwrap();
    let removed = app
        .ctx()
        .transact(move |tx| statuses::remove_in(tx, &gone, &newer));
    assert!(removed.await.unwrap());
    let kept = ledger(&app, id).await.summary;
    let scratch = ledgers::like_mine(app.ctx(), None, id, Filter::default()).await;
    let LikeMine::Counts(scratch) = scratch.unwrap() else {
        panic!("too few");
    };
    let counted = LedgerSummary {
        digest: None,
        withdrawn: 0,
        ..kept.clone()
    };
    assert_eq!(counted, *scratch);
    assert_eq!(
        (kept.organisations, kept.instances, kept.countries),
        (6, 6, 1)
    );
    assert_eq!((kept.outcomes.worked, kept.outcomes.inconclusive), (2, 1));
    assert_eq!(kept.withdrawn, 1);
    finish(&app).await;
}

/// A practice of another server is for fewer people from now on: what people here say came of it is announced no more.
#[db_test]
async fn what_came_of_a_practice_elsewhere_goes_no_further_than_it_does(db: TestDb) {
    let app = start(db).await;
    school(&app, "school").await;
    let ben = person(&app, "ben").await.id;
    is_findable(&app, ben, true).await;
    let zoe = AccountRow {
        indexable: true,
        ..remote(&app, "farm.example").await
    };
    let kept = zoe.clone();
    let done = app
        .ctx()
        .transact(move |tx| db::accounts::update(tx.conn, kept));
    done.await.unwrap();
    let record = serde_json::to_value(tried()).unwrap();
    let practice = sent(&app, &zoe, 1, (RecordKind::Practice, record.clone())).await;
    let about = practice.uri.clone().unwrap();
    let outcome = report(&app, ben, result(&about, "oc/worked"))
        .await
        .unwrap();
    app.drain().await;
    let is_announced = async || {
        let read = app
            .ctx()
            .db
            .read(move |conn| db::announced_records::find(conn, outcome));
        let row: Result<_, db::DbError> = read.await;
        row.unwrap().is_some_and(|row| row.is_standing())
    };
    assert!(is_announced().await);
    let record = TypedRecord::read(RecordKind::Practice, record).unwrap();
    let done = app.ctx().transact(move |tx| {
        let revision = statuses::Revision {
            record: RecordChange::Become(record),
            edited: tx.now,
            remote: Some(statuses::RemoteParts {
                visibility: Visibility::Private,
                event: None,
                limits: statuses::Limits::default(),
                document: "{}".to_owned(),
            }),
            ..statuses::Revision::unchanged(tx, &practice)?
        };
        statuses::revise_in(tx, &zoe, &practice, &revision).map(|_| ())
    });
    let done: Result<(), db::DbError> = done.await;
    done.unwrap();
    app.drain().await;
    assert!(!is_announced().await);
    finish(&app).await;
}
