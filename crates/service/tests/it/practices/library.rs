//! What the library of a hub is counted as: kept with every change, and the same from nothing.

use std::collections::BTreeSet;

use staffroom_domain::job::{JobPayload, NewJob};
use staffroom_domain::practice::Index;
use staffroom_domain::{RecordKind, TypedRecord};
use staffroom_service::hub::{self, Finding, HubMemberRow};
use staffroom_service::statuses::{self, StatusRow};
use staffroom_testkit::{SeededRandom, TestDb, db, db_test};

use super::elsewhere::sent;
use super::hub::{author, member, settle, shown, start_hub, told, write};
use super::*;

/// Lane, concept, other, practices, outcomes, and those that are no successes.
pub(super) type Count = (String, String, String, i64, i64, i64);

pub(super) async fn kept(app: &TestApp) -> BTreeSet<Count> {
    let read = app.ctx().db.read(|conn| {
        let mut all = BTreeSet::new();
        for lane in ["all", "language", "country", "pr", "tech", "map"] {
            for row in db::library::lane(conn, lane, 10_000)? {
                all.insert((
                    row.lane,
                    row.concept,
                    row.other,
                    row.practices,
                    row.outcomes,
                    row.unsuccessful,
                ));
            }
        }
        Ok::<_, db::DbError>(all)
    });
    read.await.unwrap()
}

/// Forgets everything that was kept, and counts it.
async fn from_nothing(app: &TestApp) -> BTreeSet<Count> {
    let forgotten = app.ctx().db.write(|conn| {
        let all = db::library::entries(conn, StatusId::from(0), 10_000)?;
        for row in all {
            db::library::delete_entry(conn, row.status_id)?;
        }
        db::library::clear(conn)
    });
    forgotten.await.unwrap();
    hub::count_library(app.ctx()).await.unwrap();
    kept(app).await
}

pub(super) fn count(lane: &str, concept: &str, other: &str, numbers: (i64, i64, i64)) -> Count {
    let (practices, outcomes, unsuccessful) = numbers;
    (
        lane.to_owned(),
        concept.to_owned(),
        other.to_owned(),
        practices,
        outcomes,
        unsuccessful,
    )
}

/// What somebody of another server, whom its school lists, says came of it.
async fn reported(
    app: &TestApp,
    by: &AccountRow,
    number: u32,
    practice: &StatusRow,
    what: &str,
) -> StatusRow {
    let school = format!("https://{}/school", by.domain);
    let record = OutcomeRecord {
        organisation: Some(school.clone()),
        ..result(practice.uri.as_deref().unwrap(), what)
    };
    let row = db::organisation_members::MemberRow {
        organisation: school,
        account_id: by.id,
        created_at: app.ctx().now(),
        removed: false,
    };
    let done = app
        .ctx()
        .transact(move |tx| db::organisation_members::add(tx.conn, row));
    done.await.unwrap();
    let record = serde_json::to_value(record).unwrap();
    let row = sent(app, by, number, (RecordKind::Outcome, record)).await;
    settle(app, row.id, Finding::Shown).await;
    row
}

#[db_test]
async fn what_counts_is_counted_where_it_belongs(db: TestDb) {
    let app = start_hub(db).await;
    let amira = author(&app, "farm.example", true).await;
    let ben = author(&app, "meet.example", true).await;
    let record = PracticeRecord {
        problem: vec![concept("pr/workload"), concept("pr/literacy")],
        language: Some("cy-GB".to_owned()),
        ..tried()
    };
    let it = shown(&app, &amira, 1, &record).await;
    told(&app, &amira, 2, &record).await;
    let harm = reported(&app, &ben, 1, &it, "oc/harmful").await;
    let numbers = (1, 1, 1);
    let mut expected = BTreeSet::from([
        count("all", "", "", numbers),
        count("language", "cy", "", numbers),
        count("country", "GB", "", numbers),
    ]);
    for technology in ["assessment", "digital-feedback"] {
        expected.insert(count("tech", technology, "", numbers));
        for problem in ["workload", "literacy"] {
            expected.insert(count("pr", problem, "", numbers));
            expected.insert(count("map", problem, technology, numbers));
        }
    }
    assert_eq!(kept(&app).await, expected);
    // It worked after all, and then its author's server says nothing of it.
    settle(&app, harm.id, Finding::NotShown).await;
    assert!(kept(&app).await.contains(&count("all", "", "", (1, 0, 0))));
    settle(&app, it.id, Finding::NotShown).await;
    assert_eq!(kept(&app).await, BTreeSet::new());
    finish(&app).await;
}

/// Whoever is shut out, or wants not to be listed, is counted no more once the job has run.
#[db_test]
async fn what_an_author_may_not_or_will_not_list_counts_no_more(db: TestDb) {
    let app = start_hub(db).await;
    let dora = person(&app, "dora").await.id;
    is_findable(&app, dora, true).await;
    published(&app, dora, tried()).await;
    app.drain().await;
    let one = count("all", "", "", (1, 0, 0));
    assert!(kept(&app).await.contains(&one));
    is_findable(&app, dora, false).await;
    app.drain().await;
    assert_eq!(kept(&app).await, BTreeSet::new());
    is_findable(&app, dora, true).await;
    app.drain().await;
    assert!(kept(&app).await.contains(&one));
    finish(&app).await;
}

