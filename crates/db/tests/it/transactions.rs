//! What a closure may do, and what stays of one that fails.

use std::sync::Arc;

use diesel::connection::Connection as _;
use staffroom_db::accounts;
use staffroom_db::facts::{self, Fact};
use staffroom_db::{DbError, DbResult};
use staffroom_domain::Timestamp;
use staffroom_testkit::{TestDb, TestIds, db_test};

use crate::fixtures::{account, number, refusal, rows, run_on};

const NOW: Timestamp = Timestamp::from_secs(1);

fn set(conn: &mut staffroom_db::Conn, value: &str) -> DbResult<()> {
    facts::set(conn, Fact::ServerUrl, value, NOW)
}

async fn value(db: &TestDb) -> Option<String> {
    db.read(|c| facts::get(c, Fact::ServerUrl)).await.unwrap()
}

#[db_test]
async fn a_read_closure_cannot_write(db: TestDb) {
    let refused = db.read(|c| set(c, "x")).await;
    assert!(matches!(refused, Err(DbError::Other(_))), "{refused:?}");
    assert_eq!(value(&db).await, None);
    db.write(|c| set(c, "y")).await.unwrap();
    assert_eq!(value(&db).await.as_deref(), Some("y"));
}

#[db_test]
async fn a_failing_closure_leaves_nothing(db: TestDb) {
    let refused: DbResult<()> = db
        .write(|c| {
            set(c, "half")?;
            Err(refusal())
        })
        .await;
    assert!(matches!(refused, Err(DbError::Corrupt(_))), "{refused:?}");
    assert_eq!(value(&db).await, None);
}

#[db_test]
async fn a_panicking_closure_leaves_nothing_and_the_database_works_on(db: TestDb) {
    for depth in 0..3 {
        let refused: DbResult<()> = db
            .write(move |c| {
                set(c, "half")?;
                assert!(depth > 0, "on purpose");
                // Also from inside a transaction that the closure opened itself.
                c.transaction(|c| {
                    set(c, "deeper")?;
                    assert!(depth == 2, "on purpose");
                    c.transaction(|_| panic!("on purpose"))
                })
            })
            .await;
        assert!(matches!(refused, Err(DbError::Panicked)), "{refused:?}");
        let refused: DbResult<()> = db.read(|_| panic!("on purpose")).await;
        assert!(matches!(refused, Err(DbError::Panicked)), "{refused:?}");
        assert_eq!(value(&db).await, None);
    }
    db.write(|c| set(c, "whole")).await.unwrap();
    assert_eq!(value(&db).await.as_deref(), Some("whole"));
}

/// Many writes at once, so that they share commits on `SQLite`; every third fails, every 25th
/// panics.
#[db_test]
async fn neighbours_in_a_commit_do_not_disturb_one_another(db: TestDb) {
    let ids = Arc::new(TestIds::default());
    let tasks: Vec<_> = (0..300)
        .map(|n| {
            let (db, ids) = (db.handle(), Arc::clone(&ids));
            tokio::spawn(async move {
                db.write(move |c| {
                    accounts::insert(c, account(&ids, &format!("teacher{n}")))?;
                    assert!(n % 25 != 0, "on purpose");
                    if n % 3 == 0 { Err(refusal()) } else { Ok(()) }
                })
                .await
            })
        })
        .collect();
    for (n, task) in tasks.into_iter().enumerate() {
        let outcome = task.await.unwrap();
        match outcome {
            Err(DbError::Panicked) => assert_eq!(n % 25, 0, "task {n}"),
            Err(DbError::Corrupt(_)) => assert_eq!(n % 3, 0, "task {n}"),
            Ok(()) => assert!(n % 25 != 0 && n % 3 != 0, "task {n}"),
            Err(other) => panic!("task {n}: {other:?}"),
        }
    }
    // 300 without those divisible by 3 or 25.
    assert_eq!(rows(&db, "account").await, 300 - 100 - 12 + 4);
}

/// A closure that goes on after a failed statement must mean the same on both databases: on
/// `PostgreSQL` the failure has doomed the transaction, and that must not look like success.
#[db_test]
async fn a_swallowed_failure_is_never_a_lost_success(db: TestDb) {
    let ids = TestIds::default();
    let (first, second) = (account(&ids, "amira"), account(&ids, "amira"));
    let outcome: DbResult<()> = db
        .write(move |c| {
            accounts::insert(c, first)?;
            assert!(accounts::insert(c, second).is_err());
            Ok(())
        })
        .await;
    let kept = rows(&db, "account").await;
    assert_eq!(outcome.is_ok(), kept == 1, "{outcome:?}, {kept} rows");
}

#[db_test]
async fn a_savepoint_of_the_closure_can_fail_alone(db: TestDb) {
    let ids = TestIds::default();
    let (first, second, third) = (
        account(&ids, "amira"),
        account(&ids, "amira"),
        account(&ids, "ben"),
    );
    db.write(move |c| {
        accounts::insert(c, first)?;
        let inner: DbResult<()> = c.transaction(|c| accounts::insert(c, second));
        assert!(inner.is_err());
        accounts::insert(c, third)
    })
    .await
    .unwrap();
    assert_eq!(rows(&db, "account").await, 2);
}

#[db_test]
async fn a_read_sees_one_state_throughout(db: TestDb) {
    db.write(|c| set(c, "before")).await.unwrap();
    let (began, wait_for_write) = (
        tokio::sync::oneshot::channel(),
        std::sync::mpsc::channel::<()>(),
    );
    let reader = {
        let (db, began, go_on) = (db.handle(), began.0, wait_for_write.1);
        tokio::spawn(async move {
            db.read(move |c| {
                let first = facts::get(c, Fact::ServerUrl)?;
                began.send(()).unwrap();
                go_on.recv().unwrap();
                DbResult::Ok((first, facts::get(c, Fact::ServerUrl)?))
            })
            .await
        })
    };
    began.1.await.unwrap();
    db.write(|c| set(c, "after")).await.unwrap();
    wait_for_write.0.send(()).unwrap();
    let (first, second) = reader.await.unwrap().unwrap();
    assert_eq!(first, second);
    assert_eq!(value(&db).await.as_deref(), Some("after"));
}

#[db_test]
async fn a_dropped_caller_does_not_stop_what_has_begun(db: TestDb) {
    run_on(
        &db,
        "INSERT INTO instance_fact (key, value, updated_at) VALUES ('n', '0', 0)",
    )
    .await;
    let (began, has_begun) = tokio::sync::oneshot::channel();
    let task = {
        let db = db.handle();
        tokio::spawn(async move {
            db.write(move |c| {
                began.send(()).unwrap();
                set(c, "done")
            })
            .await
        })
    };
    has_begun.await.unwrap();
    task.abort();
    // The writer takes tasks one after the other on SQLite; on PostgreSQL this one waits for the
    // row that the first has written, or sees it.
    db.write(|c| facts::set(c, Fact::Trial, "yes", NOW))
        .await
        .unwrap();
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while value(&db).await.is_none() {
        assert!(std::time::Instant::now() < deadline, "the write was lost");
    }
    let count = db
        .read(|c| number(c, "SELECT count(*) AS number FROM instance_fact"))
        .await;
    assert_eq!(count.unwrap(), 3);
}
