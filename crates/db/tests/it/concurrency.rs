//! Many at once: nothing is lost, overload is told, a lost connection is replaced.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use staffroom_db::facts::{self, Fact};
use staffroom_db::{Db, DbError, DbResult};
use staffroom_domain::Timestamp;
use staffroom_testkit::{Backend, TestDb, db_test};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::fixtures::{lines, number, number_of, run, run_on};

const COUNTER: &str = "INSERT INTO schedule (name, every_seconds, next_run_at) VALUES ('n', 0, 0)";

#[db_test]
async fn read_modify_write_loses_nothing(db: TestDb) {
    run_on(&db, COUNTER).await;
    // On PostgreSQL a row that is read to be changed must be locked.
    let lock = if db.is_sqlite() { "" } else { " FOR UPDATE" };
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let db = db.handle();
            tokio::spawn(async move {
                for _ in 0..200 {
                    db.write(move |c| {
                        let sql = format!("SELECT every_seconds AS number FROM schedule{lock}");
                        let sum = number(c, &sql)?;
                        run(
                            c,
                            &format!("UPDATE schedule SET every_seconds = {}", sum + 1),
                        )
                    })
                    .await
                    .unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let sum = number_of(&db, "SELECT every_seconds AS number FROM schedule").await;
    assert_eq!(sum, 8 * 200);
}

/// Two handles stand for two processes: each has a writer of its own.
#[tokio::test]
async fn two_processes_on_one_file_lose_nothing() {
    let db = TestDb::new(Backend::Sqlite);
    run_on(&db, COUNTER).await;
    let other = Db::open(db.options()).unwrap();
    let add = |db: Db| {
        tokio::spawn(async move {
            for _ in 0..200 {
                db.write(|c| {
                    let sum = number(c, "SELECT every_seconds AS number FROM schedule")?;
                    run(
                        c,
                        &format!("UPDATE schedule SET every_seconds = {}", sum + 1),
                    )
                })
                .await
                .unwrap();
            }
        })
    };
    let (one, two) = (add(db.handle()), add(other));
    one.await.unwrap();
    two.await.unwrap();
    let sum = number_of(&db, "SELECT every_seconds AS number FROM schedule").await;
    assert_eq!(sum, 400);
}

/// A thread of the database that does nothing until it is let go.
struct Held {
    go_on: mpsc::Sender<()>,
    task: JoinHandle<DbResult<()>>,
}

impl Held {
    async fn writer(db: &TestDb) -> Self {
        Self::new(db, true).await
    }

    async fn reader(db: &TestDb) -> Self {
        Self::new(db, false).await
    }

    async fn new(db: &TestDb, writes: bool) -> Self {
        let (began, has_begun) = oneshot::channel();
        let (go_on, wait) = mpsc::channel::<()>();
        let db = db.handle();
        let work = move |_: &mut staffroom_db::Conn| {
            began.send(()).unwrap();
            // Let go by dropping the sender.
            wait.recv().unwrap_err();
            Ok(())
        };
        let task = tokio::spawn(async move {
            if writes {
                db.write(work).await
            } else {
                db.read(work).await
            }
        });
        has_begun.await.unwrap();
        Self { go_on, task }
    }

    async fn let_go(self) {
        drop(self.go_on);
        self.task.await.unwrap().unwrap();
    }
}

#[db_test]
async fn who_waits_too_long_is_told_in_time_and_nothing_is_done_later(db: TestDb) {
    let db = db.reopened(|options| {
        options.queue_timeout = Duration::from_millis(100);
        options.connections = 1;
    });
    let held = Held::writer(&db).await;
    let asked = Instant::now();
    let outcome = db
        .write(|c| facts::set(c, Fact::Trial, "yes", Timestamp::from_secs(1)))
        .await;
    assert!(matches!(outcome, Err(DbError::Busy)), "{outcome:?}");
    assert!(asked.elapsed() < Duration::from_secs(5), "told in time");
    held.let_go().await;
    let value = db.read(|c| facts::get(c, Fact::Trial)).await.unwrap();
    assert_eq!(value, None);
}

#[tokio::test]
async fn a_full_queue_refuses_at_once() {
    let db = TestDb::new(Backend::Sqlite);
    let held = Held::writer(&db).await;
    let tasks: Vec<_> = (0..4_096)
        .map(|_| {
            let db = db.handle();
            tokio::spawn(async move { db.write(|_| DbResult::Ok(())).await })
        })
        .collect();
    while db.waiting().1 < 4_096 {
        tokio::task::yield_now().await;
    }
    let outcome: DbResult<()> = db.write(|_| Ok(())).await;
    assert!(matches!(outcome, Err(DbError::Busy)), "{outcome:?}");
    held.let_go().await;
    for task in tasks {
        task.await.unwrap().unwrap();
    }
}

#[db_test]
async fn reading_goes_on_while_all_but_one_wait(db: TestDb) {
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(Held::reader(&db).await);
    }
    if db.is_sqlite() {
        held.push(Held::writer(&db).await);
    }
    for _ in 0..50 {
        assert_eq!(
            number_of(&db, "SELECT count(*) AS number FROM job").await,
            0
        );
    }
    for held in held {
        held.let_go().await;
    }
}

#[tokio::test]
async fn workers_have_connections_of_their_own_on_postgres() {
    let db = TestDb::with(Backend::Postgres, |options| options.connections = 1);
    let held = Held::writer(&db).await;
    let workers = db.for_workers();
    let read: DbResult<i64> = workers
        .write(|c| number(c, "SELECT count(*) AS number FROM job"))
        .await;
    assert_eq!(read.unwrap(), 0);
    held.let_go().await;
}

#[tokio::test]
async fn a_lost_connection_is_replaced() {
    let db = TestDb::with(Backend::Postgres, |options| options.connections = 2);
    let other = Db::open(db.options()).unwrap();
    for round in 0..3 {
        // Both connections are open.
        let (a, b) = (Held::reader(&db).await, Held::reader(&db).await);
        a.let_go().await;
        b.let_go().await;
        let ended = other
            .read(|c| {
                lines(
                    c,
                    "SELECT pg_terminate_backend(pid, 5000)::text AS line FROM pg_stat_activity \
                     WHERE datname = current_database() AND pid <> pg_backend_pid()",
                )
            })
            .await
            .unwrap();
        assert!(ended.len() >= 2, "round {round}: {ended:?}");
        for _ in 0..4 {
            assert_eq!(
                number_of(&db, "SELECT count(*) AS number FROM job").await,
                0
            );
        }
    }
}

#[tokio::test]
async fn a_connection_lost_inside_a_task_is_replaced_after_it() {
    let db = TestDb::with(Backend::Postgres, |options| options.connections = 1);
    for _ in 0..2 {
        let outcome: DbResult<Vec<String>> = db
            .write(|c| {
                run(c, COUNTER)?;
                drop(lines(
                    c,
                    "SELECT pg_terminate_backend(pg_backend_pid())::text AS line",
                ));
                lines(c, "SELECT 'still there' AS line")
            })
            .await;
        assert!(
            matches!(outcome, Err(DbError::Unavailable(_))),
            "{outcome:?}"
        );
        assert_eq!(
            number_of(&db, "SELECT count(*) AS number FROM schedule").await,
            0
        );
    }
}
