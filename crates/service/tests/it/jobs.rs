//! From events and the schedule to jobs and their end.

use std::time::Duration;

use staffroom_db::{DbError, jobs as rows, sessions as session_rows};
use staffroom_domain::StatusId;
use staffroom_domain::job::{JobPayload, NewJob, Queue, ScheduledTask};

use staffroom_service::jobs::{enqueue_due, run_scheduled, sync_schedule};
use staffroom_service::ports::JobError;
use staffroom_service::{password_resets, sessions};
use staffroom_testkit::{Execution, PASSWORD, TestApp, TestDb, db_test};

use crate::browser;

async fn ask_for_a_letter(app: &TestApp) {
    app.user("amira")
        .teacher()
        .email("amira@school.example")
        .build()
        .await;
    password_resets::request(app.ctx(), "amira", [192, 0, 2, 1].into())
        .await
        .unwrap();
}

#[db_test]
async fn a_failed_letter_is_tried_again_later_with_the_same_key(db: TestDb) {
    let app = TestApp::start(db).await;
    ask_for_a_letter(&app).await;
    app.mail().fail_next(JobError::retry("the line is busy"));
    assert_eq!(app.drain().await, [Execution::Retried]);
    assert_eq!(app.drain().await, [], "not before its time");
    app.clock().advance(Duration::from_secs(2));
    assert_eq!(app.drain().await, [Execution::Done]);
    let (_, key) = app.mail().all().pop().unwrap();
    assert!(key.starts_with("event-") && key.contains("-mail-"), "{key}");
}

#[db_test]
async fn what_is_hopeless_or_fails_too_often_is_set_aside_for_a_person(db: TestDb) {
    let settings = [
        ("mail.smtp_host", "mail.example"),
        ("jobs.max_attempts", "2"),
    ];
    let app = TestApp::with_settings(db, &settings).await;
    ask_for_a_letter(&app).await;
    app.mail().fail_next(JobError::retry("once"));
    app.mail().fail_next(JobError::retry("twice"));
    assert_eq!(app.drain().await, [Execution::Retried]);
    app.clock().advance(Duration::from_mins(1));
    assert_eq!(app.drain().await, [Execution::Dead]);
    let dead = app
        .ctx()
        .db
        .read(|conn| rows::dead(conn, 10))
        .await
        .unwrap();
    assert_eq!(dead[0].last_error.as_deref(), Some("twice"));

    let (id, now) = (dead[0].id, app.ctx().now());
    assert!(
        app.ctx()
            .db
            .write(move |conn| rows::revive(conn, id, now))
            .await
            .unwrap()
    );
    app.mail()
        .fail_next(JobError::Hopeless("no such mailbox".into()));
    assert_eq!(
        app.drain().await,
        [Execution::Dead],
        "one attempt is enough"
    );
    app.clock().advance(Duration::from_hours(31 * 24));
    let gone = run_scheduled(app.ctx(), ScheduledTask::PruneDeadJobs)
        .await
        .unwrap();
    assert_eq!(gone, 1);
}

#[db_test]
async fn periodic_work_comes_round_once_each_time(db: TestDb) {
    let app = TestApp::start(db).await;
    sync_schedule(app.ctx()).await.unwrap();
    enqueue_due(app.ctx()).await.unwrap();
    enqueue_due(app.ctx()).await.unwrap();
    assert_eq!(app.drain().await.len(), ScheduledTask::ALL.len());
    app.clock().advance(Duration::from_hours(1));
    enqueue_due(app.ctx()).await.unwrap();
    let hourly = ScheduledTask::ALL
        .iter()
        .filter(|task| task.every() <= Duration::from_hours(1));
    assert_eq!(app.drain().await.len(), hourly.count());
    app.clock().advance(Duration::from_hours(24 * 7));
    enqueue_due(app.ctx()).await.unwrap();
    assert_eq!(
        app.drain().await.len(),
        ScheduledTask::ALL.len(),
        "a week is made up for once"
    );
}