/// An instance that is none keeps nothing.
#[db_test]
async fn what_is_no_hub_counts_nothing(db: TestDb) {
    let app = start(db).await;
    let amira = author(&app, "farm.example", true).await;
    shown(&app, &amira, 1, &tried()).await;
    assert_eq!(hub::count_library(app.ctx()).await.unwrap(), 0);
    assert_eq!(kept(&app).await, BTreeSet::new());
    finish(&app).await;
}

/// A random one of these.
fn any<T: Clone>(random: &SeededRandom, of: &[T]) -> T {
    let n = usize::try_from(random.next_u64() % u64::try_from(of.len()).unwrap()).unwrap();
    of[n].clone()
}

fn any_record(random: &SeededRandom) -> PracticeRecord {
    let problems = ["pr/workload", "pr/literacy", "pr/attendance"].map(concept);
    let technologies = ["tech/digital-feedback", "tech/assessment", "tech/ai-tutor"].map(concept);
    let unknown = ConceptRef::Unknown("https://elsewhere.example/v/pr/x".to_owned());
    PracticeRecord {
        problem: vec![any(random, &problems), unknown],
        technology_type: vec![any(random, &technologies), any(random, &technologies)],
        language: any(
            random,
            &[None, Some("cy".to_owned()), Some("en-GB".to_owned())],
        ),
        region: any(
            random,
            &[None, Some("GB-WLS".to_owned()), Some("IE".to_owned())],
        ),
        index: any(random, &[None, None, Some(Index::All), Some(Index::None)]),
        ..tried()
    }
}

async fn revised(app: &TestApp, by: &AccountRow, row: &StatusRow, record: Option<PracticeRecord>) {
    let record = record.map(|record| {
        let value = serde_json::to_value(record).unwrap();
        TypedRecord::read(RecordKind::Practice, value).unwrap()
    });
    let (by, id) = (by.clone(), row.id);
    let done = app.ctx().transact(move |tx| {
        let Some(row) = db::statuses::find(tx.conn, id)?.filter(|row| row.deleted_at.is_none())
        else {
            return Ok(());
        };
        let Some(record) = record else {
            return statuses::remove_in(tx, &by, &row).map(|_| ());
        };
        let revision = statuses::Revision {
            title: row.title.clone(),
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
            record: statuses::RecordChange::Become(record),
            own_event: None,
            remote: None,
        };
        statuses::revise_in(tx, &by, &row, &revision).map(|_| ())
    });
    done.await.unwrap();
}

/// A hundred changes of every sort in any order, and what is kept is what is counted from nothing; every few of them, so
/// that what was wrong for a while is seen.
#[db_test]
async fn whatever_happens_what_is_kept_is_what_is_counted_from_nothing(db: TestDb) {
    let app = start_hub(db).await;
    for seed in [1, 2] {
        let random = SeededRandom::new(seed);
        let mut authors = Vec::new();
        for n in 0..3 {
            authors.push(author(&app, &format!("s{seed}-{n}.example"), true).await);
        }
        let (mut practices, mut outcomes) = (Vec::new(), Vec::new());
        for n in 0..60_u32 {
            let by = any(&random, &authors);
            match random.next_u64() % 9 {
                0 | 1 => {
                    let record = any_record(&random);
                    practices.push((by.clone(), told(&app, &by, n, &record).await));
                }
                2 | 3 if !practices.is_empty() => {
                    let (_, row) = any(&random, &practices);
                    let finding = any(
                        &random,
                        &[Finding::Shown, Finding::Shown, Finding::NotShown],
                    );
                    settle(&app, row.id, finding).await;
                }
                4 | 5 if !practices.is_empty() => {
                    let (_, row) = any(&random, &practices);
                    let what = any(&random, &["oc/worked", "oc/no-effect", "oc/abandoned"]);
                    outcomes.push(reported(&app, &by, n, &row, what).await);
                }
                6 if !outcomes.is_empty() => {
                    let row = any(&random, &outcomes);
                    let finding = any(&random, &[Finding::Shown, Finding::NotShown]);
                    settle(&app, row.id, finding).await;
                }
                7 if !practices.is_empty() => {
                    let (by, row) = any(&random, &practices);
                    let record = any(&random, &[None, Some(()), Some(()), Some(())]);
                    let record = record.map(|()| any_record(&random));
                    revised(&app, &by, &row, record).await;
                }
                8 if n % 2 == 0 => {
                    let state = any(&random, &[HubMemberRow::MEMBER, HubMemberRow::REMOVED]);
                    member(&app, &by, state).await;
                    let host = by.domain.clone();
                    let job = JobPayload::ForgetMember { host };
                    queue(&app, job).await;
                    app.drain().await;
                }
                _ => {
                    let indexable = random.next_u64().is_multiple_of(2);
                    write(
                        &app,
                        AccountRow {
                            indexable,
                            ..by.clone()
                        },
                    )
                    .await;
                    let account = Some(by.id);
                    queue(&app, JobPayload::CountLibrary { account }).await;
                    app.drain().await;
                }
            }
            if n % 10 == 9 {
                let kept = kept(&app).await;
                assert_eq!(kept, from_nothing(&app).await, "seed {seed}, change {n}");
            }
        }
        assert!(
            !kept(&app).await.is_empty(),
            "seed {seed}: nothing was ever counted"
        );
    }
    finish(&app).await;
}

pub(super) async fn queue(app: &TestApp, payload: JobPayload) {
    let done = app.ctx().transact(move |tx| {
        let now = tx.now;
        tx.queue(&NewJob::now(payload, now))
    });
    done.await.unwrap();
}
