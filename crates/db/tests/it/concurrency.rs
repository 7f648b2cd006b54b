//! Many at once: nothing is lost, overload is told, a lost connection is replaced.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use staffroom_db::conversations::{self, ConversationRow};
use staffroom_db::facts::{self, Fact};
use staffroom_db::notification_policies::{self, NotificationPolicyRow};
use staffroom_db::notifications::{self, NotificationRow, sample_text};
use staffroom_db::statuses::{self, Count};
use staffroom_db::{Conn, Db, DbError, DbResult, accounts, practices};
use staffroom_domain::{AccountId, ConversationId, NotificationId, StatusId, Timestamp};
use staffroom_testkit::{Backend, TestDb, db_test};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::fixtures::{at_once, lines, number, number_of, rows, run, run_on};

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

/// A practice that is answered while its ledger is settled: both want its status and what it has beside.
#[tokio::test]
async fn who_locks_a_practice_waits_for_its_status_first() {
    let db = TestDb::new(Backend::Postgres);
    run_on(
        &db,
        "INSERT INTO account (id, domain, username, username_folded, display_name, created_at) \
         VALUES (7, '', 'a', 'a', '', 1); \
         INSERT INTO status (id, account_id, kind, visibility, thread_id, content, source, \
         source_format, spoiler, sensitive, reply_policy, local, created_at, received_at, \
         replies_count, boosts_count, favourites_count) \
         VALUES (1, 7, 'article', 0, 1, '', '', '', '', false, 'public', true, 1, 1, 0, 0, 0); \
         INSERT INTO practice (status_id, account_id, record, version, state, updated_at) \
         VALUES (1, 7, '{}', 1, 'published', 1)",
    )
    .await;
    let practice = StatusId::from(1);
    let (began, has_begun) = oneshot::channel();
    let answers = {
        let db = db.handle();
        tokio::spawn(async move {
            db.write(move |c| {
                statuses::add_to_count(c, practice, Count::Replies, 1)?;
                began.send(()).unwrap();
                // Until the other waits, wherever that is.
                std::thread::sleep(Duration::from_millis(400));
                practices::lock(c, practice).map(drop)
            })
            .await
        })
    };
    has_begun.await.unwrap();
    let settles = db.write(move |c| {
        practices::lock(c, practice)?;
        statuses::set_line(c, practice, "line", Timestamp::from_secs(1))
    });
    settles.await.unwrap();
    answers.await.unwrap().unwrap();
}

