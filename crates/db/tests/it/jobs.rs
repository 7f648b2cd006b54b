//! The queue.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use staffroom_db::jobs::{self, Claim};
use staffroom_db::{Conn, DbResult};
use staffroom_domain::job::{ClaimedJob, NewJob, Priority, Queue};
use staffroom_domain::{Clock as _, JobId, Timestamp};
use staffroom_testkit::{FixedClock, TestDb, TestIds, db_test};

use crate::fixtures::{job, number_of, rows, run_on};

const LEASE: Duration = Duration::from_mins(5);

fn claim_of(now: Timestamp, token: i64, limit: u32) -> Claim {
    Claim {
        queue: Queue::Default,
        now,
        lease_until: now.plus(LEASE),
        token,
        limit,
    }
}

async fn claim(db: &TestDb, now: Timestamp, token: i64) -> Vec<ClaimedJob> {
    db.write(move |c| jobs::claim(c, claim_of(now, token, 100)))
        .await
        .unwrap()
}

/// Claims the only job.
async fn claim_one(db: &TestDb, now: Timestamp, token: i64) -> ClaimedJob {
    let mut claimed = claim(db, now, token).await;
    assert_eq!(claimed.len(), 1);
    claimed.remove(0)
}

async fn add(db: &TestDb, ids: &TestIds, new: NewJob, max_attempts: u32) -> JobId {
    let (id, now) = (ids.next(), ids.now());
    let added = db
        .write(move |c| jobs::enqueue(c, id, &new, max_attempts, now))
        .await;
    assert!(added.unwrap());
    id
}

async fn write<T: Send + 'static>(
    db: &TestDb,
    work: impl FnOnce(&mut Conn) -> DbResult<T> + Send + 'static,
) -> T {
    db.write(work).await.unwrap()
}

fn start() -> (FixedClock, TestIds) {
    let clock = FixedClock::default();
    let ids = TestIds::new(&clock);
    (clock, ids)
}

#[db_test]
async fn a_dedup_key_is_in_the_queue_once(db: TestDb) {
    let (clock, ids) = start();
    let now = clock.now();
    let new = job(now).with_dedup_key("k");
    add(&db, &ids, new.clone(), 3).await;
    let (id, again) = (ids.next(), new.clone());
    assert!(!write(&db, move |c| jobs::enqueue(c, id, &again, 3, now)).await);
    let claimed = claim_one(&db, now, 1).await;
    assert_eq!(claimed.dedup_key.as_deref(), Some("k"));
    assert!(write(&db, move |c| jobs::complete(c, claimed.id, 1)).await);
    add(&db, &ids, new, 3).await;
}

#[db_test]
async fn the_urgent_go_first_and_among_them_those_that_wait_longest(db: TestDb) {
    let (clock, ids) = start();
    let now = clock.now();
    let mut expected = Vec::new();
    for (priority, age) in [
        (Priority::Low, 9),
        (Priority::High, 1),
        (Priority::Normal, 2),
        (Priority::High, 5),
        (Priority::Normal, 3),
    ] {
        let run_at = now.minus(Duration::from_secs(age));
        let new = NewJob {
            priority,
            ..job(run_at)
        };
        expected.push((priority, run_at, add(&db, &ids, new, 3).await));
    }
    add(&db, &ids, job(now.plus(Duration::from_secs(1))), 3).await;
    expected.sort();
    let expected: Vec<JobId> = expected.into_iter().map(|(_, _, id)| id).collect();
    let first: Vec<JobId> = write(&db, move |c| jobs::claim(c, claim_of(now, 1, 2)))
        .await
        .iter()
        .map(|job| job.id)
        .collect();
    assert_eq!(first, expected[..2]);
    let rest: Vec<JobId> = claim(&db, now, 2).await.iter().map(|job| job.id).collect();
    assert_eq!(rest, expected[2..]);
    assert_eq!(claim(&db, now, 3).await, Vec::new());
    let next = db.read(|c| jobs::next_run_at(c, Queue::Default)).await;
    assert_eq!(next.unwrap(), Some(now.plus(Duration::from_secs(1))));
    let mail = db.read(|c| jobs::next_run_at(c, Queue::Mail)).await;
    assert_eq!(mail.unwrap(), None);
}