#[db_test]
async fn a_run_that_waits_is_not_joined_by_the_next(db: TestDb) {
    let app = TestApp::start(db).await;
    sync_schedule(app.ctx()).await.unwrap();
    for _ in 0..5 {
        enqueue_due(app.ctx()).await.unwrap();
        app.clock().advance(Duration::from_hours(24));
    }
    let counts = app
        .ctx()
        .db
        .read(|conn| rows::counts(conn, Queue::Default))
        .await
        .unwrap();
    assert_eq!(
        counts.live,
        i64::try_from(ScheduledTask::ALL.len()).unwrap()
    );
    app.drain().await;
}

#[db_test]
async fn pruning_removes_what_has_ended_and_nothing_else(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").teacher().build().await;
    sessions::sign_in(app.ctx(), "amira", PASSWORD.into(), browser(1))
        .await
        .unwrap();
    password_resets::create_link(app.ctx(), amira.user.id)
        .await
        .unwrap();
    app.clock().advance(Duration::from_hours(25));
    sessions::sign_in(app.ctx(), "amira", PASSWORD.into(), browser(2))
        .await
        .unwrap();
    let prune = async || {
        run_scheduled(app.ctx(), ScheduledTask::PruneExpired)
            .await
            .unwrap()
    };
    assert_eq!(prune().await, 1, "the link");
    app.clock().advance(Duration::from_hours(29 * 24));
    assert_eq!(prune().await, 1, "the older session");
    let (id, now) = (amira.user.id, app.ctx().now());
    let left = app
        .ctx()
        .db
        .read(move |conn| session_rows::list(conn, id, now))
        .await
        .unwrap();
    assert_eq!(left.len(), 1);
}

#[db_test]
async fn periodic_work_that_failed_for_good_comes_round_again(db: TestDb) {
    let app = TestApp::start(db).await;
    sync_schedule(app.ctx()).await.unwrap();
    enqueue_due(app.ctx()).await.unwrap();
    let now = app.ctx().now();
    let bury_all = move |conn: &mut _| {
        let claim = rows::Claim {
            queue: Queue::Default,
            now,
            lease_until: now,
            token: 9,
            limit: 100,
        };
        let claimed = rows::claim(conn, claim)?;
        for job in &claimed {
            rows::bury(conn, job.id, 9, "it panicked", now)?;
        }
        Ok::<_, DbError>(claimed.len())
    };
    assert_eq!(
        app.ctx().db.write(bury_all).await.unwrap(),
        ScheduledTask::ALL.len()
    );
    app.clock().advance(Duration::from_hours(24));
    enqueue_due(app.ctx()).await.unwrap();
    assert_eq!(app.drain().await.len(), ScheduledTask::ALL.len());
}

#[db_test]
async fn what_is_asked_for_again_is_not_held_up_by_what_failed_for_good(db: TestDb) {
    let app = TestApp::start(db).await;
    let host = || "school.example".to_owned();
    for payload in [
        JobPayload::HarvestMember { host: host() },
        JobPayload::ForgetMember { host: host() },
        JobPayload::SnapshotLedgers {
            after: StatusId::from(0),
        },
        JobPayload::WriteOpenData,
        JobPayload::AnnounceRecords {
            account: None,
            hub: Some(host()),
        },
    ] {
        let (kind, now) = (payload.kind(), app.ctx().now());
        let job = NewJob::now(payload, now).with_dedup_key("the same".to_owned());
        let queue = async || {
            let job = job.clone();
            let done: Result<bool, DbError> = app.ctx().transact(move |tx| tx.queue(&job)).await;
            done.unwrap()
        };
        assert_eq!((queue().await, queue().await), (true, false), "{kind:?}");
        let bury = move |conn: &mut _| {
            let claim = rows::Claim {
                queue: kind.queue(),
                now,
                lease_until: now,
                token: 9,
                limit: 1,
            };
            let claimed = rows::claim(conn, claim)?.remove(0);
            rows::bury(conn, claimed.id, 9, "it panicked", now)
        };
        assert!(app.ctx().db.write(bury).await.unwrap());
        assert!(queue().await, "{kind:?}");
        // Out of the way of the next.
        assert!(app.ctx().db.write(bury).await.unwrap());
    }
}