/// Where two wait for each other after all, one of them is to try again.
#[tokio::test]
async fn a_deadlock_is_told_as_busy() {
    let db = TestDb::new(Backend::Postgres);
    run_on(
        &db,
        "INSERT INTO schedule (name, every_seconds, next_run_at) VALUES ('a', 0, 0), ('b', 0, 0)",
    )
    .await;
    let (one_began, one) = mpsc::channel::<()>();
    let (two_began, two) = mpsc::channel::<()>();
    let locks = |first: &str, then: &str, began: mpsc::Sender<()>, other: mpsc::Receiver<()>| {
        let lock =
            |name: &str| format!("UPDATE schedule SET every_seconds = 1 WHERE name = '{name}'");
        let (first, then, db) = (lock(first), lock(then), db.handle());
        tokio::spawn(async move {
            db.write(move |c| {
                run(c, &first)?;
                began.send(()).unwrap();
                other.recv().unwrap();
                run(c, &then)
            })
            .await
        })
    };
    let first = locks("a", "b", one_began, two);
    let second = locks("b", "a", two_began, one);
    let outcomes = [first.await.unwrap(), second.await.unwrap()];
    let busy = outcomes
        .iter()
        .filter(|it| matches!(it, Err(DbError::Busy)));
    assert_eq!(busy.count(), 1, "{outcomes:?}");
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
        let work = move |_: &mut Conn| {
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

/// With three people.
async fn with_people() -> TestDb {
    let db = TestDb::with(Backend::Postgres, |options| options.connections = 4);
    run_on(
        &db,
        "INSERT INTO account (id, domain, username, username_folded, display_name, created_at) \
         VALUES (1, '', 'a', 'a', '', 0), (2, '', 'b', 'b', '', 0), (3, '', 'c', 'c', '', 0)",
    )
    .await;
    db
}

fn amira() -> AccountId {
    AccountId::from(1)
}

const NOW: Timestamp = Timestamp::from_secs(1);

#[tokio::test]
async fn a_group_of_notifications_has_one_head_whoever_adds_to_it() {
    let db = with_people().await;
    let tell = |id: i64, by: i64| {
        move |conn: &mut Conn| {
            let by = AccountId::from(by);
            let row = NotificationRow {
                id: NotificationId::from(id),
                account_id: amira(),
                kind: "follow".to_owned(),
                from_account_id: by,
                status_id: None,
                created_at: NOW,
                group_key: "follow-1".to_owned(),
                is_head: true,
                filtered: false,
                group_count: 1,
                first_id: id,
                sample: sample_text(&[by]),
                report_id: None,
            };
            notifications::insert(conn, row)
        }
    };
    at_once(&db, tell(1, 2), tell(2, 3)).await;
    let heads = "SELECT count(*) AS number FROM notification WHERE is_head";
    assert_eq!(number_of(&db, heads).await, 1);
    let heads = "SELECT group_count AS number FROM notification WHERE is_head";
    assert_eq!(number_of(&db, heads).await, 2);
    // One goes while another comes.
    let remove = |conn: &mut Conn| notifications::delete_many(conn, &[NotificationId::from(1)]);
    at_once(&db, remove, tell(3, 2)).await;
    assert_eq!(number_of(&db, heads).await, 2);
    let remove = |conn: &mut Conn| notifications::delete_many(conn, &[NotificationId::from(3)]);
    at_once(&db, tell(4, 3), remove).await;
    assert_eq!(number_of(&db, heads).await, 2);
}

#[tokio::test]
async fn what_is_kept_away_is_counted_whatever_is_decided_meanwhile() {
    let db = with_people().await;
    let keep = |id: i64| {
        move |conn: &mut Conn| {
            let from = AccountId::from(2);
            notification_policies::keep_away(conn, amira(), from, None, id.into(), NOW)
        }
    };
    let decide = |conn: &mut Conn| {
        let row = NotificationPolicyRow {
            for_not_followers: "drop".to_owned(),
            ..NotificationPolicyRow::standard(amira(), NOW)
        };
        notification_policies::put(conn, row)
    };
    let policy = async || {
        let found = db.read(|conn| notification_policies::find(conn, amira()));
        let row = found.await.unwrap().unwrap();
        let kept = (row.pending_requests, row.pending_notifications);
        (row.for_not_followers, kept)
    };
    at_once(&db, decide, keep(1)).await;
    assert_eq!(policy().await, ("drop".to_owned(), (1, 1)));
    run_on(
        &db,
        "DELETE FROM notification_request; DELETE FROM notification_policy",
    )
    .await;
    at_once(&db, keep(2), keep(3)).await;
    assert_eq!(policy().await, ("accept".to_owned(), (1, 2)));
    at_once(&db, keep(4), decide).await;
    assert_eq!(policy().await, ("drop".to_owned(), (1, 3)));
    let gone =
        |conn: &mut Conn| notification_policies::forget_some(conn, amira(), AccountId::from(2), 2);
    at_once(&db, keep(5), gone).await;
    assert_eq!(policy().await, ("drop".to_owned(), (1, 2)));
    at_once(&db, gone, keep(6)).await;
    assert_eq!(policy().await, ("drop".to_owned(), (1, 1)));
    assert_eq!(rows(&db, "notification_request").await, 1);
}

#[tokio::test]
async fn two_changes_of_one_account_leave_the_names_of_the_last() {
    let db = with_people().await;
    let rename = |name: &'static str| {
        move |conn: &mut Conn| {
            let mut row = accounts::find(conn, amira())?.unwrap();
            row.display_name = name.to_owned();
            accounts::update(conn, row)
        }
    };
    at_once(&db, rename("Amira"), rename("Amira Maths")).await;
    let names = db
        .read(|conn| lines(conn, "SELECT name AS line FROM account_name ORDER BY name"))
        .await
        .unwrap();
    assert_eq!(names, ["a", "amira", "amira maths", "maths"]);
}

#[tokio::test]
async fn two_first_messages_begin_one_conversation() {
    let db = with_people().await;
    let add = |status: i64| {
        move |conn: &mut Conn| {
            let row = ConversationRow {
                id: ConversationId::from(10 - status),
                account_id: amira(),
                thread_id: StatusId::from(1),
                participants: "2".to_owned(),
                last_status_id: StatusId::from(status),
                unread: true,
            };
            conversations::put(conn, row).map(drop)
        }
    };
    at_once(&db, add(2), add(1)).await;
    let last = "SELECT last_status_id AS number FROM conversation";
    assert_eq!(number_of(&db, last).await, 2);
}