#[db_test]
async fn a_lease_that_ends_gives_the_job_to_another(db: TestDb) {
    let (clock, ids) = start();
    add(&db, &ids, job(clock.now()), 2).await;
    let first = claim_one(&db, clock.now(), 1).await;
    assert_eq!((first.attempt, first.max_attempts), (1, 2));
    assert_eq!(claim(&db, clock.now(), 2).await, Vec::new());
    clock.advance(LEASE);
    let second = claim_one(&db, clock.now(), 2).await;
    assert_eq!((second.id, second.attempt), (first.id, 2));
    // The first worker comes back too late for everything.
    let (id, now) = (first.id, clock.now());
    assert!(!write(&db, move |c| jobs::complete(c, id, 1)).await);
    assert!(!write(&db, move |c| jobs::extend(c, id, 1, now)).await);
    assert!(!write(&db, move |c| jobs::retry(c, id, 1, "x", now)).await);
    assert!(!write(&db, move |c| jobs::bury(c, id, 1, "x", now)).await);
    assert!(!write(&db, move |c| jobs::give_back(c, id, 1)).await);
    // Its second and last attempt dies too: the third claim puts it among the dead.
    clock.advance(LEASE);
    assert_eq!(claim(&db, clock.now(), 3).await, Vec::new());
    let dead = db.read(|c| jobs::dead(c, 10)).await.unwrap();
    assert_eq!(dead.len(), 1);
    assert!(dead[0].last_error.as_deref().unwrap().contains("died"));
}

#[db_test]
async fn extend_retry_give_back_and_bury_move_a_job_as_they_say(db: TestDb) {
    let (clock, ids) = start();
    let id = add(&db, &ids, job(clock.now()), 5).await;
    claim_one(&db, clock.now(), 1).await;
    let until = clock.now().plus(LEASE * 3);
    assert!(write(&db, move |c| jobs::extend(c, id, 1, until)).await);
    clock.advance(LEASE * 2);
    assert_eq!(claim(&db, clock.now(), 2).await, Vec::new());

    let later = clock.now().plus(Duration::from_secs(9));
    assert!(write(&db, move |c| jobs::retry(c, id, 1, "no answer", later)).await);
    assert_eq!(claim(&db, clock.now(), 2).await, Vec::new());
    let now = clock.advance(Duration::from_secs(9));
    assert_eq!(claim_one(&db, now, 2).await.attempt, 2);

    assert!(write(&db, move |c| jobs::give_back(c, id, 2)).await);
    assert_eq!(claim_one(&db, now, 3).await.attempt, 2);

    assert!(write(&db, move |c| jobs::bury(c, id, 3, "gone", now)).await);
    clock.advance(LEASE * 9);
    assert_eq!(claim(&db, clock.now(), 4).await, Vec::new());
    let counts = db.read(|c| jobs::counts(c, Queue::Default)).await.unwrap();
    assert_eq!((counts.live, counts.dead), (0, 1));

    let now = clock.now();
    assert!(write(&db, move |c| jobs::revive(c, id, now)).await);
    assert!(!write(&db, move |c| jobs::revive(c, id, now)).await);
    assert!(!write(&db, move |c| jobs::drop_dead(c, id)).await);
    assert_eq!(claim_one(&db, now, 5).await.attempt, 1);
    assert!(write(&db, move |c| jobs::complete(c, id, 5)).await);
    assert_eq!(rows(&db, "job").await, 0);
}

#[db_test]
async fn dead_jobs_are_pruned_by_age_or_dropped_by_hand(db: TestDb) {
    let (clock, ids) = start();
    let mut dead = Vec::new();
    for token in 1..=3 {
        let id = add(&db, &ids, job(clock.now()), 5).await;
        claim_one(&db, clock.now(), token).await;
        let now = clock.now();
        assert!(write(&db, move |c| jobs::bury(c, id, token, "x", now)).await);
        dead.push(id);
        clock.advance(Duration::from_secs(1));
    }
    add(&db, &ids, job(clock.now()), 5).await;
    let listed = db.read(|c| jobs::dead(c, 2)).await.unwrap();
    let listed: Vec<JobId> = listed.iter().map(|row| row.id).collect();
    assert_eq!(listed, [dead[2], dead[1]]);
    let before = clock.now().minus(Duration::from_millis(2_500));
    assert_eq!(write(&db, move |c| jobs::prune_dead(c, before)).await, 1);
    let id = dead[1];
    assert!(write(&db, move |c| jobs::drop_dead(c, id)).await);
    assert_eq!(rows(&db, "job").await, 2);
}

#[db_test]
async fn a_process_alone_takes_back_what_was_claimed_before_it(db: TestDb) {
    let (clock, ids) = start();
    for _ in 0..3 {
        add(&db, &ids, job(clock.now()), 5).await;
    }
    let now = clock.now();
    let first = write(&db, move |c| jobs::claim(c, claim_of(now, 1, 2))).await;
    assert_eq!(write(&db, jobs::release_all).await, 2);
    let again = claim(&db, now, 2).await;
    let ids = |jobs: &[ClaimedJob]| jobs.iter().map(|job| job.id).collect::<Vec<_>>();
    assert_eq!(
        ids(&again)[..2],
        ids(&first),
        "before what was queued later"
    );
    assert_eq!(again.len(), 3);
}

#[db_test]
async fn a_job_that_cannot_be_read_is_put_among_the_dead(db: TestDb) {
    let (clock, ids) = start();
    let bad = add(&db, &ids, job(clock.now()), 5).await;
    let good = add(&db, &ids, job(clock.now()), 5).await;
    let sql = format!("UPDATE job SET payload = '{{\"kind\":\"x\"}}' WHERE id = {bad}");
    run_on(&db, &sql).await;
    assert_eq!(claim_one(&db, clock.now(), 1).await.id, good);
    let dead = db.read(|c| jobs::dead(c, 10)).await.unwrap();
    assert_eq!(dead[0].id, bad);
    assert!(
        dead[0]
            .last_error
            .as_deref()
            .unwrap()
            .contains("unreadable")
    );
}

#[db_test]
async fn workers_never_get_the_same_job(db: TestDb) {
    let (clock, ids) = start();
    let now = clock.now();
    write(&db, move |c| {
        for _ in 0..400 {
            jobs::enqueue(c, ids.next(), &job(now), 5, now)?;
        }
        Ok(())
    })
    .await;
    let workers: Vec<_> = (1..=8)
        .map(|token| {
            let db = if token % 2 == 0 {
                db.handle()
            } else {
                db.for_workers()
            };
            tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let claimed = db
                        .write(move |c| jobs::claim(c, claim_of(now, token, 7)))
                        .await
                        .unwrap();
                    if claimed.is_empty() {
                        return mine;
                    }
                    mine.extend(claimed.into_iter().map(|job| job.id));
                }
            })
        })
        .collect();
    let mut seen = HashSet::new();
    for worker in workers {
        for id in worker.await.unwrap() {
            assert!(seen.insert(id), "job {id} was given twice");
        }
    }
    assert_eq!(seen.len(), 400);
    let more = number_of(
        &db,
        "SELECT count(*) AS number FROM job WHERE attempts <> 1",
    )
    .await;
    assert_eq!(more, 0);
}

#[db_test]
async fn only_a_commit_wakes_the_runner(db: TestDb) {
    let ids = Arc::new(TestIds::default());
    let queued = db.queued();
    let failing = Arc::clone(&ids);
    let refused: DbResult<()> = db
        .write(move |c| {
            jobs::enqueue(c, failing.next(), &job(failing.now()), 5, failing.now())?;
            Err(crate::fixtures::refusal())
        })
        .await;
    assert!(refused.is_err());
    write(&db, |_| Ok(())).await;
    let told = tokio::time::timeout(Duration::from_millis(100), queued.notified()).await;
    assert!(told.is_err(), "told of what was undone");
    add(&db, &ids, job(ids.now()), 5).await;
    tokio::time::timeout(Duration::from_secs(10), queued.notified())
        .await
        .unwrap();
}
